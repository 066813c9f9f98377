"""The families somebody walks alongside, and the one box that finds any they may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onestory.access.roles import May
from onestory.core.dates import today
from onestory.faces.workspace.families import presenters
from onestory.faces.workspace.finding.forms import FindForm
from onestory.faces.workspace.requests import Request
from onestory.support import queries


@require_GET
def families(request: Request) -> HttpResponse:
    context = {
        "form": FindForm(),
        "families": presenters.listed(queries.my_families(request.viewer), on=today()),
        "may_find": request.viewer.may(May.FIND_FAMILIES),
        "may_merge": request.viewer.may(May.MERGE),
        "may_start": request.viewer.may(May.CREATE_FAMILIES),
        "search_url": "",  # the box in the bar would be the second on one page
    }
    return render(request, "workspace/families/families.html", context)
