"""What waits, whose it is, and one request with its one obvious next act."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.core.errors import NotThere
from onestory.faces import ringing
from onestory.faces.workspace.asking import presenters
from onestory.faces.workspace.finding.forms import FindForm
from onestory.faces.workspace.requests import Request
from onestory.people import queries as people
from onestory.support import request_queries, told_homes, triage_queries


@require_GET
def waiting(request: Request) -> HttpResponse:
    viewer = request.viewer
    if not viewer.may(May.TAKE_REQUESTS):
        if viewer.may(May.ASK_FOR_HELP):
            return redirect("workspace:asked")
        raise NotThere("requests")
    found = request_queries.waiting(viewer)
    to_tell = request_queries.still_to_tell(viewer)
    about = [*found, *(one.request for one in to_tell)]
    names = people.names_of_families(viewer, [one.family_id for one in about if one.family_id])
    context = {
        "offered": presenters.offered(request_queries.offered_to(viewer), on=today()),
        "groups": presenters.groups(viewer, found, to_tell, names, on=today()),
        "form": FindForm(by_reference=True) if viewer.may(May.FIND_FAMILIES) else None,
    }
    return render(request, "workspace/asking/requests.html", context)


@require_GET
def ended(request: Request) -> HttpResponse:
    viewer = taking_requests(request)
    found = request_queries.ended(viewer)
    names = people.names_of_families(viewer, [one.family_id for one in found if one.family_id])
    rows = [presenters.row(viewer, one, names, on=today()) for one in found]
    return render(request, "workspace/asking/ended.html", {"rows": rows})


@require_GET
def one(request: Request, request_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    found = request_queries.request(viewer, request_id)
    asker = request_queries.asker(viewer, found)
    names = people.names_of_families(viewer, [found.family_id] if found.family_id else [])
    context = {
        "one": presenters.page(viewer, found, names, on=today()),
        "reach": presenters.reach(found),
        "about": presenters.about(found),
        "asker": presenters.asker(found, asker),
        "next": presenters.next_acts(viewer, found, request_queries.passing_of(viewer, found)),
        "told_home": presenters.told_home(told_homes.waiting(viewer, found) if viewer.may(May.WRITE) else None),
        "going": presenters.going(found, triage_queries.decided_of(viewer, found)),
        "others": presenters.others(request_queries.others_about(viewer, found), on=today()),
        "joined": [
            presenters.row(viewer, each, names, on=today()) for each in request_queries.joined_to(viewer, found)
        ],
        "told": presenters.told(request_queries.tellings(viewer, found), on=today()),
        "happened": presenters.happened(request_queries.happened(viewer, found), on=today()),
        "urgent": found.urgency == "now",
        "numbers": ringing.numbers() if found.urgency == "now" else [],
    }
    return render(request, "workspace/asking/request.html", context)


def taking_requests(request: Request) -> Viewer:
    """Whoever may look at requests. Raises NotThere."""
    if not request.viewer.may(May.TAKE_REQUESTS):
        raise NotThere("requests")
    return request.viewer
