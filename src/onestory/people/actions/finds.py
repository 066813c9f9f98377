"""Looking for someone: a search is written down, since what somebody looks for is itself something to answer for."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.db import transaction

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.people.finding import queries
from onestory.people.finding.queries import Found


@transaction.atomic
def find(*, by: Viewer, typed: str, limit: int = 10) -> list[Found]:
    """The people who fit what was typed, with the audit of showing them. Nobody, for a role that finds no families."""
    found = queries.find(viewer=by, typed=typed, limit=limit) if by.may(May.FIND_FAMILIES) else []
    events.record(
        by=by,
        action="people.found",
        people=[each.person for each in found],
        terms=sealed("people.found", typed),
        shown=len(found),
    )
    return found


def sealed(purpose: str, typed: str) -> str:
    """Enough to see that the same thing was looked for again, and not what it was."""
    tidy = " ".join(typed.lower().split())
    return hmac.new(
        settings.SECRET_KEY.encode(), purpose.encode() + b"\0" + tidy.encode("utf-8", "replace"), hashlib.sha256
    ).hexdigest()
