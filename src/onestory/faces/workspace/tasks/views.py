"""What somebody promised: writing it down, and what becomes of it. Each page does one act."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onestory.access import queries as access
from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid
from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.tasks import forms, presenters
from onestory.people.models import Family
from onestory.support import task_permissions as permissions
from onestory.support import task_states, working
from onestory.support.actions import tasks as act
from onestory.support.models import Task


@require_http_methods(["GET", "POST"])
def promise(request: Request) -> HttpResponse:
    return _promise(request, None)


@require_http_methods(["GET", "POST"])
def promise_family(request: Request, family_id: UUID) -> HttpResponse:
    return _promise(request, opening.to_write_in(request.viewer, family_id))


def _promise(request: Request, family: Family | None) -> HttpResponse:
    viewer = request.viewer
    teams = {str(team.pk): team for team in access.teams_by_id(viewer.teams)}
    subject = family.pk if family else viewer.account_id
    form = forms.PromiseForm(sent(request), subject=subject, teams=list(teams.values()))

    def keep(said: dict[str, Any]) -> None:
        team = teams.get(said.get("team") or "")
        act.promise(by=viewer, title=said["title"], due_on=said["due_on"], family=family, team=team)

    return change(request, page=presenters.promising(family), form=form, act=keep)


def _open(viewer: Viewer, task_id: UUID) -> Task:
    """With its family opened, where it is about one: its name stands on the page, and what was promised to it."""
    found = working.task(viewer, task_id)
    if found.family_id:
        found.family = opening.to_read(viewer, found.family_id)
    return found


def _held(viewer: Viewer, task_id: UUID) -> Task:
    found = _open(viewer, task_id)
    permissions.check_holds_task(viewer, found)
    return found


def _offered(viewer: Viewer, task_id: UUID) -> Task:
    found = _open(viewer, task_id)
    permissions.check_offered_task(viewer, found)
    return found


@require_GET
def task(request: Request, task_id: UUID) -> HttpResponse:
    viewer = request.viewer
    found = _open(viewer, task_id)
    open_ = found.state not in task_states.TASK.ends
    context = {
        "task": found, "rows": presenters.rows(found), "events": presenters.events(working.events_of(viewer, found)),
        "holds": open_ and permissions.holds_task(viewer, found) and not found.team_id,
        "answers": permissions.is_offered_task(viewer, found),
        "may_take_up": open_ and found.team_id in viewer.teams,
        "offered": found.state == task_states.OFFERED,
    }  # fmt: skip
    return render(request, "workspace/tasks/task.html", context)


@require_http_methods(["GET", "POST"])
def done(request: Request, task_id: UUID) -> HttpResponse:
    found = _held(request.viewer, task_id)
    page = presenters.changing(found, heading="Is it done?", button="Yes, it is done", said="Done.")
    form = forms.DoneForm(sent(request), subject=found.pk)
    return change(
        request, page=page, form=form, act=lambda said: act.do(by=request.viewer, task=found, said=said["said"])
    )


@require_http_methods(["GET", "POST"])
def put_off(request: Request, task_id: UUID) -> HttpResponse:
    found = _held(request.viewer, task_id)
    page = presenters.changing(found, heading="Put it off", button="Put it off", said="It waits until then.")
    form = forms.PutOffForm(sent(request), subject=found.pk)

    def later(said: dict[str, Any]) -> None:
        act.put_off(by=request.viewer, task=found, until=said["until"], why=said["why"])

    return change(request, page=page, form=form, act=later)


@require_http_methods(["GET", "POST"])
def let_go(request: Request, task_id: UUID) -> HttpResponse:
    found = _held(request.viewer, task_id)
    page = presenters.changing(
        found, heading="Will it not be done?", button="Let it go", said="It was let go, and why is written down.",
        intro="Somebody was promised this. Say why it will not be done.",
    )  # fmt: skip
    form = forms.WhyForm(sent(request), subject=found.pk)
    return change(
        request, page=page, form=form, act=lambda said: act.let_go(by=request.viewer, task=found, why=said["why"])
    )


@require_http_methods(["GET", "POST"])
def offer(request: Request, task_id: UUID) -> HttpResponse:
    viewer = request.viewer
    found = _held(viewer, task_id)
    page = presenters.changing(
        found, heading="Offer it to a colleague", button="Offer it", said="It is offered. It stays yours until they take it on.",
        intro="It stays yours until they take it on.",
    )  # fmt: skip
    form = forms.OfferForm(sent(request), subject=found.pk, colleagues=access.teammates(viewer))

    def pass_on(said: dict[str, Any]) -> None:
        act.offer(by=viewer, task=found, to=_to_whom(said), why=said["why"])

    return change(request, page=page, form=form, act=pass_on)


def _to_whom(said: dict[str, Any]) -> Account:
    if said["to"]:
        return access.colleague(UUID(said["to"]))
    try:
        return access.colleague_at(said["email"])
    except Invalid as refusal:
        raise refusal.about("email") from None


@require_POST
def take_back(request: Request, offered_id: UUID) -> HttpResponse:
    act.take_back(by=request.viewer, task=_held(request.viewer, offered_id))
    return _said(request, "It is yours still.")


@require_POST
def accept(request: Request, taken_id: UUID) -> HttpResponse:
    act.accept(by=request.viewer, task=_open(request.viewer, taken_id))
    return _said(request, "It is yours now.")


@require_http_methods(["GET", "POST"])
def decline(request: Request, taken_id: UUID) -> HttpResponse:
    found = _offered(request.viewer, taken_id)
    page = presenters.changing(
        found, heading="Give it back", button="Give it back", said=f"It waits for {presenters.owner(found)} again.",
        intro=f"It stays with {presenters.owner(found)}, who reads why.",
    )  # fmt: skip
    form = forms.WhyForm(sent(request), subject=found.pk)
    return change(
        request, page=page, form=form, act=lambda said: act.decline(by=request.viewer, task=found, why=said["why"])
    )


@require_POST
def take_up(request: Request, team_task_id: UUID) -> HttpResponse:
    act.take_up(by=request.viewer, task=_held(request.viewer, team_task_id))
    return _said(request, "It is yours now.")


def _said(request: Request, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("workspace:today")
