"""What follows when somebody changes how they sign in, or signs in: other sessions end, and they are told what was done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from onestory.access.accounts_queries import latest_recovery
from onestory.access.actions import sessions
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.faces.account import wording


def of_password(*, request: HttpRequest, user: Account, **_: Any) -> None:
    _end_others(request, user, because="password")


def of_second_step(*, request: HttpRequest, user: Account, **_: Any) -> None:
    """Whoever has taken one away may have none left: it is asked again at the next page."""
    request.session.pop("enough", None)
    _end_others(request, user, because="second_step")


def tell_of_recovery(*, request: HttpRequest | None = None, user: Account, **_: Any) -> None:
    """At each sign-in for thirty days: the first to sign in may be whoever should not have been let in."""
    if request is None or not hasattr(request, "_messages"):
        return
    with acting_as(user):
        found = latest_recovery(user.pk)
    if found:
        where = format_html(
            ' <a class="govuk-link" href="{}">What to do if it was not you</a>', reverse("own:sessions")
        )
        messages.warning(request, format_html("{}{}", wording.let_back_in(found), where))


def _end_others(request: HttpRequest, user: Account, *, because: str) -> None:
    number = request.session.get("number")
    # Some of these are told after the page's transaction is over, and nobody acts any more.
    with acting_as(user) as viewer:
        sessions.end_others(by=viewer, but=UUID(number) if number else None, because=because)
