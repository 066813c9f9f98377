"""How to reach somebody and how it is safe to, and where they live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from onestory.core import emails, phones
from onestory.faces.workspace.bound import BoundForm
from onestory.people.inputs import NewAddress, SafeToUse
from onestory.people.models import ContactPoint
from onestory.ui import fields
from onestory.ui.fields import in_form

USES = {
    ContactPoint.Kind.PHONE: (("call", "Ring"), ("text", "Send a text"), ("voicemail", "Leave a message")),
    ContactPoint.Kind.EMAIL: (("email", "Send an email"),),
    ContactPoint.Kind.POST: (("post", "Send a letter"),),
}
READ: dict[str, Callable[[str], str]] = {"phone": phones.parse, "email": emails.parse}
ALL_USES = [use for uses in USES.values() for use in uses]


class _Safety(BoundForm):
    """What is safe is asked, every time; what nobody has said yes to is not done."""

    uses = forms.MultipleChoiceField(
        label="What is it safe to do?", choices=ALL_USES, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Ask them. Leave a box empty unless they say yes: somebody else may see the phone or open the post.",
    )  # fmt: skip
    hours = forms.CharField(
        label="When is it safe?", required=False, max_length=200, help_text="In their words, such as school hours only."
    )
    code_word = forms.CharField(
        label="Code word",
        required=False,
        max_length=100,
        help_text="A word you both know, to say that it is safe to talk.",
    )

    def safe(self) -> SafeToUse:
        said = self.cleaned_data
        return SafeToUse(**dict.fromkeys(said["uses"], True), hours=said["hours"], code_word=said["code_word"])


class AddContact(_Safety):
    field_order = ["kind", "value", "uses", "hours", "code_word"]
    kind = forms.ChoiceField(label="What is it?", choices=ContactPoint.Kind.choices, widget=forms.RadioSelect)
    value = forms.CharField(
        label="Number or email address", required=False, max_length=254,
        help_text="Leave this empty for post, which goes to where they live.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        read = READ.get(said.get("kind", ""))
        if read:
            try:
                in_form(lambda: read(said.get("value") or ""))
            except forms.ValidationError as error:
                self.add_error("value", error)
        self._only_what_fits(said)
        return said

    def _only_what_fits(self, said: dict[str, Any]) -> None:
        fitting = {use for use, _ in USES.get(said.get("kind", ""), ())}
        said["uses"] = [use for use in said.get("uses", ()) if use in fitting]


class CheckAgain(_Safety):
    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uses"].choices = USES[ContactPoint.Kind(kind)]  # type: ignore[attr-defined]


class Confirm(BoundForm):
    """Nothing to fill in: pressing the button is the answer."""


class Move(BoundForm):
    """A new address for one or several people of the family."""

    people = forms.MultipleChoiceField(label="Who lives there?", widget=forms.CheckboxSelectMultiple)
    lines = forms.CharField(label="House number and street", required=False, max_length=300)
    postcode = fields.PostcodeField(label="Postcode", required=False)
    since = fields.DayField(label="Since", required=False, help_text="If you know. For example 14 3 2024")
    confidential = forms.BooleanField(
        label="Keep this address confidential", required=False,
        help_text="Only people who need to know where they are will see it. It cannot be found by postcode.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        self.fields["people"].error_messages["required"] = "Choose who lives there."

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors:
            try:
                self.to = in_form(lambda: NewAddress(lines=said["lines"], postcode=said["postcode"] or ""))
            except forms.ValidationError as error:
                self.add_error("lines", error)
        return said
