"""Today: who needs me now, and what did I leave half done?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onestory.access import overseeing
from onestory.access import queries as access
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.core.errors import NotThere
from onestory.faces.workspace.drafts import presenters as drafts
from onestory.faces.workspace.families import presenters as families
from onestory.faces.workspace.guarding import presenters as guarding
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.today import presenters
from onestory.people import queries as people
from onestory.people.permissions import can_write
from onestory.story import queries as story
from onestory.support import deputising
from onestory.support import queries as support
from onestory.support.due import asking
from onestory.support.due.all import SOURCES


@require_GET
def show(request: Request) -> HttpResponse:
    waiting = access.emergencies_to_look_at(request.viewer) if request.viewer.may(May.FIND_FAMILIES) else []
    names = people.names_of_families(request.viewer, [one.family_id for one in waiting]) if waiting else {}
    context = {
        "alerts": overseeing.alerts_waiting(request.viewer),
        "emergencies": guarding.waiting(waiting, names),
        "drafts": drafts.listed(story.drafts(request.viewer), on=today()),
        "families": families.listed(support.my_families(request.viewer, limit=12), on=today()),
        "may_write": can_write(request.viewer),
        "may_find": request.viewer.may(May.FIND_FAMILIES),
        **_who_needs(request.viewer),
    }
    return render(request, "workspace/today/today.html", context)


def _who_needs(viewer: Viewer) -> dict[str, Any]:
    away = deputising.standing_in(viewer)
    accounts = [viewer.account_id, *(one.away_id for one in away)]
    due = asking.who_needs(viewer, accounts=accounts, teams=viewer.teams)
    waits = asking.waits_for(viewer, [one.away_id for one in away]) if away else {}
    return {
        "groups": presenters.groups(due, viewer.account_id, on=today()),
        "standing_in": presenters.standing_in(due, away, waits=waits, on=today()),
        "inboxes": presenters.inboxes(due, access.teams_by_id(viewer.teams)) if viewer.teams else [],
        "looks_after": "supervisor" in viewer.roles,
    }


@require_GET
def waiting(request: Request, kind: str) -> HttpResponse:
    """All of one kind that waits for the viewer, however far ahead."""
    found = next((source for source in SOURCES if source.kind == kind), None)
    if found is None:
        raise NotThere("kind of thing that waits")
    me = request.viewer.account_id
    due = asking.who_needs(request.viewer, accounts=[me], each=200, ahead=3660, sources=[found])
    context = {"heading": found.words, "lines": presenters.lines(due, me, on=today())}
    return render(request, "workspace/today/waiting.html", context)
