"""One box for everything that is known of somebody."""

from __future__ import annotations

from django import forms

from onestory.ui.forms import Form

HELP = "A name or part of one, a date of birth, postcode, phone, NHS number or pupil number, in any order."


class FindForm(Form):
    q = forms.CharField(
        label="Find a family",
        help_text=HELP,
        max_length=300,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Type something you know about them: a first name and a birthday is usually enough."
        },
    )
