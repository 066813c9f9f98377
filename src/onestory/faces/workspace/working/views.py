"""Working together: who stands in for whom, and what waits for a team."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access import queries as access
from onestory.access.models import Account
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.today import presenters as waiting
from onestory.faces.workspace.working import forms, presenters
from onestory.support import deputising
from onestory.support.actions import deputies as act
from onestory.support.due import asking


@require_GET
def away(request: Request) -> HttpResponse:
    viewer = request.viewer
    context = {
        "arranged": presenters.arranged(deputising.arranged(viewer), me=viewer.account_id),
        "for_others": presenters.for_others(deputising.standing_in(viewer)),
    }
    return render(request, "workspace/working/away.html", context)


@require_http_methods(["GET", "POST"])
def stand_in(request: Request) -> HttpResponse:
    """For oneself, or for somebody one supervises."""
    viewer = request.viewer
    ours = access.names_of(viewer, viewer.accounts)
    choices = [(viewer.account_id, f"{viewer.name} (you)")]
    choices += sorted(((one, name) for one, name in ours.items() if one != viewer.account_id), key=lambda pair: pair[1])
    form = forms.StandInForm(
        sent(request), subject=viewer.account_id, away=choices, near=access.teammates(viewer)
    )  # fmt: skip

    def arrange(said: dict[str, Any]) -> None:
        who = Account.objects.get(pk=said["away"])
        act.stand_in(by=viewer, away=who, deputy=_named(said), since=said["since"], until=said["until"])

    return change(request, page=presenters.standing_in(), form=form, act=arrange)


def _named(said: dict[str, Any]) -> Account:
    if said["to"]:
        return access.colleague(UUID(said["to"]))
    try:
        return access.colleague_at(said["email"])
    except Invalid as refusal:
        raise refusal.about("email") from None


@require_http_methods(["GET", "POST"])
def end(request: Request, deputy_id: UUID) -> HttpResponse:
    viewer = request.viewer
    found = deputising.deputy(viewer, deputy_id)
    form = forms.SureForm(sent(request), subject=found.pk)
    return change(request, page=presenters.ending(found), form=form, act=lambda _: act.end(by=viewer, deputy=found))


@require_GET
def inbox(request: Request, team_id: UUID) -> HttpResponse:
    """What waits for a team, for whoever takes it up. Raises NotThere to whoever is not in it."""
    viewer = request.viewer
    if team_id not in viewer.teams:
        raise NotThere("team")
    due = asking.who_needs(viewer, teams=[team_id], each=100, ahead=3660)
    team = access.teams_by_id([team_id])[0]
    context = {"team": team, "lines": waiting.lines(due, team_id, on=today(), kind=True)}
    return render(request, "workspace/working/inbox.html", context)
