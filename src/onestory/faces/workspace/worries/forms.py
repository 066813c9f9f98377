"""Raising a worry and looking into it. What is asked is what somebody who looks into it needs, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.faces.workspace.bound import BoundForm
from onestory.support.models import Worry, WorryReferral
from onestory.ui import fields

_WHY = "Why do they not know yet, or why is it not safe to tell them?"
_URGENCY = {
    "now": "Somebody is in danger now. Ring 999 first",
    "today": "It cannot wait until tomorrow",
    "soon": "Somebody should look at it within two days",
}


class RaiseForm(BoundForm):
    urgency = forms.ChoiceField(
        label="How soon must somebody look at it?", choices=list(_URGENCY.items()), widget=forms.RadioSelect,
        error_messages={"required": "Choose how soon somebody must look at it."},
    )  # fmt: skip
    seen = fields.WordsField(
        label="What have you seen, heard or been told?", rows=7,
        help_text="What happened, when and where. Their own words where you can, and what you think apart from what you know",
        error_messages={"required": "Write what you have seen, heard or been told."},
    )  # fmt: skip
    whose_words = forms.CharField(
        label="Whose words are these?",
        required=False,
        max_length=200,
        help_text="Such as mine, or Kai told his teacher",
    )
    about = forms.TypedMultipleChoiceField(
        label="Who are you worried about?", widget=forms.CheckboxSelectMultiple, required=False, coerce=UUID
    )
    told = forms.ChoiceField(
        label="Does the family know that you are raising this?", choices=Worry.Told.choices, widget=forms.RadioSelect,
        help_text="Tell them, unless telling them could put somebody at risk",
        error_messages={"required": "Say whether the family knows."},
    )  # fmt: skip
    untold_why = fields.WordsField(label=_WHY, required=False, rows=2)

    def __init__(self, data: Any, *, subject: UUID, people: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, subject=subject, initial=initial)
        self.fields["about"].choices = people  # type: ignore[attr-defined]


class RaiseAnywhereForm(RaiseForm):
    """About somebody there is no record of, as far as the viewer sees."""

    about_words = forms.CharField(
        label="Who are you worried about?", max_length=200, help_text="A name, an age, where: whatever you know",
        error_messages={"required": "Write who it is about, as far as you know."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    field_order = ["about_words", "urgency", "seen", "whose_words", "told", "untold_why", "opened_for"]

    def __init__(self, data: Any, *, subject: UUID, initial: dict[str, Any]) -> None:
        super().__init__(data, subject=subject, people=(), initial=initial)
        del self.fields["about"]


class JoinForm(BoundForm):
    family = forms.TypedChoiceField(
        label="Which family is it about?", coerce=UUID, widget=forms.RadioSelect,
        error_messages={"required": "Choose the family, or find it first and come from its page of worries."},
    )  # fmt: skip

    def __init__(
        self, data: Any, *, subject: UUID, families: Sequence[tuple[str, str]], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, subject=subject, initial=initial)
        self.fields["family"].choices = families  # type: ignore[attr-defined]


class LookForm(BoundForm):
    words = fields.WordsField(
        label="What did you do, and what did you learn?", rows=5,
        error_messages={"required": "Write what you did, or who you spoke to."},
    )  # fmt: skip
    again = fields.LastDayField(label="When is it looked at again?")


class ReferForm(BoundForm):
    to_whom = forms.CharField(
        label="Who did you speak to?", max_length=200, help_text="A name and a team",
        error_messages={"required": "Write who you spoke to, or which team."},
    )  # fmt: skip
    said = fields.WordsField(
        label="What did you tell them?", rows=5, error_messages={"required": "Write what you told them."}
    )
    reference = forms.CharField(label="Did they give you a number for it?", max_length=60, required=False)


class HearForm(BoundForm):
    outcome = forms.ChoiceField(
        label="What did they answer?", choices=WorryReferral.Outcome.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what they answered."},
    )  # fmt: skip
    answer = fields.WordsField(
        label="In their words, and who said so", required=False, rows=4,
        help_text="If you think they are wrong, ring again and say so. The worry stays open",
    )  # fmt: skip


class TellForm(BoundForm):
    told = forms.ChoiceField(
        label="Does the family know?", choices=Worry.Told.choices, widget=forms.RadioSelect,
        error_messages={"required": "Say whether the family knows."},
    )  # fmt: skip
    untold_why = fields.WordsField(label=_WHY, required=False, rows=3)


class ReasonForm(BoundForm):
    reason = fields.WordsField(
        label="Why?", rows=3, error_messages={"required": "Say why, in a sentence the family could read."}
    )
