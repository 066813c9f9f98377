"""A family's page, and its story when one reads on."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.faces.workspace import opening, wording
from onestory.faces.workspace.family import known, people, presenters, timeline
from onestory.faces.workspace.family.forms import NarrowForm
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.walking import presenters as walked
from onestory.people import permissions, queries
from onestory.people.household import household
from onestory.people.models import Family
from onestory.story import queries as story
from onestory.support import attachment_queries, walking
from onestory.support import queries as support


@require_GET
def family(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    at_home = household(viewer, family)
    members, names = at_home.members, at_home.names
    related, newest = queries.relationships(viewer, family), story.timeline(viewer, family)
    context = {
        "family": family,
        "who": wording.everyone(members, on=today()),
        "words": presenters.own_words(family, story.sections(viewer, family), names=names),
        "circle": presenters.circle(family, support.circle(viewer, family)),
        "alongside": walked.strip(walking.glance(viewer, family), on=today()),
        "people": people.people(family, members, related, names=names, on=today()),
        "homes": people.homes(members),
        "themes": known.themes(
            family, queries.facts(viewer, family), names=names, on=today(), may_write=permissions.can_write(viewer)
        ),
        "entries": timeline.entries(newest, names=names, attached=_attached(viewer, family, newest)),
        "page": timeline.page(family, older=newest.older),
        "narrow": NarrowForm(None, people=timeline.people_to_choose(members)),
        **_writing(request, family_id),
    }
    return render(request, "workspace/family/family.html", context)


@require_GET
def timeline_page(request: Request, family_id: UUID) -> HttpResponse:
    """The story alone: narrowed to a kind or a person, or further back."""
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    at_home = household(viewer, family)
    choose = timeline.people_to_choose(at_home.members)
    narrow = NarrowForm(request.GET, people=choose)
    chosen = narrow.cleaned_data if narrow.is_valid() else {}
    after = story.Cursor.read(request.GET["after"]) if "after" in request.GET else None
    kind, person = chosen.get("kind", ""), chosen.get("person")
    found = story.timeline(viewer, family, after=after, kind=kind, person=person)
    context = {
        "family": family,
        "narrow": narrow,
        "narrowed": bool(kind or person),
        "further_back": after is not None,
        "entries": timeline.entries(found, names=at_home.names, attached=_attached(viewer, family, found)),
        "page": timeline.page(family, older=found.older, kind=kind, person=str(person or "")),
        **_writing(request, family_id),
    }
    return render(request, "workspace/family/story.html", context)


def _attached(viewer: Viewer, family: Family, page: story.TimelinePage) -> dict[UUID, int]:
    return attachment_queries.of_entries(viewer, family, [one.pk for one in page.entries])


def _writing(request: Request, family_id: UUID) -> dict[str, object]:
    """On a family's pages the bar's button writes about this family, in one press."""
    if not permissions.can_write(request.viewer):
        return {"may_write": False}
    return {"may_write": True, "writing_url": reverse("workspace:begin_writing", args=[family_id])}
