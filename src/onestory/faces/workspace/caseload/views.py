"""Caseloads: one's own, a colleague's one supervises, a team's, and by neighbourhood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onestory.access import queries as access
from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.core.errors import NotThere
from onestory.faces.workspace.caseload import presenters
from onestory.faces.workspace.requests import Request
from onestory.people.permissions import can_write
from onestory.support import caseload, deputising
from onestory.support.caseload import Load


@require_GET
def mine(request: Request) -> HttpResponse:
    return _of(request, request.viewer.account_id)


@require_GET
def of_colleague(request: Request, colleague_id: UUID) -> HttpResponse:
    return _of(request, colleague_id)


def _of(request: Request, account_id: UUID) -> HttpResponse:
    viewer = request.viewer
    whose = caseload.whose(viewer, account_id)
    loads = caseload.of_accounts(viewer, [account_id])
    context = {
        "whose": whose, "own": account_id == viewer.account_id, "may_look_after": "supervisor" in viewer.roles,
        **_lines(viewer, loads),
    }  # fmt: skip
    return render(request, "workspace/caseload/caseload.html", context)


@require_GET
def caseloads(request: Request) -> HttpResponse:
    """Of everybody one supervises, and the teams one looks after."""
    viewer = request.viewer
    _must_look_after(viewer)
    accounts = caseload.supervised(viewer)
    loads = caseload.of_accounts(viewer, [one.pk for one in accounts])
    context = {"people": _people(viewer, accounts, loads), "teams": caseload.teams(viewer)}
    return render(request, "workspace/caseload/caseloads.html", context)


@require_GET
def of_team(request: Request, team_id: UUID) -> HttpResponse:
    viewer = request.viewer
    _must_look_after(viewer)
    team, accounts = caseload.of_team(viewer, team_id)
    loads = caseload.of_accounts(viewer, [one.pk for one in accounts])
    context = {"team": team, "people": _people(viewer, accounts, loads), **_lines(viewer, loads)}
    return render(request, "workspace/caseload/team.html", context)


@require_GET
def places(request: Request) -> HttpResponse:
    """Of all whose work one looks after, by where the families live; of one neighbourhood, its families."""
    viewer = request.viewer
    _must_look_after(viewer)
    loads = caseload.of_accounts(viewer, _looked_after(viewer))
    found = caseload.neighbourhoods(viewer, loads)
    if (place := request.GET.get("place")) is not None:
        there = [one for one in loads if found.get(one.family_id, "") == place]
        context = {"place": place or presenters.NOWHERE, **_lines(viewer, there)}
        return render(request, "workspace/caseload/place.html", context)
    people, more = presenters.places(loads, found, on=today())
    return render(request, "workspace/caseload/places.html", {"people": people, "more": more})


def _looked_after(viewer: Viewer) -> set[UUID]:
    theirs = (*caseload.supervised(viewer), *access.working_in(*caseload.teams(viewer)))
    return {viewer.account_id, *(one.pk for one in theirs)}


def _lines(viewer: Viewer, loads: Sequence[Load]) -> dict[str, Any]:
    names = _names(viewer, loads)
    return {
        "lines": presenters.lines(loads, names=names, me=viewer.account_id, on=today()),
        "more": presenters.more(loads),
        "together": presenters.together(loads, on=today()),
        "count": len(loads),
        "may_write": can_write(viewer),
    }


def _people(viewer: Viewer, accounts: Sequence[Account], loads: Sequence[Load]) -> list[presenters.PersonLine]:
    away = deputising.away_now(viewer, [one.pk for one in accounts])
    return presenters.people(accounts, loads, away=away, on=today())


def _names(viewer: Viewer, loads: Sequence[Load]) -> dict[UUID, str]:
    return access.names_of(viewer, {one for load in loads for one in load.accounts})


def _must_look_after(viewer: Viewer) -> None:
    if "supervisor" not in viewer.roles:
        raise NotThere("caseloads")
