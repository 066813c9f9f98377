"""A family's introductions: offered, made, met and asked after; beside them, who was asked for advice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access import queries as access
from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid
from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import UNPROCESSABLE, sent
from onestory.faces.workspace.circle import presenters as circle
from onestory.faces.workspace.circle.forms import ColleagueSearch
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.introducing import forms, presenters
from onestory.faces.workspace.requests import Request
from onestory.people import permissions
from onestory.people.models import Family
from onestory.support import introducing
from onestory.support.actions import introductions as act
from onestory.support.actions.introductions import Whom
from onestory.support.models import Introduction

_SAID = "Offered. They see that it is offered, and nothing of the family."


@require_GET
def show(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    may_write = permissions.can_write(viewer)
    context = {
        "family": family,
        "lines": presenters.lines(introducing.introductions(viewer, family), may_write=may_write),
        "consulted": presenters.consulted(introducing.consultations(viewer, family), may_write=may_write),
        "may_write": may_write,
    }
    return render(request, "workspace/introducing/introductions.html", context)


@require_http_methods(["GET", "POST"])
def find(request: Request, family_id: UUID) -> HttpResponse:
    family = opening.to_write_in(request.viewer, family_id)
    form = ColleagueSearch(sent(request))
    looked = form.is_bound and form.is_valid()
    found = access.colleagues(called=form.cleaned_data["called"]) if looked else []
    context = {"family": family, "form": form, "looked": looked, "found": presenters.found(family, found)}
    return render(request, "workspace/introducing/find.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
def offer(request: Request, family_id: UUID) -> HttpResponse:
    """To somebody who does not sign in."""
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    page = presenters.page(family, heading="Whom could they meet?", said="Offered.", button="Offer it")
    written = pages.Written(
        family=family, form="introduction", page=page, initial={},
        make=lambda data, initial: forms.NamedForm(data, subject=family.pk, initial=initial),
        act=lambda said: _offer(viewer, family, said, Whom(role=said["role"], why=said["why"], name=said["name"])),
    )  # fmt: skip
    return pages.write(request, written)


@require_http_methods(["GET", "POST"])
def offer_colleague(request: Request, family_id: UUID, account_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    colleague = access.colleague(account_id)
    page = presenters.page(
        family, heading=f"Introduce them to {colleague.name}", said=_SAID, button="Offer it",
        intro="They are told that you would like to introduce a family, and as what. They see no story before both said yes.",
    )  # fmt: skip
    written = pages.Written(
        family=family, form=f"introduce:{colleague.pk}", page=page, initial={"role": colleague.job_title},
        make=lambda data, initial: forms.ColleagueForm(data, subject=family.pk, initial=initial),
        act=lambda said: _offer(viewer, family, said, Whom(role=said["role"], why=said["why"], account=colleague)),
    )  # fmt: skip
    return pages.write(request, written)


def _offer(viewer: Viewer, family: Family, said: dict[str, Any], whom: Whom) -> None:
    act.offer(by=viewer, family=family, whom=whom, family_words=said["family_words"])


@require_http_methods(["GET", "POST"])
def change_one(request: Request, family_id: UUID, introduction_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    one = introducing.introduction(viewer, family, introduction_id)
    page = presenters.page(
        family, heading=f"The introduction to {introducing.called(one)}", said="Written.", intro=one.why
    )
    sections = circle.sections_to_give(family.sections_open_to(viewer)) if one.to_account_id else []
    written = pages.Written(
        family=family, form=f"introduced:{one.pk}", page=page, initial={"meet_on": one.meet_on},
        make=lambda data, initial: forms.ChangeForm(
            data, subject=one.pk, acts=presenters.acts(one), sections=sections, initial=initial
        ),
        act=lambda said: _turn(viewer, one, said),
    )  # fmt: skip
    return pages.write(request, written)


def _turn(viewer: Viewer, one: Introduction, said: dict[str, Any]) -> None:
    words = said["words"]
    turns: dict[str, Callable[[], object]] = {
        "introductions.family_agrees": lambda: act.family_agrees(by=viewer, introduction=one, words=words),
        "introductions.they_agree": lambda: act.they_agree(by=viewer, introduction=one, words=words),
        "introductions.make": lambda: _make(viewer, one, said),
        "introductions.meet": lambda: act.meet(by=viewer, introduction=one, words=words),
        "introductions.miss": lambda: act.miss(by=viewer, introduction=one, reason=words),
        "introductions.try_again": lambda: act.try_again(by=viewer, introduction=one, meet_on=_day(said)),
        "introductions.ask_after": lambda: act.ask_after(by=viewer, introduction=one, words=words),
        "introductions.settle": lambda: act.settle(by=viewer, introduction=one, words=words),
        "introductions.not_right": lambda: act.not_right(by=viewer, introduction=one, reason=words),
        "introductions.decline": lambda: act.decline(by=viewer, introduction=one, reason=words),
    }
    try:
        turns[said["act"]]()
    except Invalid as refusal:
        raise (refusal.about("words") if refusal.field == "reason" else refusal) from None


def _make(viewer: Viewer, one: Introduction, said: dict[str, Any]) -> None:
    act.make(
        by=viewer,
        introduction=one,
        accompanied=said["accompanied"],
        meet_on=_day(said),
        sections=said.get("sections", ()),
    )


def _day(said: dict[str, Any]) -> Any:
    if said.get("meet_on") is None:
        raise Invalid("Say when they meet.", "meet_on")
    return said["meet_on"]
