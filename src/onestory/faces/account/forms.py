"""The forms of one's own account, and of letting somebody back in."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from onestory.access import signing_in
from onestory.access.models import Recovery
from onestory.ui.forms import Form


class SignInForm(LoginForm):  # type: ignore[misc]
    """The library's, and a tick for a device that somebody else will sit down at next."""

    shared = forms.BooleanField(
        label="This is a shared device", required=False, help_text="You are then signed out after 5 minutes of nothing."
    )

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponseBase:
        signing_in.mark_shared(request.session, shared=self.cleaned_data["shared"])
        answer: HttpResponseBase = super().login(request, redirect_url)
        return answer


class FindForm(Form):
    called = forms.CharField(label="Name or email address", max_length=200)


class RecoverForm(Form):
    """How somebody was seen to be who they are. What stood in the document is written nowhere."""

    marks_optional = False

    seen = forms.ChoiceField(
        label="How did you check who they are?",
        choices=Recovery.Seen.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you checked who they are."},
    )
    second_step_too = forms.BooleanField(
        label="They have lost their phone or passkey too", required=False,
        help_text="Their passkeys, authenticator app and recovery codes then stop working, and they set up new ones.",
    )  # fmt: skip


class SureForm(Form):
    """Nothing to fill in: only to press."""


class NewPasswordForm(Form):
    password = forms.CharField(
        label="New password",
        strip=False,
        help_text="At least 12 characters. Three words that do not belong together are easy to remember and hard to guess.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=200,
    )


def sent(request: HttpRequest) -> Any:
    """What was sent, for a form; None when the page is only being opened."""
    return request.POST if request.method == "POST" else None
