"""Details to put right in the records of the families somebody walks alongside."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from onestory.core.errors import NotThere
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.feeds import detail_presenters
from onestory.faces.workspace.feeds.forms import SetAsideForm
from onestory.faces.workspace.requests import Request
from onestory.linkage import details
from onestory.linkage.actions import details as act
from onestory.people import queries as people
from onestory.people.permissions import can_write


@require_GET
def listed(request: Request) -> HttpResponse:
    if not can_write(request.viewer):
        raise NotThere("details")
    found = details.to_put_right(request.viewer)
    context = {"lines": detail_presenters.lines(found), "more": len(found) == details.MOST_SHOWN}
    return render(request, "workspace/feeds/details.html", context)


@require_http_methods(["GET", "POST"])
def set_aside(request: Request, family_id: UUID, person_id: UUID, detail: str) -> HttpResponse:
    viewer = request.viewer
    family = people.family(viewer, family_id)
    rule = details.rule(detail)
    names = {one.person_id: one for one in people.members(viewer, family)}
    if not can_write(viewer) or person_id not in names or rule.section not in family.sections_open_to(viewer):
        raise NotThere("detail")
    called = people.names_in(viewer, family).get(person_id)
    form = SetAsideForm(sent(request), subject=person_id)
    return change(
        request, page=detail_presenters.leaving(rule, str(called or "Somebody")), form=form,
        act=lambda said: act.set_aside(
            by=viewer, family=family_id, person=person_id, rule=detail, why=said["why"], until=said["until"]
        ),
    )  # fmt: skip
