"""How people are related, and who holds parental responsibility."""

from __future__ import annotations

from typing import Any

from django import forms

from onestory.core.dates import today
from onestory.faces.workspace.bound import BoundForm
from onestory.people.models import ParentalResponsibility
from onestory.people.relations import KINDS
from onestory.ui import fields

WHO = [("", "Choose")]


class Relate(BoundForm):
    """Reads as a sentence: Ada is the – parent – of – Chidi."""

    kind = forms.ChoiceField(choices=[("", "Choose"), *((key, kind.name) for key, kind in KINDS.items())])
    other = forms.ChoiceField(label="of")
    since = fields.PartialDateField(label="Since", required=False, help_text="If it matters, such as March 2019.")

    def __init__(self, *args: Any, name: str, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = f"{name} is the"
        self.fields["kind"].error_messages["required"] = "Choose how they are related."
        self.fields["other"].choices = WHO + others  # type: ignore[attr-defined]
        self.fields["other"].error_messages["required"] = "Choose who they are related to."


class EndRelationship(BoundForm):
    on = fields.PartialDateField(label="Since when is it no longer so?")


class RecordResponsibility(BoundForm):
    adult = forms.ChoiceField(label="Who holds it?")
    evidence = forms.ChoiceField(
        label="How do we know?", choices=ParentalResponsibility.Evidence.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="What the papers say",
        required=False,
        max_length=300,
        help_text="Anything about it that a colleague must know.",
    )
    since = fields.DayField(label="Since", required=False)

    def __init__(self, *args: Any, adults: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adult"].choices = WHO + adults  # type: ignore[attr-defined]


class EndResponsibility(BoundForm):
    on = fields.DayField(label="Since when does it no longer hold?", initial=today)
