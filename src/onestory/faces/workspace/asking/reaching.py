"""Putting right how somebody may be reached safely. Whoever tells them uses the new way; the old is kept, and used by nobody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from onestory.faces.workspace.asking import forms, presenters
from onestory.faces.workspace.asking.acting import page_of
from onestory.faces.workspace.asking.showing import taking_requests
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.requests import Request
from onestory.support import request_queries
from onestory.support.actions import requests
from onestory.support.models import Asker
from onestory.support.models import Request as Asked


@require_http_methods(["GET", "POST"])
def correct(request: Request, request_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    found = request_queries.request(viewer, request_id)
    asker = request_queries.asker(viewer, found)
    hears, stands = asker is not None and asker.account_id is None, request_queries.reach_digest(viewer, found)
    page = page_of(
        found, heading="How are they reached safely?", said="Put right. Whoever tells them uses this from now on.",
        intro="Ask them first. What stood here until now is kept, and used by nobody.", template="workspace/asking/reach.html",
    )  # fmt: skip
    page.more.update(before=presenters.reached_before(request_queries.reached_before(viewer, found)))
    made: list[forms.ReachForm] = []

    def make(data: Any, initial: dict[str, Any]) -> forms.ReachForm:
        form = forms.ReachForm(data, subject=found.pk, asker=hears, stands=stands, initial=initial)
        if form.is_of_before:
            page.more.update(stands=presenters.reach_now(found, asker if hears else None))
        made.append(form)
        return form

    written = pages.Written(
        family=None, form=f"correct_reach:{found.pk}", page=page, make=make, initial=_as_it_stands(found, asker),
        act=lambda said: requests.correct_reach(
            by=viewer, request=found, reach=made[-1].reach(), why=said["why"], seen=said["seen"],
            asker_how=said.get("asker_how", ""), asker_at=said.get("asker_at", ""),
        ),
    )  # fmt: skip
    return pages.write(request, written)


def _as_it_stands(found: Asked, asker: Asker | None) -> dict[str, Any]:
    theirs = {name: getattr(found, name) for name in ("reach_how", "reach_at", "reach_when", "code_word")}
    message = {True: "yes", False: "no", None: ""}[found.leave_message]
    hears = {"asker_how": asker.how, "asker_at": asker.at} if asker else {}
    return theirs | hears | {"leave_message": message}
