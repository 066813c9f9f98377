"""The short form, in three or four short pages. What is typed is kept before any of this is asked of it (`keeping`)."""

from __future__ import annotations

from typing import Any

from django import forms

from onestory.core.errors import Invalid
from onestory.support.models.requests import Door, Reach, Urgency
from onestory.support.request_inputs import read_at
from onestory.ui.fields import NameField, PartialDateField, PostcodeField, WordsField
from onestory.ui.forms import Form

YES_NO = (("yes", "Yes"), ("no", "No"))
FOR_WHOM = (
    (Door.SELF, "Me, or my own family"),
    (Door.FAMILY, "Somebody I know: a friend, a neighbour, a relative"),
    (Door.PROFESSIONAL, "A family I work with"),
)
HOW = (
    (Reach.CALL, "Ring"),
    (Reach.TEXT, "Send a text message"),
    (Reach.EMAIL, "Send an email"),
    (Reach.LETTER, "Write a letter"),
    (Reach.THROUGH, "Through somebody I trust"),
    (Reach.THEY_COME, "None of these: I will come to a hub, or ring"),
)
WHERE = {
    Reach.CALL: "Enter the telephone number that is safe to ring.",
    Reach.TEXT: "Enter the mobile number that is safe to text.",
    Reach.EMAIL: "Enter the email address that is safe to write to.",
    Reach.LETTER: "Enter the address that is safe to write to.",
    Reach.THROUGH: "Enter their name, and how we reach them.",
}
HEARS_AT = {
    Reach.CALL: "Enter the telephone number we may ring you on.",
    Reach.TEXT: "Enter the mobile number we may text you on.",
    Reach.EMAIL: "Enter the email address we may write to.",
}


class DoorForm(Form):
    door = forms.ChoiceField(
        label="Who do you want help for?", choices=FOR_WHOM, widget=forms.RadioSelect,
        error_messages={"required": "Choose who you want help for."},
    )  # fmt: skip


class ReachForm(Form):
    how = forms.ChoiceField(
        label="What is the safest way to reach you?", choices=HOW, widget=forms.RadioSelect,
        error_messages={"required": "Choose the safest way to reach you. If none is safe, choose the last one."},
    )  # fmt: skip
    at = forms.CharField(
        label="The number, email or address", max_length=200, required=False,
        help_text="One that nobody reads or answers who should not know.",
    )  # fmt: skip
    when = forms.CharField(
        label="When is a good time?", max_length=300, required=False, help_text="Such as: weekday mornings"
    )
    leave_message = forms.ChoiceField(
        label="May we leave a message?", choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    code_word = forms.CharField(
        label="A word that we say first, so that you know it is us", max_length=60, required=False,
        help_text="Choose any word. We say it before anything else.",
    )  # fmt: skip

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if door != Door.SELF:
            self.fields["how"].required = False
            self.fields["how"].label = "What is the safest way to reach the family?"
            self.fields["how"].help_text = "If you do not know, leave this out."

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        how, at = said.get("how"), said.get("at") or ""
        if how in WHERE and not at.strip():
            self.add_error("at", WHERE[Reach(how)])
        try:
            said["at"] = read_at(how or "", at)
        except Invalid as refusal:
            self.add_error("at", refusal.message)
        return said


class WordsForm(Form):
    words = WordsField(
        label="What is going on, and what would help?", rows=6, max_length=8000,
        help_text="In your own words. A few are enough. You will not have to say it all again.",
        error_messages={"required": "Write a few words, so that we know how to help."},
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label="How soon?", choices=Urgency.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose how soon somebody should look at this."},
    )  # fmt: skip


class AboutForm(Form):
    given = NameField(label="First name", max_length=100, required=False)
    family = NameField(label="Last name", max_length=100, required=False)
    born = PartialDateField(
        label="Date of birth", required=False, help_text="So that we mix you up with nobody. For example 14 3 1992"
    )
    postcode = PostcodeField(label="Postcode", required=False)
    others = WordsField(
        label="Who else is in your family?",
        rows=3,
        max_length=2000,
        required=False,
        help_text="Children, and how old they are",
    )

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if door != Door.SELF:
            self.fields["born"].help_text = "As far as you know it, such as 14 3 1992 or 1992"
            self.fields["others"].label = "Who else is in the family?"
        else:
            self.fields["given"].required = True
            self.fields["given"].error_messages["required"] = "Enter your first name, or the name we should use."


class YouForm(Form):
    """Whoever asks for somebody else."""

    name = NameField(label="Your name", max_length=200)
    role = forms.CharField(
        label="What you are to them",
        max_length=120,
        required=False,
        help_text="Such as: neighbour, aunt, class teacher",
    )
    organisation = forms.CharField(label="Where you work", max_length=200, required=False)
    how = forms.ChoiceField(
        label="How may we tell you that something has happened?", widget=forms.RadioSelect, required=False,
        choices=[(Reach.CALL, "Ring me"), (Reach.EMAIL, "Send me an email"), (Reach.TEXT, "Send me a text message")],
    )  # fmt: skip
    at = forms.CharField(label="Your number or email address", max_length=200, required=False)
    family_knows = forms.ChoiceField(
        label="Does the family know that you are asking?", choices=YES_NO, widget=forms.RadioSelect, required=False,
        help_text="It is best to ask them first, unless that could put somebody at risk.",
    )  # fmt: skip

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if door == Door.FAMILY:
            del self.fields["organisation"]
        if door == Door.PROFESSIONAL:
            self.fields["role"].label, self.fields["role"].help_text = "Your job", ""

    def clean(self) -> dict[str, Any]:
        """A way to tell them that cannot work would be found out when there is something to tell."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        how, at = said.get("how"), said.get("at") or ""
        try:
            said["at"] = read_at(how or "", at)
            if how and not at.strip():
                self.add_error("at", HEARS_AT[Reach(how)])
        except Invalid as refusal:
            self.add_error("at", refusal.message)
        return said


class CodeForm(Form):
    code = forms.CharField(
        label="Your code", max_length=40, help_text="12 letters and numbers, such as 4KQ2-8XNB-7TVM",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )  # fmt: skip


class WordForm(Form):
    words = WordsField(
        label="What you know that would help", rows=6, max_length=8000,
        error_messages={"required": "Write a line or two, or that you know nothing that would help."},
    )  # fmt: skip


class SureForm(Form):
    """Nothing to fill in: only to press."""
