"""Who did what, for information governance: the events themselves, narrowed by account, family and days, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onestory.audit.actions.events import Actor
from onestory.audit.models import AuditEvent

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to look for; what is None is not asked. `before` is the event that the page before this one ended with."""

    account: UUID | None = None
    family: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def search(viewer: Actor, wanted: Wanted) -> tuple[list[AuditEvent], int | None]:
    """A page of events and where it goes on. The wall shows none to anybody but information governance."""
    asked = {
        "account_id": wanted.account, "family_id": wanted.family, "at__gte": wanted.since, "at__lt": wanted.until,
        "pk__lt": wanted.before,
    }  # fmt: skip
    found = AuditEvent.objects.filter(**{key: value for key, value in asked.items() if value is not None})
    rows = list(found.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None
