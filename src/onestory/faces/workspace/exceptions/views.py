"""Doing it differently: for a family, with what came of it; and what others learnt, which leads to no family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access.roles import May
from onestory.core.dates import show_date
from onestory.core.errors import NotThere
from onestory.faces.workspace import opening, wording
from onestory.faces.workspace.changing import FormPage, sent
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.exceptions import forms
from onestory.faces.workspace.requests import Request
from onestory.people import permissions
from onestory.people.models import Family
from onestory.support import difference_queries
from onestory.support.actions import differences as act
from onestory.support.models import Difference, Learning
from onestory.ui.parts import Label, Link, SummaryRow

GLANCE = 120


@dataclass(frozen=True)
class Line:
    text: str
    about: str
    url: str
    label: Label | None


@dataclass(frozen=True)
class Learnt:
    text: str
    about: str


@require_http_methods(["GET", "POST"])
def learning(request: Request) -> HttpResponse:
    """What is looked for is sent by POST, and stands in no address."""
    viewer = request.viewer
    if not viewer.may(May.FIND_FAMILIES):
        raise NotThere("learning")
    form = forms.SearchForm(sent(request))
    looked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = difference_queries.learning(viewer, holding=looked.get("holding", ""), about=looked.get("about", ""))
    context = {"form": form, "looked": any(looked.values()), "learning": [_learnt(one) for one in found]}
    return render(request, "workspace/exceptions/learning.html", context)


@require_GET
def differently(request: Request, family_id: UUID) -> HttpResponse:
    family = opening.to_read(request.viewer, family_id)
    context = {
        "family": family,
        "lines": [_line(one) for one in difference_queries.differences(request.viewer, family)],
        "may_write": permissions.can_write(request.viewer),
    }
    return render(request, "workspace/exceptions/differently.html", context)


@require_GET
def difference(request: Request, family_id: UUID, difference_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    found = difference_queries.difference(viewer, family, difference_id)
    context = {
        "family": family,
        "difference": found,
        "rows": _rows(found),
        "may_write": permissions.can_write(viewer),
    }
    return render(request, "workspace/exceptions/difference.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    sections = wording.open_sections(family.sections_open_to(viewer))

    def begun(said: dict[str, Any]) -> None:
        new = act.NewDifference(said["what"], said["why"], said["agreed_with"], said["section"])
        act.begin(by=viewer, family=family, new=new)

    page = FormPage(
        title="Doing it differently", heading="Do something differently", caption=family.name, button="Write it down",
        said="Written down. Come back to say what happened.", back=_back(family),
        intro="A rule bent for a family is how rules get better. Write it down, so that others may learn.",
    )  # fmt: skip
    written = pages.Written(
        family=family, form="differently", page=page, act=begun, initial={},
        make=lambda data, initial: forms.BeginForm(data, subject=family.pk, sections=sections, initial=initial),
    )  # fmt: skip
    return pages.write(request, written)


@require_http_methods(["GET", "POST"])
def look_back(request: Request, family_id: UUID, difference_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family = opening.to_write_in(viewer, family_id)
    found = difference_queries.difference(viewer, family, difference_id)
    page = FormPage(
        title="Doing it differently", heading="What came of it?", caption=family.name, intro=found.what,
        button="Write it down", said="Written down.", back=_back_to(family, found),
    )  # fmt: skip
    written = pages.Written(
        family=family, form=f"look_back:{found.pk}", page=page,
        initial={"happened": found.happened, "learnt": found.learnt},
        make=lambda data, initial: forms.LookBackForm(data, subject=found.pk, initial=initial),
        act=lambda said: act.look_back(by=viewer, difference=found, happened=said["happened"], learnt=said["learnt"], now=now),
    )  # fmt: skip
    return pages.write(request, written)


@require_http_methods(["GET", "POST"])
def share(request: Request, family_id: UUID, difference_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family = opening.to_write_in(viewer, family_id)
    found = difference_queries.difference(viewer, family, difference_id)
    page = FormPage(
        title="Share what you learnt", heading="Share what you learnt", caption=family.name, button="Share it",
        said="Shared. It stands under Learning, without the family.", back=_back_to(family, found),
        intro="Everybody who walks alongside families can read it. Names of the family and of those around them are refused;"
        " read it once more yourself.",
    )  # fmt: skip

    def shared(said: dict[str, Any]) -> None:
        act.share(by=viewer, family=family, difference=found, text=said["text"], about=said["about"], now=now)

    written = pages.Written(
        family=family, form=f"share:{found.pk}", page=page, act=shared, initial={"text": found.learnt},
        make=lambda data, initial: forms.ShareForm(data, subject=found.pk, initial=initial),
    )  # fmt: skip
    return pages.write(request, written)


def _line(one: Difference) -> Line:
    first = one.what.partition("\n")[0]
    words = first if len(first) <= GLANCE else f"{first[:GLANCE].rstrip()}…"
    waits = None if one.looked_back_at else Label(text="What came of it?", tone="attention")
    url = reverse("workspace:difference", args=[one.family_id, one.pk])
    return Line(text=words, about=f"{one.writer}, {show_date(one.created_at)}", url=url, label=waits)


def _rows(one: Difference) -> list[SummaryRow]:
    rows = (
        ("What", one.what), ("Why", one.why), ("Who agreed", one.agreed_with),
        ("Written down", f"{one.writer}, {show_date(one.created_at)}"), ("What happened", one.happened),
        ("What we learnt", one.learnt),
    )  # fmt: skip
    return [SummaryRow(key=key, values=(value,)) for key, value in rows if value]


def _learnt(one: Learning) -> Learnt:
    return Learnt(text=one.text, about=f"{one.get_about_display()}. {one.shared_on:%B %Y}")


def _back(family: Family) -> Link:
    return Link(text="Back", url=reverse("workspace:differently", args=[family.pk]))


def _back_to(family: Family, one: Difference) -> Link:
    return Link(text="Back", url=reverse("workspace:difference", args=[family.pk, one.pk]))
