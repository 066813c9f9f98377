"""Finding a family. What was typed is sent by POST: it never stands in an address, a history or a log."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from onestory.access.roles import May
from onestory.core.dates import today
from onestory.core.errors import NotThere
from onestory.faces.workspace.changing import UNPROCESSABLE, sent
from onestory.faces.workspace.finding import presenters
from onestory.faces.workspace.finding.forms import FindForm
from onestory.faces.workspace.requests import Request
from onestory.people.actions import finds
from onestory.support import request_queries


@require_http_methods(["GET", "POST"])
def find(request: Request) -> HttpResponse:
    if not request.viewer.may(May.FIND_FAMILIES):
        raise NotThere("finding")
    form = FindForm(sent(request))
    looked = form.is_bound and form.is_valid()
    found = finds.find(by=request.viewer, typed=form.cleaned_data["q"]) if looked else []
    asked = request_queries.by_reference(request.viewer, form.cleaned_data["q"]) if looked else None
    context = {
        "form": form,
        "asked": presenters.asked(asked) if asked else None,
        "looked": looked,
        "results": presenters.shown(found, on=today()),
        "may_start": request.viewer.may(May.CREATE_FAMILIES),
        "may_ask": request.viewer.may(May.ASK_WHO_IS_ALONGSIDE),
        "search_url": "",
    }
    return render(request, "workspace/finding/find.html", context, status=UNPROCESSABLE if form.errors else 200)
