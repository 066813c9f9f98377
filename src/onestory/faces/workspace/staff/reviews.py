"""Each quarter, in minutes: everybody in the team, and whether it is still right."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access import reviewing
from onestory.access.actions import teams as act
from onestory.core.text import plural
from onestory.faces.workspace.changing import UNPROCESSABLE, sent, succeeded
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.staff import presenters
from onestory.faces.workspace.staff.forms import DecisionForm


@require_GET
def listed(request: Request) -> HttpResponse:
    found = reviewing.teams(request.viewer)
    return render(request, "workspace/staff/reviews.html", {"lines": presenters.teams(found)})


@require_http_methods(["GET", "POST"])
def review(request: Request, team_id: UUID) -> HttpResponse:
    viewer = request.viewer
    one = reviewing.team(viewer, team_id)
    members = reviewing.members(viewer, one.team)
    form = DecisionForm(sent(request), subject=one.team.pk, places=presenters.places_to_review(members))

    def save(_: object) -> None:
        act.review(by=viewer, team=one.team, keep=form.decided("keep"), end=form.decided("end"))

    if form.is_bound and form.is_valid() and succeeded(form, save):
        messages.success(request, f"Looked through. {plural(len(form.decided('end')), 'place')} ended.")
        return redirect("workspace:reviews")
    context = {"team": one.team, "due": presenters.due(one), "form": form}
    return render(request, "workspace/staff/review.html", context, status=UNPROCESSABLE if form.errors else 200)
