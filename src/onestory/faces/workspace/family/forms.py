"""Narrowing a story down. What is chosen stands in the address: it says nothing about anybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.story.models import Entry
from onestory.ui.forms import Form


class NarrowForm(Form):
    kind = forms.ChoiceField(label="What kind", required=False, choices=[("", "Everything"), *Entry.Kind.choices])
    person = forms.TypedChoiceField(label="About whom", required=False, coerce=UUID, empty_value=None)
    marks_optional = False

    def __init__(self, data: Any, *, people: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["person"].choices = [("", "Everybody"), *people]  # type: ignore[attr-defined]
