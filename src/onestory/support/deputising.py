"""Who stands in for whom today. Whoever stands in sees what they may see anyway: no family is opened by it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.core.errors import NotThere
from onestory.support.models import Deputy


def standing_in(viewer: Viewer) -> list[Deputy]:
    """For whom the viewer stands in today, who is back first being first."""
    now = _today().filter(deputy_id=viewer.account_id).select_related("away")
    return list(now.order_by("ends_on", "away__name", "pk"))


def stands_in_for(viewer: Viewer) -> set[UUID]:
    return set(_today().filter(deputy_id=viewer.account_id).values_list("away_id", flat=True))


def arranged(viewer: Viewer) -> list[Deputy]:
    """Of the viewer and of those they supervise: who stands in for them now or later, the next to begin first."""
    theirs = Q(away_id=viewer.account_id) | Q(away_id__in=viewer.accounts)
    ahead = Deputy.objects.filter(theirs, ends_on__gte=today()).select_related("away", "deputy", "set_by")
    return list(ahead.order_by("starts_on", "away__name", "pk")[:50])


def away_now(viewer: Viewer, accounts: Iterable[UUID]) -> dict[UUID, Deputy]:
    """Of those the viewer supervises: who is away today, and who stands in."""
    found = _today().filter(away_id__in=list(accounts)).select_related("away", "deputy").order_by("ends_on", "pk")
    return {one.away_id: one for one in found}


def deputy(viewer: Viewer, deputy_id: UUID) -> Deputy:
    """One that is the viewer's to end: for them, or for somebody they supervise. Raises NotThere."""
    for one in arranged(viewer):
        if one.pk == deputy_id:
            return one
    raise NotThere("deputy")


def _today() -> QuerySet[Deputy]:
    return Deputy.objects.filter(starts_on__lte=today(), ends_on__gte=today())
