"""Writing something down, from anywhere, in one press."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.core.ids import uuid7
from onestory.faces.workspace import opening, wording
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.drafts import keeping
from onestory.faces.workspace.families import presenters as families
from onestory.faces.workspace.family import known, timeline
from onestory.faces.workspace.family import presenters as family_words
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.writing import forms, presenters
from onestory.people import permissions, queries
from onestory.people.models import Family
from onestory.story import queries as story
from onestory.story.actions import drafts, entries
from onestory.support import queries as support


@require_GET
def choose_family(request: Request) -> HttpResponse:
    """About whom? Those one walks alongside are one press away; anybody else is found first."""
    if not permissions.can_write(request.viewer):
        raise NotThere("writing")
    mine = families.listed(support.my_families(request.viewer), on=today())
    return render(request, "workspace/writing/choose_family.html", {"families": mine, "writing_url": ""})


@require_GET
def begin(request: Request, family_id: UUID) -> HttpResponse:
    """Gives the page a number of its own, so that a reload or a crash comes back to the same draft."""
    if not permissions.can_write(request.viewer):
        raise NotThere("writing")
    return redirect("workspace:write", queries.family(request.viewer, family_id).pk, uuid7())


@require_http_methods(["GET", "POST"])
def write(request: Request, family_id: UUID, draft_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    if story.was_written(viewer, family, form_key=draft_id):
        messages.success(request, presenters.SAID)
        return redirect("workspace:family", family.pk)
    kept = keeping.begin(viewer, family, form=keeping.ENTRY, draft=draft_id)
    if "keep" in request.POST:
        return _keep(request, kept)
    members = queries.members(viewer, family)
    people = timeline.people_to_choose(members)
    form = forms.EntryForm(
        sent(request),
        subject=family.pk,
        people=people,
        sections=wording.open_sections(family.sections_open_to(viewer)),
        initial=forms.opening_as(now=timezone.now(), people=people) | dict(kept.content),
    )
    page = presenters.page(family, keeping=kept, beside=beside(viewer, family))
    return change(request, page=page, form=form, act=lambda said: _write(viewer, family, draft_id, said, people=people))


def _write(viewer: Viewer, family: Family, draft_id: UUID, said: dict[str, Any], *, people: forms.Choices) -> None:
    happened_at, time_known = forms.when(said, now=timezone.now())
    new = entries.NewEntry(
        title=said["title"], text=said["text"], kind=said["kind"], section=said["section"], words_by=said["words_by"],
        about=forms.whom(said, people=people), happened_at=happened_at, time_known=time_known,
    )  # fmt: skip
    try:
        entries.write(by=viewer, family=family, new=new, form_key=draft_id)
    except Invalid as refusal:
        raise (refusal.about("day") if refusal.field == "happened_at" else refusal) from None
    drafts.discard(by=viewer, draft_id=draft_id)


def _keep(request: Request, kept: keeping.Keeping) -> HttpResponse:
    """The button for a browser that runs no script: what the page does by itself every few seconds."""
    ticket = keeping.read(request.POST.get("ticket", ""))
    if ticket is None or ticket.draft != str(kept.draft):
        raise NotThere("draft")
    keeping.keep(request.viewer, ticket, request.POST)
    messages.success(request, presenters.KEPT)
    return redirect(request.path)


def beside(viewer: Viewer, family: Family) -> dict[str, Any]:
    """What is known already."""
    names = queries.names_in(viewer, family)
    return {
        "words": family_words.own_words(family, story.sections(viewer, family), names=names),
        "themes": known.themes(family, queries.facts(viewer, family), names=names, on=today(), may_write=False),
        "entries": timeline.lately(story.timeline(viewer, family), names=names),
    }
