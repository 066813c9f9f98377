"""Adding a picture or a letter, and taking one out again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile

from onestory.core.files import cleaning
from onestory.core.files.limits import LARGEST, MB, Refused
from onestory.faces.workspace.bound import BoundForm
from onestory.ui import fields


class AttachForm(BoundForm):
    # One number for each time the page is opened: sent twice, it is added once.
    key = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label="Choose a picture or a PDF", allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf", "class": "govuk-input"}),
        help_text=f"A photograph, a drawing or a letter, up to {LARGEST // MB} MB. Where and when it was made, and with what, is "
        "taken out of it.",
        error_messages={"required": "Choose a picture or a PDF to add."},
    )  # fmt: skip
    what = forms.CharField(
        label="What is it?", max_length=120, help_text="Such as: a drawing of their new house",
        error_messages={"required": "Say what it is, in a few words."},
    )  # fmt: skip
    shows = fields.WordsField(
        label="If it is a picture, what does it show?", required=False, rows=3, max_length=500,
        help_text="For whoever cannot see it, and for whoever reads this in ten years",
    )  # fmt: skip
    about = forms.TypedMultipleChoiceField(
        label="Who is it about?", required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["about"].choices = people  # type: ignore[attr-defined]

    def clean_file(self) -> InMemoryUploadedFile:
        sent: InMemoryUploadedFile = self.cleaned_data["file"]
        try:
            cleaning.check_size(sent.size or 0)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None
        return sent


class WithdrawForm(BoundForm):
    reason = fields.WordsField(
        label="Why should it not be here?", rows=3, max_length=300,
        help_text="Without saying again what should not have been seen",
        error_messages={"required": "Say why it should not be here."},
    )  # fmt: skip
