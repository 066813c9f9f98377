"""Facts: told once, shown wherever they are needed, and asked again only when they are stale."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.facts import presenters, reading
from onestory.faces.workspace.facts.forms import AgreeForm, EndFact, FactsForm
from onestory.faces.workspace.requests import Request
from onestory.people import permissions, queries
from onestory.people.actions import facts, telling


def theme(request: Request, family_id: UUID, theme: str) -> HttpResponse:
    """Everything one theme asks about the family, or about one person of it."""
    read = reading.theme(request, family_id, theme)
    if not permissions.can_write(request.viewer):
        return render(request, "workspace/facts/read.html", presenters.read_only(read))
    form = FactsForm(
        sent(request),
        subject=read.about.pk,
        questions=read.questions,
        tellers=presenters.tellers(read.places, read.place),
        places=read.places,
        about=read.place and read.place.person,
    )
    return change(
        request,
        page=presenters.theme_page(read, form),
        form=form,
        act=lambda _: telling.take(
            by=request.viewer, about=read.about, answers=form.answers(), said=form.said(), form=f"facts:{theme}"
        ),
    )


def fact(request: Request, family_id: UUID, fact_id: UUID) -> HttpResponse:
    """One fact: the values that stand, side by side, which of them holds, and everything told before."""
    read = reading.fact(request, family_id, fact_id)
    form = AgreeForm(
        sent(request),
        subject=read.fact.person_id or read.family.pk,
        standing=presenters.standing_choices(read),
        tellers=presenters.tellers(read.places, read.place),
        places=read.places,
        about=read.fact.person,
    )

    def act(said: dict[str, Any]) -> None:
        held = queries.one_of(read.standing, said["fact"])
        facts.agree(by=request.viewer, fact=held, said=form.said())

    page = presenters.fact_page(read, may_change=permissions.can_write(request.viewer))
    return change(request, page=page, form=form, act=act)


def end(request: Request, family_id: UUID, fact_id: UUID) -> HttpResponse:
    """It is over, or was a mistake: with the reason, and kept in the history."""
    read = reading.fact(request, family_id, fact_id, to_change=True)
    held = queries.one_of(read.standing, fact_id)
    return change(
        request,
        page=presenters.end_page(read),
        form=EndFact(sent(request), subject=read.fact.person_id or read.family.pk),
        act=lambda said: facts.end(by=request.viewer, fact=held, because=said["because"]),
    )
