"""Pages for whoever cannot get in: why, and what to do; and the link by which two people have let them in again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access.actions import recoveries
from onestory.core.errors import Invalid
from onestory.faces.account import forms
from onestory.faces.account.pages import UNPROCESSABLE


@login_not_required
@require_GET
def asleep(request: HttpRequest) -> HttpResponse:
    return render(request, "own/asleep.html")


@login_not_required
@require_GET
def unreadable(request: HttpRequest) -> HttpResponse:
    """The installation's key was changed, and what was sealed with the old one can be read by nobody."""
    return render(request, "own/unreadable.html")


@login_not_required
@require_GET
def no_account(request: HttpRequest) -> HttpResponse:
    return render(request, "own/no_account.html")


@require_GET
def second_step(request: HttpRequest) -> HttpResponse:
    """Where staff who have only a password are led first."""
    return render(request, "own/second_step.html")


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """NotThere, like any address that is mistyped, for a link that was used, is too old or never was."""
    owner = recoveries.owner_of(token)
    form = forms.NewPasswordForm(forms.sent(request))
    if form.is_bound and form.is_valid() and _used(form, token):
        messages.success(request, "Your new password is set. Sign in with it.")
        return redirect("account_login")
    context: dict[str, Any] = {"form": form, "email": owner.email}
    return render(request, "own/set_up.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _used(form: forms.NewPasswordForm, token: str) -> bool:
    try:
        recoveries.use(token=token, password=form.cleaned_data["password"])
    except Invalid as refusal:
        form.add_error("password", refusal.message)
        return False
    return True
