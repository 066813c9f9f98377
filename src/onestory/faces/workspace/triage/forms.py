"""What is asked at a meeting: who comes, what each service knows, what is decided, and who goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.faces.workspace.bound import BoundForm
from onestory.support import thresholds
from onestory.support.models import MeetingItem
from onestory.ui import fields
from onestory.ui.forms import Form


class CallForm(Form):
    held_on = fields.LastDayField(label="When is it?")


class InviteForm(BoundForm):
    email = forms.EmailField(
        label="A colleague, by their email address", required=False,
        help_text="They see what is on the agenda until it is minuted, and no record",
    )  # fmt: skip
    name = fields.NameField(label="Or somebody without an account here, by name", required=False, max_length=200)
    service = forms.CharField(label="Their service", required=False, max_length=200)


class CameForm(BoundForm):
    here = forms.TypedMultipleChoiceField(
        label="Who came?", coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, subject: UUID, people: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, subject=subject, initial=initial)
        self.fields["here"].choices = people  # type: ignore[attr-defined]


class AddForm(BoundForm):
    request = forms.TypedChoiceField(
        label="Which request?", coerce=UUID, widget=forms.RadioSelect, error_messages={"required": "Choose a request."}
    )

    def __init__(self, data: Any, *, subject: UUID, requests: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, subject=subject)
        self.fields["request"].choices = requests  # type: ignore[attr-defined]


class CorrectForm(BoundForm):
    words = fields.WordsField(label="What was not right, and what is?", rows=4)


class SayForm(BoundForm):
    service = forms.CharField(label="For which service?", max_length=200)
    section = forms.ChoiceField(label="What is it about?", widget=forms.RadioSelect)
    words = fields.WordsField(
        label="What does your service know?", rows=4, help_text="A line or two the family could read"
    )

    def __init__(
        self, data: Any, *, subject: UUID, sections: Sequence[tuple[str, str]], service: str, initial: dict[str, Any]
    ) -> None:
        first = sections[0][0] if sections else ""
        super().__init__(data, subject=subject, initial={"section": first, "service": service} | initial)
        self.fields["section"].choices = sections  # type: ignore[attr-defined]


class DecideForm(BoundForm):
    level = forms.ChoiceField(
        label="Which level of help do you think right, together?", widget=forms.RadioSelect,
        choices=[(one.key, f"{one.name}: {one.means}") for one in thresholds.LEVELS],
        error_messages={"required": "Choose the level you think right together."},
    )  # fmt: skip
    level_why = fields.WordsField(label="Why this level, for this family?", rows=2, required=False)
    decision = forms.ChoiceField(
        label="What did you decide?", choices=MeetingItem.Decision.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decided."},
    )  # fmt: skip
    words = fields.WordsField(
        label="What is offered, still to be found out, or was found?", rows=3,
        help_text="The family reads it, and hears it when help is offered",
    )  # fmt: skip
    goes = forms.TypedChoiceField(label="Who goes to meet them?", coerce=UUID, required=False, empty_value=None)
    goes_email = forms.EmailField(label="Or another colleague, by their email address", required=False)
    goes_name = fields.NameField(label="Or somebody without an account here, by name", required=False, max_length=200)
    goes_on = fields.LastDayField(label="By when?", required=False)

    def __init__(self, data: Any, *, subject: UUID, people: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, subject=subject, initial=initial)
        self.fields["goes"].choices = [("", "Choose somebody of the meeting"), *people]  # type: ignore[attr-defined]


class AskForm(BoundForm):
    name = fields.NameField(label="Whom do you ask?", max_length=200, help_text="One person, by name")
    service = forms.CharField(label="Where do they work?", max_length=200, required=False)
    about_name = fields.NameField(label="About which child?", max_length=200)
    born = fields.PartialDateField(label="Born", required=False)
    question = fields.WordsField(
        label="What do you ask?",
        rows=3,
        help_text="They read this, the child’s name and date of birth, and nothing else",
    )
    section = forms.ChoiceField(label="What will the answer be about?", widget=forms.RadioSelect)

    def __init__(
        self, data: Any, *, subject: UUID, sections: Sequence[tuple[str, str]], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, subject=subject, initial={"section": sections[0][0] if sections else ""} | initial)
        self.fields["section"].choices = sections  # type: ignore[attr-defined]
