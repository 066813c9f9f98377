"""Doing something differently for one family, looking back on it, and sharing what was learnt without them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from onestory.access.sections import Section
from onestory.faces.workspace.bound import BoundForm
from onestory.support.models import Learning
from onestory.ui import fields
from onestory.ui.forms import Form


class BeginForm(BoundForm):
    what = fields.WordsField(
        label="What do you do differently?", rows=3, help_text="What is usual, and what you do instead",
        error_messages={"required": "Write what you do differently."},
    )  # fmt: skip
    why = fields.WordsField(
        label="Why, for this family?", rows=3, error_messages={"required": "Write why, for this family."}
    )
    agreed_with = forms.CharField(
        label="Who agreed?", max_length=300, help_text="The family, and whoever answers for the rule",
        error_messages={"required": "Write who agreed: the family, and whoever answers for the rule."},
    )  # fmt: skip
    section = forms.ChoiceField(label="Who may see this?", help_text="Families read what is written about them")

    def __init__(self, data: Any, *, subject: UUID, sections: list[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, subject=subject, initial={"section": Section.SHARED} | initial)
        self.fields["section"].choices = sections  # type: ignore[attr-defined]


class LookBackForm(BoundForm):
    happened = fields.WordsField(label="What happened?", rows=4, error_messages={"required": "Write what happened."})
    learnt = fields.WordsField(label="What did you learn?", required=False, rows=3)


class ShareForm(BoundForm):
    text = fields.WordsField(
        label="What can others learn from it?", rows=4,
        help_text="Nobody’s name, no place, nothing that only this family would be known by",
        error_messages={"required": "Write what others can learn from it."},
    )  # fmt: skip
    about = forms.ChoiceField(
        label="What is it about?", choices=Learning.About.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about."},
    )  # fmt: skip


class SearchForm(Form):
    marks_optional = False

    holding = forms.CharField(label="Look for words", max_length=100, required=False)
    about = forms.ChoiceField(label="About", required=False, choices=[("", "Anything"), *Learning.About.choices])
