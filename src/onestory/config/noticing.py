"""What the server's log says of how people sign in, and of what was refused or went wrong.

Whoever looks into an incident needs when, who, what and how it ended. `account` is the number of a member of staff's
account, never a name or an address; `route` is the pattern of an address, never the address itself, which holds the
number of a family (HZ-75). What was read and written is the audit's to say, not the log's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.contrib.auth import signals
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

log = structlog.get_logger("onestory.noticing")


class Refusals:
    """One line for each answer that refused something or failed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.monotonic()
        response = self.get_response(request)
        if response.status_code >= 400:
            _say(request, response.status_code, milliseconds=round((time.monotonic() - began) * 1000))
        return response


def _say(request: HttpRequest, status: int, *, milliseconds: int) -> None:
    match = getattr(request, "resolver_match", None)
    words = "an answer failed" if status >= 500 else "an answer was refused"
    log.warning(
        words, status=status, method=request.method, route=match.route if match else "", account=_who(request),
        milliseconds=milliseconds,
    )  # fmt: skip


def _who(request: HttpRequest) -> str:
    """Only where the page has already found out: a refusal asks the database nothing of its own."""
    viewer = getattr(request, "viewer", None)
    return str(viewer.account_id) if viewer else ""


@receiver(signals.user_logged_in, dispatch_uid="onestory.log.signed_in")
def _signed_in(user: Any, **_: object) -> None:
    log.info("signed in", account=str(user.pk))


@receiver(signals.user_logged_out, dispatch_uid="onestory.log.signed_out")
def _signed_out(user: Any, **_: object) -> None:
    log.info("signed out", account=str(user.pk) if user else "")


@receiver(signals.user_login_failed, dispatch_uid="onestory.log.sign_in_failed")
def _failed(**_: object) -> None:
    """Whose address was typed is not said: people type their password there by mistake."""
    log.warning("signing in failed")
