"""The postcode told at the door, beside what the record says: taken in one press, or the record left as it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from onestory.access.roles import May
from onestory.core.errors import NotThere
from onestory.faces.workspace.asking import forms, presenters
from onestory.faces.workspace.asking.acting import page_of
from onestory.faces.workspace.asking.showing import taking_requests
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.requests import Request
from onestory.people import queries as people
from onestory.support import told_homes
from onestory.support.actions import told_homes as acts


@require_http_methods(["GET", "POST"])
def check(request: Request, told_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    if not viewer.may(May.WRITE):
        raise NotThere("told home")
    told = told_homes.told(viewer, told_id)
    everybody, names = people.members(viewer, told.family), people.names_in(viewer, told.family)
    stands = told_homes.homes_of([one.person_id for one in everybody])
    form = forms.ToldHomeForm(
        sent(request), subject=told.pk, people=[(str(one.person_id), names[one.person_id]) for one in everybody],
        # A child of two homes keeps both, unless somebody says otherwise.
        alone={str(one.person_id) for one in everybody if sum(home.person_id == one.person_id for home in stands) < 2},
    )  # fmt: skip
    page = page_of(
        told.request, heading=f"They told us {told.postcode}", intro=presenters.record_says(stands), said="Written down.",
        button="Save",
    )  # fmt: skip

    def answer(said: dict[str, Any]) -> None:
        if said["answer"] == forms.THEY_LIVE_THERE:
            acts.take(by=viewer, told=told, who={UUID(one) for one in said["who"]})
        else:
            acts.leave(by=viewer, told=told)

    return change(request, page=page, form=form, act=answer)
