"""The plan on the own pages of those of the family: putting it there, seeing what they say of it, and talking about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from onestory.access import queries as access
from onestory.access.viewer import Viewer
from onestory.core.dates import show_date
from onestory.core.errors import Invalid
from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.plan import forms, presenters
from onestory.faces.workspace.requests import Request
from onestory.people import queries as people
from onestory.people.models import Family
from onestory.support import own_plans, plan_shown_states
from onestory.support.actions import own_plans as act
from onestory.support.models import PlanShown
from onestory.ui.parts import Label, Link

_TONES = {plan_shown_states.AGREED: "good", plan_shown_states.NOT_RIGHT: "attention"}


@dataclass(frozen=True)
class Line:
    """What lies on one person's page, in a glance."""

    who: str
    about: str
    words: str
    label: Label
    talk: Link | None


def lines(viewer: Viewer, family: Family, names: Mapping[UUID, str], *, may_write: bool) -> tuple[list[Line], bool]:
    """One a person who has a page of their own, and whatever is to be talked about; and whether anybody has one."""
    have = {one.person_id for one in access.ways_in(viewer, family.pk)}
    every = own_plans.shown(viewer, family)
    to_tell = [one for one in every if one.person_id in have or one.state == plan_shown_states.NOT_RIGHT]
    return [_line(one, names, may_write=may_write) for one in to_tell], bool(have)


def _line(one: PlanShown, names: Mapping[UUID, str], *, may_write: bool) -> Line:
    answered = f", answered {show_date(one.answered_on)}" if one.answered_on else ", not answered yet"
    url = reverse("workspace:settle_plan", args=[one.family_id, one.pk])
    who = names.get(one.person_id, "Somebody of the family")
    waits = one.state == plan_shown_states.NOT_RIGHT and may_write
    return Line(
        who=who, about=f"There since {show_date(one.shown_on)}{answered}", words=one.words,
        label=Label(text=plan_shown_states.STATES.names[one.state], tone=_TONES.get(one.state, "plain")),  # type: ignore[arg-type]
        talk=Link(text="We have talked about it", url=url, about=f", {who}") if waits else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Preview:
    """What somebody would read, and whether that lies there already."""

    person: UUID
    who: str
    goals: Sequence[presenters.Printed]
    there: bool
    whole: bool
    digest: str


@require_http_methods(["GET", "POST"])
def show(request: Request, family_id: UUID) -> HttpResponse:
    """What each would read is shown before it is put there."""
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    names = people.names_in(viewer, family)
    form = forms.ShowForm(sent(request), subject=family.pk)
    page = presenters.page(
        family, heading="On their own pages", said="It is on their page.", template="workspace/plan/own_pages.html",
        intro="Each reads what you wanted together and what they said themselves. What one adult said is on nobody else’s page.",
        more={"family_id": family.pk},
    )  # fmt: skip
    if form.is_bound:
        return change(request, page=page, form=form, act=lambda said: _put(viewer, family, said))
    page.more["previews"] = _previews(viewer, family, names)
    return render(request, page.template, {"page": page, "form": form, **page.more})


def _put(viewer: Viewer, family: Family, said: dict[str, Any]) -> None:
    person = next((one.person for one in people.members(viewer, family) if one.person_id == said["person"]), None)
    if person is None:
        raise Invalid("Choose somebody of this family.")
    act.show(by=viewer, family=family, person=person, digest=said["digest"])


def _previews(viewer: Viewer, family: Family, names: Mapping[UUID, str]) -> list[Preview]:
    have = {one.person_id for one in access.ways_in(viewer, family.pk)}
    there = {one.person_id: one for one in reversed(own_plans.shown(viewer, family))}
    found = []
    for one in people.members(viewer, family):
        if one.person_id in have:
            would, now = own_plans.would_read(viewer, family, one.person), there.get(one.person_id)
            found.append(
                Preview(
                    person=one.person_id, who=names[one.person_id], goals=presenters.printed(would.content),
                    there=now is not None and now.content == would.content, whole=would.plan is not None, digest=would.digest,
                )
            )  # fmt: skip
    return found


@require_http_methods(["GET", "POST"])
def settle(request: Request, family_id: UUID, shown_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    shown = own_plans.one_shown(viewer, family, shown_id)
    who = people.names_in(viewer, family).get(shown.person_id, "Somebody of the family")
    page = presenters.page(
        family, heading=f"What is not right, {who} says", said="Written.", template="workspace/plan/settle.html",
        more={"words": shown.words, "who": f"{who}, {show_date(shown.answered_on or shown.shown_on)}"},
    )  # fmt: skip
    written = pages.Written(
        family=family, form=f"settle_plan:{shown.pk}", page=page, initial={},
        make=lambda data, initial: forms.SettleForm(data, subject=shown.pk, initial=initial),
        act=lambda said: act.settle(by=viewer, shown=shown, reason=said["reason"]),
    )  # fmt: skip
    return pages.write(request, written)
