"""One part of a family's story, in one voice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.faces.workspace.bound import BoundForm
from onestory.story.actions.sections import LONGEST
from onestory.ui import fields


class PartForm(BoundForm):
    text = fields.WordsField(
        label="In their words",
        required=False,
        rows=9,
        max_length=LONGEST,
        help_text="As they said it. Do not tidy it.",
        error_messages={
            "max_length": f"Keep this part under {LONGEST:,} characters. What happened belongs on the timeline."
        },
    )
    said_by = forms.TypedChoiceField(label="Whose words are these?", required=False, coerce=UUID, empty_value=None)
    # The version that was on the page when writing began, so that nobody's words are silently overwritten.
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    marks_optional = False

    def __init__(
        self, data: Any, *, subject: UUID, people: Sequence[tuple[str, str]] | None, initial: dict[str, Any]
    ) -> None:
        """`people` is None for a worker's words, which are their own."""
        super().__init__(data, subject=subject, initial=initial)
        if people is None:
            del self.fields["said_by"]
            self.fields["text"].label, self.fields["text"].help_text = "A worker’s words", "The family reads this too."
            return
        self.fields["said_by"].choices = [("", "The family’s, together"), *people]  # type: ignore[attr-defined]

    def base_on(self, version: int) -> None:
        """Send it again, and it is a choice made knowing what stands there now."""
        self.data = {**self.data.dict(), self.add_prefix("based_on"): str(version)}  # type: ignore[attr-defined]
