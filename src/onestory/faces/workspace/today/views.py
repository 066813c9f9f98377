"""Today: who needs me now, and what did I leave half done?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onestory.access import overseeing
from onestory.access import queries as access
from onestory.access.roles import May
from onestory.core.dates import today
from onestory.faces.workspace.drafts import presenters as drafts
from onestory.faces.workspace.families import presenters as families
from onestory.faces.workspace.guarding import presenters as guarding
from onestory.faces.workspace.requests import Request
from onestory.people import queries as people
from onestory.people.permissions import can_write
from onestory.story import queries as story
from onestory.support import queries as support


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
    }
    return render(request, "workspace/today/today.html", context)
