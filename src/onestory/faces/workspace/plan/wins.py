"""A small win: one press from the family's page, and a sentence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.plan import choosing, forms, presenters
from onestory.faces.workspace.requests import Request
from onestory.people import queries as people
from onestory.support.actions import wins


@require_http_methods(["GET", "POST"])
def write(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    everybody = {one.person_id: one.person for one in people.members(viewer, family)}
    form = forms.WinForm(sent(request), subject=family.pk, people=choosing.people(viewer, family))
    page = presenters.page(family, heading="A small win", said="Written. It is on their story.", back="family")

    def keep(said: dict[str, Any]) -> None:
        wins.write(by=viewer, family=family, words=said["words"], person=everybody.get(said["person"]), on=said["on"])

    return change(request, page=page, form=form, act=keep)
