"""Bringing somebody into a circle: a colleague who signs in, or one of the family's own people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.access.models import Agreement, Team
from onestory.access.sections import CIRCLE
from onestory.faces.workspace.bound import BoundForm
from onestory.faces.workspace.circle import terms
from onestory.support.models import LeadChoice
from onestory.ui import fields
from onestory.ui.forms import Form


class ColleagueSearch(Form):
    called = forms.CharField(
        label="What is your colleague’s name?",
        help_text="Part of a name will do",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class _JoiningForm(BoundForm):
    role = forms.CharField(label="Who are they to the family?", max_length=120)
    purpose = forms.CharField(label="What are they there for?", max_length=300, required=False)


class ColleagueForm(_JoiningForm):
    volunteer = forms.BooleanField(label="A volunteer", required=False)
    field_order = ("role", "purpose", "volunteer")
    sections = forms.MultipleChoiceField(
        label="What may they see?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Agree it with the family. You can give what you see yourself, and no more.",
        error_messages={"required": "Choose at least the shared story."},
    )

    def __init__(
        self, data: Any, *, subject: UUID, job_title: str, sections: Sequence[tuple[str, str]], myself: bool,
        agreements: Sequence[Agreement] = (), people: Sequence[tuple[str, str]] = (),
    ) -> None:  # fmt: skip
        """Somebody who joins the circle themselves is given nothing to see by it."""
        usual = [section for section, _ in sections if section in CIRCLE]
        super().__init__(data, subject=subject, initial={"sections": usual, "role": job_title})
        if not myself:
            self.fields.update(terms.boxes(terms.FOR_COLLEAGUES, agreements, people))
        self.fields["role"].help_text = "For example health visitor, or family support worker"
        self.fields["sections"].choices = sections  # type: ignore[attr-defined]
        if myself:
            self.fields["role"].label, self.fields["purpose"].label = (
                "Who are you to the family?",
                "What are you there for?",
            )
            del self.fields["sections"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        terms.check(self, said)
        return said


class TeamForm(BoundForm):
    team = forms.TypedChoiceField(label="Which team?", coerce=UUID)
    sections = forms.MultipleChoiceField(
        label="What may they see?",
        widget=forms.CheckboxSelectMultiple,
        help_text="You can give what you see yourself, and no more.",
        error_messages={"required": "Choose at least the shared story."},
    )

    def __init__(
        self, data: Any, *, subject: UUID, teams: Sequence[Team], sections: Sequence[tuple[str, str]],
        agreements: Sequence[Agreement], people: Sequence[tuple[str, str]] = (),
    ) -> None:  # fmt: skip
        usual = [section for section, _ in sections if section in CIRCLE]
        super().__init__(data, subject=subject, initial={"sections": usual})
        self.fields["team"].choices = [("", ""), *((str(team.pk), team.name) for team in teams)]  # type: ignore[attr-defined]
        self.fields["sections"].choices = sections  # type: ignore[attr-defined]
        self.fields.update(terms.boxes(terms.FOR_TEAMS, agreements, people))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        terms.check(self, said)
        return said


class OwnPersonForm(_JoiningForm):
    name = fields.NameField(label="What does the family call them?", max_length=200)
    field_order = ("name", "role", "purpose")

    def __init__(self, data: Any, *, subject: UUID) -> None:
        super().__init__(data, subject=subject)
        self.fields["role"].help_text = "For example grandmother, neighbour or football coach"


class LeadForm(BoundForm):
    answer = forms.ChoiceField(
        label="What did the family say when you asked them?",
        widget=forms.RadioSelect,
        choices=LeadChoice.Answer.choices,
    )
    words = fields.WordsField(label="In their words", rows=2, required=False)
    said_by = forms.TypedChoiceField(label="Who said so?", required=False, coerce=UUID, empty_value=None)
    reason = fields.WordsField(label="Why them?", rows=2, help_text="Or why nobody could be asked yet")

    def __init__(self, data: Any, *, subject: UUID, people: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, subject=subject)
        self.fields["said_by"].choices = [("", "They said it together"), *people]  # type: ignore[attr-defined]


class CalledLeadForm(BoundForm):
    leads_for = forms.CharField(
        label="Who calls them so?",
        max_length=120,
        required=False,
        help_text="Such as social care. Empty if nobody does any more",
    )


class SureForm(BoundForm):
    """Nothing to fill in: only to press."""
