"""What happens when somebody has shown who they are, and when what they began is over."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from onestory.access import devices
from onestory.access.actions import watching
from onestory.access.models import Account
from onestory.access.session_limits import Limit, limit_for
from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7

# What a session holds, or the session itself.
Session = SessionBase | dict[str, Any]


def remember(*, user: Account, request: HttpRequest | None = None, **_: Any) -> None:
    """When they last signed in, written as themselves: nobody else may write on their account."""
    user.last_login = timezone.now()
    with acting_as(user):
        user.save(update_fields=["last_login"])
    watching.warn_if_late()
    if request is not None:
        begin(request.session, user=user, user_agent=request.META.get("HTTP_USER_AGENT", ""))


def begin(session: Session, *, user: Account, user_agent: str) -> None:
    """What a session's limits are measured from, kept inside it."""
    now = int(time.time())
    session["number"], session["kind"], session["device"] = str(uuid7()), user.kind, devices.in_words(user_agent)
    session["began"], session["minute"] = now, now // 60


def limit_of(session: Session) -> Limit:
    return limit_for(kind=session.get("kind", ""), shared=bool(session.get("shared")))


def ends_at(session: Session) -> float:
    """When it ends if nothing more happens, in seconds since 1970; long ago, where it does not say when it began."""
    if "began" not in session:
        return 0
    limit = limit_of(session)
    idle = session.get("minute", 0) * 60 + limit.idle.total_seconds()
    return float(min(idle, session["began"] + limit.at_most.total_seconds()))


def is_over(session: Session) -> bool:
    return time.time() >= ends_at(session)


def mark_shared(session: Session, *, shared: bool) -> None:
    """Said before signing in or at any time after; the shorter limits hold from then on."""
    session["shared"] = shared


def waits_for(session: Session) -> timedelta:
    """How long a session is kept from now, were nothing to happen."""
    if "began" not in session:
        return limit_of(session).idle
    return timedelta(seconds=max(ends_at(session) - time.time(), 0))
