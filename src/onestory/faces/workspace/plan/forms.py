"""What the pages of the plan ask: what they want, who does what by when, who saw it, what shows a need, and what was better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.faces.workspace.bound import BoundForm
from onestory.faces.workspace.writing.forms import HappenedField
from onestory.support.models import PlanVersion
from onestory.ui import fields

Choices = Sequence[tuple[str, str]]
_TODAY = "Such as yesterday, or 14 3 2024. Empty means today"


class GoalForm(BoundForm):
    words = fields.WordsField(label="What do they want?", rows=3, help_text="In their words")
    why = fields.WordsField(label="Why does it matter to them?", rows=3, required=False)
    how_we_know = fields.WordsField(
        label="How will you know?", rows=2, required=False, help_text="What they will see, hear or do when it is there"
    )
    said_by = forms.TypedChoiceField(label="Who said so?", required=False, coerce=UUID, empty_value=None)

    def __init__(self, data: Any, *, subject: UUID, people: Choices, initial: dict[str, Any]) -> None:
        super().__init__(data, subject=subject, initial=initial)
        self.fields["said_by"].choices = [("", "They said it together"), *people]  # type: ignore[attr-defined]


class RewordForm(BoundForm):
    words = fields.WordsField(label="What do they want?", rows=3, help_text="In their words")
    why = fields.WordsField(label="Why does it matter to them?", rows=3, required=False)
    how_we_know = fields.WordsField(label="How will you know?", rows=2, required=False)


class TurnForm(BoundForm):
    """One of the acts that the state of the thing allows."""

    act = forms.ChoiceField(label="What is it now?", widget=forms.RadioSelect)
    reason = fields.WordsField(label="Why?", rows=3, required=False, help_text="A sentence the family could read")

    def __init__(self, data: Any, *, subject: UUID, acts: Choices, initial: dict[str, Any]) -> None:
        super().__init__(data, subject=subject, initial=initial)
        self.fields["act"].choices = acts  # type: ignore[attr-defined]


class ChangeStepForm(TurnForm):
    to = fields.DayField(ahead=True, label="Which day instead?", required=False, help_text="Only for another day")


class StepForm(BoundForm):
    what = fields.WordsField(label="What will they do?", rows=2)
    who = forms.ChoiceField(label="Who does it?", widget=forms.RadioSelect)
    due_on = fields.DayField(ahead=True, label="By when?")

    def __init__(self, data: Any, *, subject: UUID, people: Choices, initial: dict[str, Any]) -> None:
        super().__init__(data, subject=subject, initial=initial)
        self.fields["who"].choices = people  # type: ignore[attr-defined]


class AgreeForm(BoundForm):
    seen_by = forms.TypedChoiceField(
        label="Who of the family has seen it?", coerce=UUID, widget=forms.RadioSelect,
        error_messages={"required": "Say who of the family has seen it. Without that it is not agreed."},
    )  # fmt: skip
    seen_with = forms.CharField(label="Who else saw it?", max_length=300, required=False)
    how = forms.ChoiceField(label="How did they see it?", widget=forms.RadioSelect, choices=PlanVersion.How.choices)
    on = HappenedField(label="When?", required=False, help_text=_TODAY)
    words = fields.WordsField(label="What did they say of it?", rows=3, required=False, help_text="In their words")
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any, *, subject: UUID, people: Choices, initial: dict[str, Any]) -> None:
        super().__init__(data, subject=subject, initial=initial)
        self.fields["seen_by"].choices = people  # type: ignore[attr-defined]


class ShowForm(BoundForm):
    """One press, beside what they would read."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SettleForm(BoundForm):
    reason = fields.WordsField(label="What came of it?", rows=4, help_text="In words they could read")


class NeedForm(BoundForm):
    code = forms.ChoiceField(label="What is it?")
    person = forms.TypedChoiceField(label="Whose is it?", required=False, coerce=UUID, empty_value=None)
    goal = forms.TypedChoiceField(label="Which goal is about it?", required=False, coerce=UUID, empty_value=None)
    evidence = fields.WordsField(label="What shows it?", rows=3, help_text="In words the family could read")
    on = HappenedField(label="Since when?", required=False, help_text=_TODAY)

    def __init__(
        self, data: Any, *, subject: UUID, codes: Any, people: Choices, goals: Choices, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, subject=subject, initial=initial)
        self.fields["code"].choices = [("", ""), *codes]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "The whole family’s"), *people]  # type: ignore[attr-defined]
        self.fields["goal"].choices = [("", "None yet"), *goals]  # type: ignore[attr-defined]


class ChangeNeedForm(BoundForm):
    act = forms.ChoiceField(label="What is it now?", widget=forms.RadioSelect)
    evidence = fields.WordsField(label="What shows it?", rows=3, help_text="In words the family could read")
    on = HappenedField(label="When?", required=False, help_text=_TODAY)
    goal = forms.TypedChoiceField(label="Which goal is about it?", required=False, coerce=UUID, empty_value=None)

    def __init__(self, data: Any, *, subject: UUID, acts: Choices, goals: Choices, initial: dict[str, Any]) -> None:
        super().__init__(data, subject=subject, initial=initial)
        self.fields["act"].choices = acts  # type: ignore[attr-defined]
        self.fields["goal"].choices = [("", "None yet"), *goals]  # type: ignore[attr-defined]


class WinForm(BoundForm):
    words = forms.CharField(
        label="What was better than yesterday?", max_length=180, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    person = forms.TypedChoiceField(label="Whose is it?", required=False, coerce=UUID, empty_value=None)
    on = HappenedField(label="When?", required=False, help_text=_TODAY)

    def __init__(self, data: Any, *, subject: UUID, people: Choices) -> None:
        super().__init__(data, subject=subject)
        self.fields["person"].choices = [("", "The whole family’s"), *people]  # type: ignore[attr-defined]


class SureForm(BoundForm):
    """Nothing to fill in: only to press."""
