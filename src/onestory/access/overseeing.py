"""What information governance, administrators and supervisors read: alerts, emergencies, agreements, who asked, who is where.

No family is seen from here. Every read begins from the viewer, and the walls ask again.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from onestory.access.models import Agreement, Alert, Asking, BreakGlass
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.core.errors import NotThere

PAGE = 30


@dataclass(frozen=True)
class Place:
    """Where a list, newest first, goes on: the moment and the row last shown."""

    at: datetime
    row: UUID

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(f"{self.at.isoformat()}|{self.row}".encode()).decode()

    @classmethod
    def read(cls, text: str) -> Place:
        """Raises NotThere for one that no page gave out."""
        try:
            at, row = base64.urlsafe_b64decode(text.encode()).decode().split("|")
            return cls(datetime.fromisoformat(at), UUID(row))
        except ValueError:
            raise NotThere("page") from None

    def before(self) -> Q:
        return Q(created_at__lt=self.at) | Q(created_at=self.at, pk__lt=self.row)


def alerts(viewer: Viewer, *, after: Place | None = None) -> tuple[list[Alert], Place | None]:
    """Those for the viewer or for a role they hold, newest first, and where to go on. Never one about themselves,
    or of what they did themselves.
    """
    found = _for(viewer).select_related("about", "caused_by", "seen_by")
    rows = list((found.filter(after.before()) if after else found).order_by("-created_at", "-pk")[: PAGE + 1])
    more = Place(rows[PAGE - 1].created_at, rows[PAGE - 1].pk) if len(rows) > PAGE else None
    return rows[:PAGE], more


def alerts_waiting(viewer: Viewer) -> int:
    """How many nobody has looked at; a hundred stands for any number above."""
    return _for(viewer).filter(seen_at__isnull=True)[:100].count()


def alert(viewer: Viewer, alert_id: UUID) -> Alert:
    """Raises NotThere."""
    found = _for(viewer).filter(pk=alert_id).first()
    if found is None:
        raise NotThere("alert")
    return found


def _for(viewer: Viewer) -> QuerySet[Alert]:
    return Alert.objects.exclude(about_id=viewer.account_id).exclude(caused_by_id=viewer.account_id)


def emergencies(viewer: Viewer) -> list[BreakGlass]:
    """Those of others: first what waits for somebody to look at it, then what was looked at, newest first."""
    found = BreakGlass.objects.exclude(account_id=viewer.account_id).select_related("account", "closed_by")
    return list(found.order_by(F("closed_at").desc(nulls_first=True), "-created_at")[:PAGE])


def agreements(viewer: Viewer) -> list[Agreement]:
    """Those that end soonest first, and those that have ended last."""
    every = Agreement.objects.select_related("lead").order_by("ends_on", "name", "pk")[:500]
    return sorted(every, key=lambda one: not in_force_or_to_come(one, on=today()))


def agreement(viewer: Viewer, agreement_id: UUID) -> Agreement:
    """Raises NotThere."""
    found = Agreement.objects.filter(pk=agreement_id).select_related("lead", "written_by", "ended_by").first()
    if found is None or not viewer.may(May.GOVERN):
        raise NotThere("agreement")
    return found


def in_force_or_to_come(one: Agreement, *, on: date) -> bool:
    return one.ended_at is None and one.ends_on >= on


def in_force(one: Agreement, *, on: date) -> bool:
    return in_force_or_to_come(one, on=on) and one.starts_on <= on


def resting_on(viewer: Viewer, one: Agreement) -> int:
    """How many grants end with it: a count, for information governance."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.resting_on(%s)", [one.pk])
        return int(cursor.fetchone()[0])


def is_agreed(viewer: Viewer, *, feed: str) -> bool:
    """A feed that some agreement names comes in only while one that names it is in force."""
    naming = list(Agreement.objects.filter(feeds__contains=[feed]))
    return not naming or any(in_force(one, on=today()) for one in naming)


def askings(viewer: Viewer, *, days: int = 90) -> list[Asking]:
    """Who asked whether somebody is alongside, and why, the newest first; never about whom."""
    since = timezone.now() - timedelta(days=days)
    return list(Asking.objects.filter(created_at__gte=since).select_related("account").order_by("-created_at")[:100])
