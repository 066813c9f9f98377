"""What somebody says of a doubtful pair."""

from __future__ import annotations

from typing import Any

from django import forms

from onestory.linkage.actions.judging import LONGEST
from onestory.linkage.models import Judgement
from onestory.ui.forms import Form

ENOUGH = 5


class WordForm(Form):
    """Which pair, and what both sides were when they were looked at, come back with the word."""

    marks_optional = False

    pair = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)
    careful = forms.BooleanField(widget=forms.HiddenInput, required=False)
    verdict = forms.ChoiceField(
        choices=[(one.value, one.label) for one in Judgement.Verdict if one != Judgement.Verdict.TAKEN_BACK],
        error_messages={"required": "Press one of the three answers.", "invalid_choice": "Press one of the three answers."},
    )  # fmt: skip
    why = forms.CharField(
        label="Why?", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed where you cannot tell, and where two people look.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        needed = said.get("careful") or said.get("verdict") == Judgement.Verdict.UNSURE
        if needed and len(said.get("why") or "") < ENOUGH:
            self.add_error("why", "Say in a few words why.")
        return said
