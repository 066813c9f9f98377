"""Ending sessions: one, all others, or every one of an account. What is ended is out with its very next request."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from onestory.access.models import SignedIn
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import NotThere


@transaction.atomic
def end(*, by: Viewer, number: UUID) -> None:
    """One of one's own sessions. Raises NotThere for one that has ended, or is somebody else's."""
    ended, _ = SignedIn.objects.filter(account_id=by.account_id, number=number).delete()
    if not ended:
        raise NotThere("session")
    events.record(by=by, action="accounts.end_session")


@transaction.atomic
def end_others(*, by: Viewer, but: UUID | None, because: str) -> int:
    """Every session of one's own but the one whose number is given. Returns how many there were."""
    ended, _ = SignedIn.objects.filter(account_id=by.account_id).exclude(number=but).delete()
    events.record(by=by, action="accounts.end_other_sessions", because=because, ended=ended)
    return ended
