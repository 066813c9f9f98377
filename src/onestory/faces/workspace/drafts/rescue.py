"""Nothing typed is lost: what arrives after a session has ended, or with a token that signing in again has changed.

It is kept as a draft of whoever opened the page, and they are taken to where they can carry on. Nothing else is done
for somebody who is signed out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from onestory.access import knocking
from onestory.access.viewer import acting_as
from onestory.faces.workspace.drafts import keeping
from onestory.ui import errors


class NothingTypedIsLost:
    """Stands before the middleware that sends whoever is signed out to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if request.method != "POST" or request.user.is_authenticated or not _kept(request):
            return None
        return redirect_to_login(request.path)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A page left open while its owner signed in again elsewhere: kept, and shown again to be sent with one press."""
    behind_the_page = request.headers.get("X-Requested-With") == "fetch"
    if not _kept(request) or behind_the_page:
        # The page itself asks for a new token and tries again.
        return errors.csrf_failure(request, reason=reason)
    if request.user.is_authenticated:
        messages.info(
            request, "You signed in again since this page was opened. What you wrote is safe: check it and save."
        )
        return redirect(request.path)
    return redirect_to_login(request.path)


def _kept(request: HttpRequest) -> bool:
    """Whether what was sent carried a ticket, and is now a draft."""
    ticket = keeping.read(request.POST.get("ticket", ""))
    account = knocking.by_account(UUID(ticket.account)) if ticket else None
    if ticket is None or account is None or not account.is_active:
        return False
    with acting_as(account) as viewer:
        keeping.keep(viewer, ticket, request.POST)
    return True
