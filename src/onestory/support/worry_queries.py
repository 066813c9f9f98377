"""Reading worries. Whoever sees the section sees all of a family's; whoever raised or has one sees that one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people.models import Family
from onestory.support.models import Worry, WorryCall, WorryEvent, WorryReferral

AT_MOST = 50


@dataclass(frozen=True)
class Call:
    """Why somebody was called. It says nothing of the family, and nothing of what was seen."""

    call: UUID
    urgency: str
    why: str
    raised_at: datetime
    due_at: datetime
    owner: str
    raiser: str


@dataclass(frozen=True)
class Opened:
    """The viewer sees the family because they took on a worry: by nothing else, and with nobody else alongside it?"""

    only_by_it: bool
    nobody_else: bool


def of_family(viewer: Viewer, family: Family) -> list[Worry]:
    """Those still open first, by when they are due; then those that ended, the newest first."""
    found = _seen(viewer, family)
    waiting = found.exclude(state="ended").order_by("due_at", "pk")[:AT_MOST]
    ended = found.filter(state="ended").order_by("-created_at", "-pk")[:AT_MOST]
    return [_of(family, one) for one in (*waiting, *ended)]


def worry(viewer: Viewer, family: Family, worry_id: UUID) -> Worry:
    """Raises NotThere."""
    found = _seen(viewer, family).filter(pk=worry_id).first()
    if found is None:
        raise NotThere("worry")
    return _of(family, found)


def loose(viewer: Viewer) -> list[Worry]:
    """Those about somebody there is no record of, which the viewer has or raised: first what is still open, by when it is due."""
    found = list(_loose(viewer).order_by("due_at", "pk")[:AT_MOST])
    return sorted(found, key=lambda one: one.state == "ended")


def loose_worry(viewer: Viewer, worry_id: UUID) -> Worry:
    """Raises NotThere, also once it is with a family's record."""
    found = _loose(viewer).filter(pk=worry_id).first()
    if found is None:
        raise NotThere("worry")
    return found


def to_join(viewer: Viewer) -> list[Worry]:
    """Those of the viewer's that could be about a family whose page they are on."""
    return [one for one in loose(viewer) if one.owner_id == viewer.account_id and one.state != "ended"]


def raised_by_form(viewer: Viewer, form_key: UUID) -> Worry | None:
    return Worry.objects.filter(form_key=form_key, raised_by_id=viewer.account_id).first()


def events(viewer: Viewer, worry: Worry) -> Sequence[WorryEvent]:
    """What was done, in order, as far as the viewer may read it."""
    found = worry.events.annotate(writer=F("written_by__name"))  # type: ignore[no-redef]
    return list(found.order_by("written_at", "pk")[:200])


def referrals(viewer: Viewer, worry: Worry) -> Sequence[WorryReferral]:
    found = worry.referrals.annotate(writer=F("written_by__name"))  # type: ignore[no-redef]
    return list(found.order_by("referred_at", "pk")[:20])


def called(viewer: Viewer, worry: Worry) -> Sequence[WorryCall]:
    """Who was called about it, in order."""
    return list(worry.calls.select_related("to").order_by("called_at", "pk")[:100])


def calls(viewer: Viewer) -> list[Call]:
    """What waits for the viewer because they were called, the most pressing first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.calls_for_me() c ORDER BY c.due_at, c.call LIMIT %s", [AT_MOST])
        return [Call(*row) for row in cursor.fetchall()]


def call(viewer: Viewer, call_id: UUID) -> Call:
    """Raises NotThere, also for one that no longer waits."""
    for one in calls(viewer):
        if one.call == call_id:
            return one
    raise NotThere("call")


def opened_by(viewer: Viewer, worry: Worry) -> Opened | None:
    """None for whoever sees the family by other reasons alone, or no longer does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT o.only_by_it, o.nobody_else FROM wall.opened_by_worry(%s) o", [worry.pk])
        row = cursor.fetchone()
    return Opened(*row) if row else None


def was_raised(viewer: Viewer, form_key: UUID) -> bool:
    """Whether the form with this key has become a worry already."""
    return Worry.objects.filter(form_key=form_key, raised_by_id=viewer.account_id).exists()


def _loose(viewer: Viewer) -> QuerySet[Worry]:
    found = Worry.objects.filter(family__isnull=True)
    found = found.filter(Q(owner_id=viewer.account_id) | Q(raised_by_id=viewer.account_id))
    return found.annotate(owner_name=F("owner__name"), raiser_name=F("raised_by__name"))  # type: ignore[no-redef]


def _seen(viewer: Viewer, family: Family) -> QuerySet[Worry]:
    opened = family.sections_open_to(viewer)
    found = family.worries.all() if opened else family.worries.none()
    if Section.SAFEGUARDING not in opened:
        found = found.filter(Q(owner_id=viewer.account_id) | Q(raised_by_id=viewer.account_id))
    named = {"owner_name": F("owner__name"), "raiser_name": F("raised_by__name")}
    return found.annotate(**named)


def _of(family: Family, worry: Worry) -> Worry:
    """With the family as it is open to the viewer, so that the act that follows need not ask again."""
    worry.family = family
    return worry
