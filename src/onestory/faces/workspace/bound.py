"""A form that knows for whom its page was opened, and is not saved onto anybody else (HZ-46).

Two tabs, two children of one family: what was typed about one must never be kept for the other.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core import signing

from onestory.ui.forms import Form

_SIGNER = signing.Signer(salt="onestory.workspace.bound")

OPENED_FOR_ANOTHER = (
    "This page was opened for somebody else, so nothing was saved. What you typed is still here. "
    "Check the name at the top, and save again only if it is about them."
)


def seal(subject: UUID) -> str:
    """A token that says whose page this is, and that nobody can make up."""
    return _SIGNER.sign(str(subject))


def is_sealed_for(token: str, subject: UUID) -> bool:
    try:
        return _SIGNER.unsign(token) == str(subject)
    except signing.BadSignature:
        return False


class BoundForm(Form):
    """The base of every form about one person or one family."""

    # Hardly anything is required anywhere: to say so beside each box would be noise.
    marks_optional = False

    opened_for = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, subject: UUID, initial: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        self.subject = subject
        super().__init__(data, initial={**(initial or {}), "opened_for": seal(subject)}, **kwargs)

    def clean(self) -> dict[str, Any]:
        return super().clean() or self.cleaned_data

    def clean_opened_for(self) -> str:
        """Asked with the fields: a form's own `clean` cannot leave it out."""
        token: str = self.cleaned_data["opened_for"]
        if not is_sealed_for(token or "", self.subject):
            # Shown again with the token of the page it is on now, so that saving again is a choice made knowingly.
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data[self.add_prefix("opened_for")] = seal(self.subject)  # type: ignore[index]
            self.add_error(None, OPENED_FOR_ANOTHER)
        return token
