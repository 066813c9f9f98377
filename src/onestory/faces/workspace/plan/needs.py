"""Needs by the words of the national outcomes, each with what shows it; and what happened to it since."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onestory.core.dates import show_date, today
from onestory.faces.workspace import opening
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.plan import choosing, forms, presenters
from onestory.faces.workspace.requests import Request
from onestory.people import permissions
from onestory.people import queries as people
from onestory.support import need_states, outcomes, planning
from onestory.support.actions import needs as act
from onestory.support.models import Need
from onestory.ui.parts import Label, Link

_MORE = "needs.add_evidence"
_NAMED = {
    "needs.achieve": "It is met", "needs.sustain": "It has lasted half a year", "needs.come_back": "It came back",
    "needs.look_at": "We looked at it again, and this is what we do now",
}  # fmt: skip
_TONES = {need_states.BACK: "attention", need_states.ACHIEVED: "good", need_states.SUSTAINED: "good"}


@dataclass(frozen=True)
class NeedLine:
    plain: str
    means: str
    about: str
    label: Label
    evidence: tuple[str, ...]
    change: Link | None


@require_GET
def show(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    names, may_write = people.names_in(viewer, family), permissions.can_write(viewer)
    every = planning.needs(viewer, family)
    shown = [
        (outcome, [_line(one, names, may_write=may_write) for one in those])
        for outcome, those in groupby(every, lambda one: outcomes.outcome_of(one.code, version=one.table_version).name)
    ]
    table = outcomes.tables()[outcomes.NEWEST]
    context = {"family": family, "outcomes": shown, "may_write": may_write, "table": table}
    return render(request, "workspace/plan/needs.html", context)


def _line(need: Need, names: dict[UUID, str], *, may_write: bool) -> NeedLine:
    kind = outcomes.kind(need.code, version=need.table_version)
    whose = names.get(need.person_id, "") if need.person_id else "The whole family"
    goal = f"For the goal: {need.goal.words}" if need.goal else ""
    url = reverse("workspace:need", args=[need.family_id, need.pk])
    words, tone = need_states.STATES.names[need.state], _TONES.get(need.state, "plain")
    return NeedLine(
        plain=kind.plain, means=f"{need.code} {kind.means}",
        about=". ".join(filter(None, (f"{whose}, since {show_date(need.identified_on)}", goal))),
        label=Label(text=f"{words}, {show_date(need.since)}" if need.state != "open" else words, tone=tone),  # type: ignore[arg-type]
        evidence=tuple(f"{show_date(one.on)}: {one.text}" for one in need.evidence.all()),
        change=Link(text="Change", url=url, about=f": {kind.plain}") if may_write else None,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def write(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    seen = family.sections_open_to(viewer)
    everybody = {one.person_id: one.person for one in people.members(viewer, family)}
    codes = [
        (f"{one.number}. {one.name}", [(need.code, f"{need.plain} ({need.code})") for need in one.needs if need.section in seen])
        for one in outcomes.tables()[outcomes.NEWEST].outcomes
    ]  # fmt: skip
    page = presenters.page(
        family, heading="Write down a need", said="Written.", back="needs",
        intro="In the words of the national outcomes, so that nobody counts it twice. Who may see it follows from what it is.",
    )  # fmt: skip

    def keep(said: dict[str, Any]) -> None:
        goal = planning.goal(viewer, family, said["goal"]) if said["goal"] else None
        act.write_down(
            by=viewer, family=family, code=said["code"], evidence=said["evidence"], on=said["on"], goal=goal,
            person=everybody.get(said["person"]),
        )  # fmt: skip

    written = pages.Written(
        family=family, form="need", page=page, initial={"on": today()}, act=keep,
        make=lambda data, initial: forms.NeedForm(
            data, subject=family.pk, codes=[one for one in codes if one[1]], people=choosing.people(viewer, family),
            goals=choosing.goals(viewer, family), initial=initial,
        ),
    )  # fmt: skip
    return pages.write(request, written)


@require_http_methods(["GET", "POST"])
def change_one(request: Request, family_id: UUID, need_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    need = planning.need(viewer, family, need_id)
    kind = outcomes.kind(need.code, version=need.table_version)
    page = presenters.page(family, heading=kind.plain, said="Written.", back="needs", intro=kind.means + ".")
    named = [(_MORE, "As it was: this is more that shows it"), *choosing.acts(need_states.STATES, need.state, _NAMED)]

    def keep(said: dict[str, Any]) -> None:
        _act(viewer, need, said)
        goal = planning.goal(viewer, family, said["goal"]) if said["goal"] else None
        if (goal.pk if goal else None) != need.goal_id:
            act.tie(by=viewer, need=need, goal=goal)

    written = pages.Written(
        family=family, form=f"change_need:{need.pk}", page=page, act=keep,
        initial={"act": _MORE, "on": today(), "goal": str(need.goal_id or "")},
        make=lambda data, initial: forms.ChangeNeedForm(
            data, subject=need.pk, acts=named, goals=choosing.goals(viewer, family), initial=initial
        ),
    )  # fmt: skip
    return pages.write(request, written)


def _act(viewer: Any, need: Need, said: dict[str, Any]) -> None:
    text, on = said["evidence"], said["on"]
    if said["act"] == _MORE:
        act.add_evidence(by=viewer, need=need, text=text, on=on)
    elif said["act"] == "needs.look_at":
        act.look_at(by=viewer, need=need, what_now=text)
    else:
        turn = {"needs.achieve": act.achieve, "needs.sustain": act.sustain, "needs.come_back": act.come_back}
        turn[said["act"]](by=viewer, need=need, evidence=text, on=on)
