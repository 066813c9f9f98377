"""Reading what was done differently, what was learnt, and what workers thought."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, QuerySet

from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people.models import Family
from onestory.support.models import Difference, Learning, Thought

AT_MOST = 50
_WRITER = {"writer": F("written_by__name")}
_THINKER = {"writer": F("account__name")}


def differences(viewer: Viewer, family: Family) -> list[Difference]:
    """The newest first."""
    return list(_differences(viewer, family).order_by("-created_at", "-pk")[:AT_MOST])


def difference(viewer: Viewer, family: Family, difference_id: UUID) -> Difference:
    """Raises NotThere."""
    found = _differences(viewer, family).filter(pk=difference_id).first()
    if found is None:
        raise NotThere("difference")
    return found


def learning(viewer: Viewer, *, holding: str = "", about: str = "") -> list[Learning]:
    """What others learnt, the newest first, in which every word typed appears; nothing for whoever sees no families."""
    found = Learning.objects.all() if viewer.ceiling() else Learning.objects.none()
    for word in holding.split():
        found = found.filter(text__icontains=word)
    found = found.filter(about=about) if about else found
    return list(found.order_by("-shared_on", "pk")[:AT_MOST])


def thoughts(viewer: Viewer, family: Family) -> list[Thought]:
    """The newest of each worker about each prompt: the viewer's own, and those of whoever they supervise."""
    if not family.sections_open_to(viewer):
        return []
    found = Thought.objects.filter(family=family, account_id__in=viewer.accounts).annotate(**_THINKER)
    return list(found.order_by("account_id", "prompt", "-written_at", "-pk").distinct("account_id", "prompt")[:400])


def thoughts_about(viewer: Viewer, family: Family, prompt: str) -> list[Thought]:
    """The viewer's own about one prompt, the newest first: how it changed."""
    mine = Thought.objects.filter(family=family, account_id=viewer.account_id, prompt=prompt)
    return list(mine.order_by("-written_at", "-pk")[:AT_MOST]) if family.sections_open_to(viewer) else []


def _differences(viewer: Viewer, family: Family) -> QuerySet[Difference]:
    return family.differences.filter(section__in=family.sections_open_to(viewer)).annotate(**_WRITER)
