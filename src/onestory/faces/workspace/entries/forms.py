"""Putting right what an entry got wrong."""

from __future__ import annotations

from django import forms

from onestory.faces.workspace.bound import BoundForm
from onestory.ui import fields


class CorrectionForm(BoundForm):
    # One number for each time the page is opened: sent twice, it is written once.
    key = forms.UUIDField(widget=forms.HiddenInput)
    text = fields.WordsField(
        label="What should be different?",
        rows=5,
        help_text="What was written stays. What you write here stands beside it, with your name.",
        error_messages={"required": "Write what should be different."},
    )
