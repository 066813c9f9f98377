"""Giving somebody of a family their own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.faces.workspace.bound import BoundForm

Choices = Sequence[tuple[str, str]]


class OwnPageForm(BoundForm):
    person = forms.ChoiceField(label="Who is it for?", widget=forms.RadioSelect)
    children = forms.MultipleChoiceField(
        label="Whose children may they read about?",
        help_text="Only children they hold parental responsibility for, with papers that you have seen and written down.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    email = forms.EmailField(
        label="Their own email address",
        help_text="One that nobody else reads. It is how they sign in, and nothing is sent to it.",
        max_length=254,
    )
    evidence = forms.CharField(
        label="How do you know who they are, and that the children are theirs?",
        help_text="For example: passport and birth certificates seen at the hub.",
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"min_length": "Say how you know who they are."},
    )

    def __init__(self, data: Any, *, subject: UUID, people: Choices, children: Choices) -> None:
        super().__init__(data, subject=subject)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["children"].choices = children  # type: ignore[attr-defined]
        if not children:
            del self.fields["children"]
