"""Forms of guarding a record: why it is opened in an emergency, what was found since, and to whom it is kept."""

from __future__ import annotations

from django import forms

from onestory.access.actions.guarding import ENOUGH_OF_A_REASON
from onestory.faces.workspace.bound import BoundForm
from onestory.ui.forms import Form


class EmergencyForm(Form):
    reason = forms.CharField(
        label="What has happened, and what do you need to know?",
        help_text="In a sentence. The people alongside the family and information governance read it.",
        min_length=ENOUGH_OF_A_REASON,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"min_length": "Say in a sentence what has happened and what you need to know."},
    )
    family = forms.CharField(widget=forms.HiddenInput, max_length=500)


class ReviewForm(BoundForm):
    justified = forms.TypedChoiceField(
        label="Was it right to open it?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    finding = forms.CharField(
        label="What did you find?",
        help_text="What was looked at, what it was for, and what happens next.",
        min_length=5,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"min_length": "Say what you found."},
    )
