"""What was promised, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.access.models import Account, Team
from onestory.faces.workspace.bound import BoundForm
from onestory.ui import fields


class PromiseForm(BoundForm):
    title = forms.CharField(
        label="What did you promise?", max_length=200, help_text="In words the family could read: “I will ring school”"
    )
    due_on = fields.LastDayField(label="By when?")
    team = forms.ChoiceField(label="Whose is it?", required=False, widget=forms.RadioSelect)

    def __init__(self, data: Any, *, subject: UUID, teams: Sequence[Team]) -> None:
        super().__init__(data, subject=subject, initial={"team": ""})
        if not teams:
            del self.fields["team"]
            return
        ours = [(str(team.pk), f"{team.name}: whoever takes it up") for team in teams]
        self.fields["team"].choices = [("", "Mine"), *ours]  # type: ignore[attr-defined]


class DoneForm(BoundForm):
    said = forms.CharField(
        label="What came of it?", required=False, max_length=500, help_text="Only if there is something to say"
    )


class PutOffForm(BoundForm):
    until = fields.LastDayField(label="Until when?")
    why = forms.CharField(label="Why?", max_length=500, help_text="In words the family could read")


class WhyForm(BoundForm):
    why = forms.CharField(label="Why?", max_length=500, help_text="In words the family could read")


class OfferForm(BoundForm):
    """To somebody of one's teams, or to anybody by their address at work."""

    to = forms.ChoiceField(label="To whom?", required=False)
    email = forms.EmailField(label="Or to somebody else: their email address at work", required=False)
    why = forms.CharField(label="What should they know?", required=False, max_length=500)

    def __init__(self, data: Any, *, subject: UUID, colleagues: Sequence[Account]) -> None:
        super().__init__(data, subject=subject)
        near = [(str(one.pk), f"{one.name}, {one.job_title}" if one.job_title else one.name) for one in colleagues]
        self.fields["to"].choices = [("", ""), *near]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if bool(said.get("to")) == bool(said.get("email")) and not self.errors:
            self.add_error("to", "Choose a colleague, or give the email address of another.")
        return said
