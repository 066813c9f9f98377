"""Reading the circle, and the families someone walks alongside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people.models import Family
from onestory.story.models import Entry
from onestory.support.models import CircleMember


def still_in(circle: QuerySet[CircleMember]) -> QuerySet[CircleMember]:
    return circle.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=Now()))


def circle(viewer: Viewer, family: Family) -> list[CircleMember]:
    """Everyone in the circle now, the lead first, then in the order they came."""
    open_circle = family.circle.all() if family.sections_open_to(viewer) else family.circle.none()
    return list(still_in(open_circle).select_related("account").order_by("-lead", "starts_on", "created_at", "pk"))


def circle_member(viewer: Viewer, family: Family, member_id: UUID) -> CircleMember:
    """Raises NotThere."""
    for found in circle(viewer, family):
        if found.pk == member_id:
            return found
    raise NotThere("member of the circle")


@dataclass(frozen=True)
class MyFamily:
    """A family whose circle the viewer is in, with when something was last written about it."""

    family: Family
    lead: bool
    last_at: datetime | None
    last_title: str


def my_families(viewer: Viewer, *, limit: int = 50) -> list[MyFamily]:
    """Families the viewer walks alongside, those nobody has written about for longest first."""
    # What the work wrote by itself, such as a change of circle, is no word of the family.
    by_hand = Entry.objects.filter(family=OuterRef("family")).exclude(kind=Entry.Kind.RECORD)
    newest = by_hand.order_by("-happened_at", "-id")
    mine = (
        still_in(CircleMember.objects.filter(account_id=viewer.account_id))
        .select_related("family")
        .annotate(last_at=Subquery(newest.values("happened_at")[:1]), last_title=Subquery(newest.values("title")[:1]))
        .order_by(F("last_at").asc(nulls_first=True), "family__name", "id")[:limit]
    )
    return [MyFamily(one.family, one.lead, one.last_at, one.last_title or "") for one in mine]
