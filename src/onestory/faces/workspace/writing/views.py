"""Writing something down, from anywhere, in one press."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.core.errors import NotThere
from onestory.core.ids import uuid7
from onestory.faces.workspace.families import presenters as families
from onestory.faces.workspace.family import known, timeline
from onestory.faces.workspace.family import presenters as family_words
from onestory.faces.workspace.requests import Request
from onestory.people import permissions, queries
from onestory.people.models import Family
from onestory.story import queries as story
from onestory.support import queries as support


@require_GET
def choose_family(request: Request) -> HttpResponse:
    """About whom? Those one walks alongside are one press away; anybody else is found first."""
    if not permissions.can_write(request.viewer):
        raise NotThere("writing")
    mine = families.listed(support.my_families(request.viewer), on=today())
    return render(request, "workspace/writing/choose_family.html", {"families": mine, "writing_url": ""})


@require_GET
def begin(request: Request, family_id: UUID) -> HttpResponse:
    """Gives the page a number of its own, so that a reload or a crash comes back to the same draft."""
    if not permissions.can_write(request.viewer):
        raise NotThere("writing")
    return redirect("workspace:write", queries.family(request.viewer, family_id).pk, uuid7())


def beside(viewer: Viewer, family: Family) -> dict[str, Any]:
    """What is known already."""
    names = queries.names_in(viewer, family)
    return {
        "words": family_words.own_words(family, story.sections(viewer, family), names=names),
        "themes": known.themes(family, queries.facts(viewer, family), names=names, on=today(), may_write=False),
        "entries": timeline.lately(story.timeline(viewer, family), names=names),
    }
