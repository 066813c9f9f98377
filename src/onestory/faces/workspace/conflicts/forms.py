"""Whom somebody knows, and who must not see a family."""

from __future__ import annotations

from typing import Any

from django import forms

from onestory.access.models import Denial, Interest
from onestory.faces.workspace.bound import BoundForm
from onestory.ui import fields
from onestory.ui.forms import Form


class KnownForm(Form):
    kind = forms.ChoiceField(label="Who are they to you?", choices=Interest.Kind.choices, widget=forms.RadioSelect)
    given = fields.NameField(label="First name", required=False, max_length=100)
    family = fields.NameField(label="Surname", required=False, max_length=100)
    born = fields.DayField(label="Date of birth", required=False)
    postcode = fields.PostcodeField(label="Postcode", required=False, help_text="For neighbours, a postcode is enough")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not (said.get("given") and said.get("family")) and not said.get("postcode") and not self.errors:
            self.add_error("given", "Enter their first name and surname, or a postcode.")
        return said


class WhyKeptOut(Form):
    kind = forms.ChoiceField(label="Why must they not see it?", choices=Denial.Kind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="In a few words",
        help_text="For example that they are cousins. Information governance reads it; the person kept out does not.",
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"min_length": "Say in a few words why."},
    )
    until = fields.LastDayField(
        label="Until when?",
        required=False,
        help_text="The last day on which it is closed. Leave this empty if you do not know",
    )


class KeepOutForm(WhyKeptOut, BoundForm):
    """About a family and somebody whom the page before named."""
