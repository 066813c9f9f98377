"""Beginning, stepping, reviewing and ending: what is asked, and nothing that can wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.core.dates import today
from onestory.faces.workspace.bound import BoundForm
from onestory.faces.workspace.writing.forms import HappenedField
from onestory.support.models import Episode
from onestory.ui import fields

Level = Episode.Level
LEVELS = {
    Level.UNIVERSAL: "Universal: what is there for every family, such as a group or advice",
    Level.TARGETED: "Targeted: somebody plans with them, and brings in whoever they need",
    Level.SPECIALIST: "Specialist: specialists help as well, and the people they trust stay",
}


def _on(label: str) -> HappenedField:
    return HappenedField(label=label, required=False, help_text="Such as yesterday, or 14 3 2024. Empty means today")


class BeginForm(BoundForm):
    level = forms.ChoiceField(
        label="How much help do they need now?",
        widget=forms.RadioSelect,
        choices=[(str(k), v) for k, v in LEVELS.items()],
    )
    why = fields.WordsField(label="What is it for?", rows=4, help_text="In the family’s words, as far as you can")
    on = _on("From which day?")


class StepForm(BoundForm):
    level = forms.ChoiceField(label="Which level from now on?", widget=forms.RadioSelect)
    reason = fields.WordsField(label="Why?", rows=4, help_text="A sentence the family could read")
    on = _on("From which day?")

    def __init__(self, data: Any, *, subject: UUID, level: str, initial: dict[str, Any]) -> None:
        super().__init__(data, subject=subject, initial=initial)
        others = [(str(one), words) for one, words in LEVELS.items() if one != level]
        self.fields["level"].choices = others  # type: ignore[attr-defined]


class HandOverForm(BoundForm):
    to = forms.TypedChoiceField(label="Who answers for it from now on?", coerce=UUID, widget=forms.RadioSelect)
    reason = fields.WordsField(label="Why?", rows=3, help_text="A sentence the family could read")

    def __init__(self, data: Any, *, subject: UUID, people: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, subject=subject)
        self.fields["to"].choices = people  # type: ignore[attr-defined]


class EndForm(BoundForm):
    why = fields.WordsField(label="Why does it end?", rows=4, help_text="A sentence or two the family could read")
    family_view = fields.WordsField(label="What does the family think of that?", rows=4, help_text="In their words")
    stays_in_place = fields.WordsField(
        label="What stays with them?", rows=4,
        help_text="People, groups, and whom they ring if it gets harder. Nobody leaves their circle by this",
    )  # fmt: skip
    on = _on("From which day?")


class HoldForm(BoundForm):
    family_view = fields.WordsField(
        label="What does the family say of how it goes?", rows=4, help_text="In their words"
    )
    better = fields.WordsField(label="What is better?", rows=3, required=False)
    harder = fields.WordsField(label="What is harder, or still hard?", rows=3, required=False)
    who_was_there = forms.CharField(label="Who was there?", max_length=300, required=False)
    on = _on("When was it?")
    next_on = fields.DayField(
        ahead=True, label="When do you look at it again?", required=False,
        help_text="Empty keeps the next one that is set, or sets one in twelve weeks",
    )  # fmt: skip


class MoveForm(BoundForm):
    to = fields.LastDayField(label="Which day instead?", help_text="Today, or one that is to come")
    reason = fields.WordsField(label="Why?", rows=3, help_text="A sentence the family could read")


def day_now() -> dict[str, Any]:
    return {"on": today()}
