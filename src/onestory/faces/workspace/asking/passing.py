"""Passing a request on: offered, and until it is accepted it stays where it was."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from onestory.access import queries as access
from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.faces.workspace.asking import forms, presenters
from onestory.faces.workspace.asking.acting import page_of
from onestory.faces.workspace.asking.showing import taking_requests
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.requests import Request
from onestory.support import request_queries
from onestory.support.actions import passing
from onestory.ui.parts import Link


@require_http_methods(["GET", "POST"])
def offer(request: Request, request_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    found = request_queries.request(viewer, request_id)
    teams = {one.pk: one for one in access.teams() if one.pk != found.team_id}
    page = page_of(
        found, heading="Who can help better?", button="Offer it to them",
        said="Offered. It stays with you until they accept.",
        intro="They see that something is offered, from whom and how urgent. They see nothing of the family until they accept.",
    )  # fmt: skip
    form = forms.PassOnForm(sent(request), subject=found.pk, teams=[(str(key), one.name) for key, one in teams.items()])

    def give(said: dict[str, Any]) -> None:
        account = _colleague(said["email"]) if said["email"] else None
        team = teams.get(said["team"]) if said["team"] else None
        if (account is None) == (team is None):
            raise Invalid("Choose one team, or write one colleague’s address.", "team")
        passing.offer(by=viewer, request=found, to_account=account, to_team=team, why=said["why"])

    return change(request, page=page, form=form, act=give)


def _colleague(email: str) -> Any:
    try:
        return access.colleague_at(email)
    except Invalid as refusal:
        raise refusal.about("email") from None


@require_http_methods(["GET", "POST"])
def take_back(request: Request, passed_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    one = request_queries.passed(viewer, passed_id)
    page = page_of(one.request, heading="Take back what you offered", said="It is offered to nobody now.")
    return change(
        request, page=page, form=forms.ReasonForm(sent(request), subject=one.pk),
        act=lambda said: passing.take_back(by=viewer, passing=one, reason=said["reason"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def answer(request: Request, passing_id: UUID) -> HttpResponse:
    """Accept it with one button; or send it back, with a reason."""
    viewer = taking_requests(request)
    one = request_queries.passing(viewer, passing_id)
    page = FormPage(
        title="Offered to you", heading="A request is offered to you", button="Send it back",
        said="It stays with whoever offered it.",
        back=Link(text="Requests", url=reverse("workspace:requests")), template="workspace/asking/offered.html",
        more={"one": presenters.offered([one], on=today())[0]},
    )  # fmt: skip
    return change(
        request, page=page, form=forms.ReasonForm(sent(request), subject=one.pk),
        act=lambda said: passing.send_back(by=viewer, passing=one, reason=said["reason"]),
    )  # fmt: skip


@require_POST
def accept(request: Request, passing_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    accepted = passing.accept(by=viewer, passing=request_queries.passing(viewer, passing_id))
    messages.success(request, "It is yours now. Whoever asked is to hear that somebody else looks at it.")
    return redirect("workspace:request", accepted.pk)
