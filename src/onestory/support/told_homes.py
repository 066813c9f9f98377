"""Reading what was told at the door of where somebody lives, beside what the record says: each as far as the viewer may."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people import queries as people
from onestory.people.models import Family, Residence
from onestory.support import request_queries
from onestory.support.models import Request, ToldHome


def waiting(viewer: Viewer, request: Request) -> ToldHome | None:
    """What was told and nobody has checked."""
    if request.family_id is None:
        return None
    return ToldHome.objects.filter(request=request, answer="").first()


def told(viewer: Viewer, told_id: UUID) -> ToldHome:
    """One that waits. Raises NotThere."""
    mine = ToldHome.objects.filter(pk=told_id, answer="", request__in=request_queries.visible(viewer))
    found = mine.select_related("request").first()
    if found is None:
        raise NotThere("told home")
    found.family = people.family(viewer, found.family_id)
    return found


def standing(viewer: Viewer, family: Family) -> list[Residence]:
    """Where everybody of the family lives now, as far as the viewer may see it."""
    everybody = [one.person_id for one in people.members(viewer, family)]
    return homes_of(everybody)


def homes_of(everybody: Sequence[UUID]) -> list[Residence]:
    now = Residence.objects.filter(person_id__in=everybody, ends_on__isnull=True)
    return list(now.select_related("address").order_by("created_at", "pk")[:100])
