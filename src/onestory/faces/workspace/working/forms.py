"""Who stands in for whom, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.access.models import Account
from onestory.faces.workspace.bound import BoundForm
from onestory.ui import fields


class StandInForm(BoundForm):
    away = forms.ChoiceField(label="Who is away?")
    to = forms.ChoiceField(label="Who stands in?", required=False)
    email = forms.EmailField(label="Or somebody else: their email address at work", required=False)
    since = fields.DayField(
        label="From", ahead=True, error_messages={"required": "Enter the first day that they are away."}
    )
    until = fields.LastDayField(
        label="Until", help_text="The last day, such as 14 3 2027",
        error_messages={"required": "Enter the last day that they are away."},
    )  # fmt: skip

    def __init__(self, data: Any, *, subject: UUID, away: Sequence[tuple[UUID, str]], near: Sequence[Account]) -> None:
        super().__init__(data, subject=subject, initial={"away": str(subject)})
        self.fields["away"].choices = [(str(one), name) for one, name in away]  # type: ignore[attr-defined]
        named = [(str(one.pk), f"{one.name}, {one.job_title}" if one.job_title else one.name) for one in near]
        self.fields["to"].choices = [("", ""), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if bool(said.get("to")) == bool(said.get("email")) and not self.errors:
            self.add_error("to", "Choose a colleague, or give the email address of another.")
        return said


class SureForm(BoundForm):
    """Nothing to fill in: only to press."""
