"""One box for everything that is known of somebody."""

from __future__ import annotations

from typing import Any

from django import forms

from onestory.ui.forms import Form

HELP = "A name or part of one, a date of birth, postcode, phone, NHS number or pupil number, in any order."


REFERENCE = "The one that was given to whoever asked, such as 4KQ2-8XNB. A name finds their family."


class FindForm(Form):
    """`by_reference`: where what is looked for is a request."""

    q = forms.CharField(
        label="Find a family",
        help_text=HELP,
        max_length=300,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Type something you know about them: a first name and a birthday is usually enough."
        },
    )

    def __init__(self, data: Any = None, *, by_reference: bool = False, label: str = "") -> None:
        super().__init__(data)
        self.fields["q"].label = label or self.fields["q"].label
        if by_reference:
            self.fields["q"].label, self.fields["q"].help_text = "Find a request by its reference", REFERENCE
