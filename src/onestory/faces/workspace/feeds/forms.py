"""What whoever looks after feeds says: a mapping is agreed, a delivery is right, rows are dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from onestory.faces.workspace.bound import BoundForm
from onestory.linkage.models import WaitingRow
from onestory.ui import fields
from onestory.ui.forms import Form


class AgreeForm(Form):
    partner_said = forms.CharField(
        label="Who agreed this for the partner?", max_length=200, help_text="Their name and what they do there",
    )  # fmt: skip
    declared = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AnswerForm(BoundForm):
    yes = forms.TypedChoiceField(
        label="Is this file right as it is?",
        choices=[
            ("yes", "Yes, take it in as it is"),
            ("no", "No, leave it out until a better one comes"),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="How do you know?", help_text="What the partner told you, and when", max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class SetAsideForm(BoundForm):
    why = forms.CharField(
        label="Why can it be left as it is?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever is alongside the family may read this.",
    )  # fmt: skip
    until = fields.DayField(label="When should it be looked at again?", ahead=True, help_text="Within the next year")


class RowsForm(Form):
    rows = forms.TypedMultipleChoiceField(
        label="Which rows are dealt with?", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the rows that are dealt with."},
    )  # fmt: skip
    why = forms.CharField(
        label="How were they dealt with?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Rows that the partner mends leave this list by themselves with their next file.",
    )  # fmt: skip

    def __init__(self, data: Any, *, rows: Sequence[WaitingRow]) -> None:
        super().__init__(data)
        self.fields["rows"].choices = [(row.pk, str(row.line)) for row in rows]  # type: ignore[attr-defined]
