"""Accounts, places in teams, supervision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.access import roles
from onestory.access.models import Account, Team
from onestory.faces.workspace.bound import BoundForm
from onestory.ui import fields
from onestory.ui.forms import Form


class SearchForm(Form):
    marks_optional = False
    called = forms.CharField(
        label="Name or email address", required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class AccountForm(Form):
    name = fields.NameField(label="What do colleagues call them?", max_length=200)
    email = forms.EmailField(label="Work email address", help_text="They sign in with it")
    job_title = forms.CharField(label="What is their work?", required=False, max_length=200)


class PlaceForm(BoundForm):
    """A role that opens families, or one that manages the network; the program that loads files is nobody's to be."""

    team = forms.ChoiceField(label="Which team?", required=False)
    new_team = forms.CharField(label="Or a new team, called", required=False, max_length=200)
    role = forms.ChoiceField(label="What do they do there?", widget=forms.RadioSelect)
    until = fields.LastDayField(
        label="Until when?", required=False,
        help_text="Their last day. Give one to whoever is here for a time: agency workers, students, volunteers",
    )  # fmt: skip

    def __init__(self, data: Any, *, subject: UUID, teams: Sequence[Team]) -> None:
        super().__init__(data, subject=subject)
        self.fields["team"].choices = [("", ""), *((str(team.pk), team.name) for team in teams)]  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.key, f"{role.name}. {role.description}") for role in roles.ROLES.values() if role.key != "linkage"
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if bool(said.get("team")) == bool(said.get("new_team")) and not self.errors:
            self.add_error("team", "Choose a team, or give the name of a new one.")
        return said


class SupervisionForm(BoundForm):
    supervisors = forms.TypedMultipleChoiceField(
        label="Who supervises them?", coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="They see the families of whoever they supervise.",
    )  # fmt: skip

    def __init__(self, data: Any, *, subject: UUID, could: Sequence[Account], now: Sequence[Account]) -> None:
        super().__init__(data, subject=subject, initial={"supervisors": [str(one.pk) for one in now]})
        self.fields["supervisors"].choices = [(str(one.pk), one.name) for one in could]  # type: ignore[attr-defined]


class DecisionForm(BoundForm):
    """One question for each place in the team, as the reviewer found them."""

    def __init__(self, data: Any, *, subject: UUID, places: Sequence[tuple[UUID, str, str]]) -> None:
        super().__init__(data, subject=subject)
        self.places = [place for place, _, _ in places]
        for place, name, about in places:
            self.fields[str(place)] = forms.ChoiceField(
                label=name, help_text=about, choices=[("keep", "Still right"), ("end", "End it")], widget=forms.RadioSelect,
                error_messages={"required": f"Say whether it is still right: {name}."},
            )  # fmt: skip

    def decided(self, what: str) -> list[UUID]:
        return [place for place in self.places if self.cleaned_data[str(place)] == what]
