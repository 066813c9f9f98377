"""Reading how somebody walks alongside a family: at which level, since when, its reviews, and what changed when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min, Q

from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people.models import Family
from onestory.support.episode_states import WALKING
from onestory.support.models import Episode, LeadChoice, Review, WalkingEvent

MOST = 50


@dataclass(frozen=True)
class Glance:
    level: str
    since: date
    next_review_on: date | None


def open_episode(viewer: Viewer, family: Family) -> Episode | None:
    """The one that goes on now."""
    if not family.sections_open_to(viewer):
        return None
    return Episode.objects.filter(family=family, state=WALKING).select_related("owner").first()


def glance(viewer: Viewer, family: Family) -> Glance | None:
    """The one that goes on now, as little of it as fits beside a family's story."""
    if not family.sections_open_to(viewer):
        return None
    found = Episode.objects.filter(family=family, state=WALKING)
    due = Min("reviews__due_on", filter=Q(reviews__state="due"))
    row = found.annotate(next_on=due).values_list("level", "started_on", "next_on").first()
    return Glance(*row) if row else None


def episodes(viewer: Viewer, family: Family) -> list[Episode]:
    """All of them, the newest first."""
    if not family.sections_open_to(viewer):
        return []
    found = Episode.objects.filter(family=family).select_related("owner", "ended_by")
    return list(found.order_by("-started_on", "-id")[:MOST])


def episode(viewer: Viewer, family: Family, episode_id: UUID) -> Episode:
    """One of theirs, also one that ended. Raises NotThere."""
    found = next((one for one in episodes(viewer, family) if one.pk == episode_id), None)
    if found is None:
        raise NotThere("support")
    return found


def reviews(viewer: Viewer, family: Family) -> list[Review]:
    """Of all episodes: those that are due first, the soonest first, then those that were held, the newest first."""
    if not family.sections_open_to(viewer):
        return []
    found = Review.objects.filter(family=family).select_related("owner", "episode")
    due = found.filter(state="due", episode__state=WALKING).order_by("due_on", "id")[:MOST]
    return [*due, *found.filter(state="held").order_by("-held_on", "-id")[:MOST]]


def review(viewer: Viewer, family: Family, review_id: UUID) -> Review:
    """Raises NotThere."""
    if family.sections_open_to(viewer):
        found = Review.objects.filter(family=family, pk=review_id).select_related("episode").first()
        if found:
            return found
    raise NotThere("review")


def changes(viewer: Viewer, family: Family, *, noun: str = "", thing: UUID | None = None) -> list[WalkingEvent]:
    """What changed, the newest first; of one noun or one thing where either is named."""
    if not family.sections_open_to(viewer):
        return []
    found = WalkingEvent.objects.filter(family=family, section__in=family.sections_open_to(viewer))
    found = found.filter(noun=noun) if noun else found
    found = found.filter(thing_id=thing) if thing else found
    return list(found.select_related("written_by").order_by("-on", "-id")[:MOST])


def lead_choice(viewer: Viewer, family: Family) -> LeadChoice | None:
    """What the family said of whoever leads now."""
    if not family.sections_open_to(viewer):
        return None
    newest = LeadChoice.objects.filter(family=family, member__lead=True, member__ends_on__isnull=True)
    return newest.order_by("-id").first()
