"""Saying that two records are one, agreeing to it, refusing it, and taking it back."""

from __future__ import annotations

from typing import Any

from django import forms

from onestory.faces.workspace.bound import BoundForm

_REASON = {"min_length": 5, "max_length": 500, "error_messages": {"min_length": "Say in a few words how you know."}}


class MergeForm(BoundForm):
    """`fits` is the digest of the plan that was on the page; `sure` is asked where somebody would see more."""

    reason = forms.CharField(
        label="How do you know that they are one?",
        help_text="For example the same birth certificate, or that their mother says so. Whoever sees the record may read it.",
        widget=forms.Textarea(attrs={"rows": 2}),
        **_REASON,  # type: ignore[arg-type]
    )
    sure = forms.BooleanField(
        label="Yes, they may see more from now on",
        error_messages={"required": "Say that you have read who would see more."},
    )
    fits = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, widens: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not widens:
            del self.fields["sure"]


class AgreeForm(BoundForm):
    fits = forms.CharField(widget=forms.HiddenInput, required=False)


class RefuseForm(BoundForm):
    reason = forms.CharField(
        label="Why are they not put together?", widget=forms.Textarea(attrs={"rows": 2}),
        **_REASON,  # type: ignore[arg-type]
    )  # fmt: skip


class UndoForm(BoundForm):
    reason = forms.CharField(
        label="How do you know that they are two?", widget=forms.Textarea(attrs={"rows": 2}),
        **_REASON,  # type: ignore[arg-type]
    )  # fmt: skip
