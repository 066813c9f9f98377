"""Worries about a family: those one may see, raising one, one whole, and what one was called about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid, NotThere
from onestory.core.ids import uuid7
from onestory.faces import ringing
from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.drafts import keeping, pages
from onestory.faces.workspace.family import timeline
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.worries import presenters
from onestory.faces.workspace.worries.forms import RaiseForm
from onestory.people import permissions, queries
from onestory.people.models import Family
from onestory.story import queries as story
from onestory.story.actions import drafts
from onestory.support import worry_queries
from onestory.support.actions import worries as act
from onestory.support.worry_states import WORRIES

RAISED = "Raised. It is yours until somebody takes it on, and it is looked at whatever happens."
RAISED_AND_CALLED = "Raised. Colleagues who may look further have been called, and it is yours until one takes it on."


@require_GET
def worries(request: Request, family_id: UUID) -> HttpResponse:
    family = opening.to_read(request.viewer, family_id)
    found = worry_queries.of_family(request.viewer, family)
    context = {
        "family": family,
        "worries": presenters.listed(found, now=timezone.now()),
        "sees_all": Section.SAFEGUARDING in family.sections_open_to(request.viewer),
        "may_write": permissions.can_write(request.viewer),
        "to_join": worry_queries.to_join(request.viewer) if permissions.can_write(request.viewer) else [],
        "numbers": ringing.numbers(),
    }
    return render(request, "workspace/worries/worries.html", context)


@require_GET
def begin(request: Request, family_id: UUID) -> HttpResponse:
    """Gives the page a number of its own, so that a reload or a crash comes back to the same draft. Whom an entry is about, from
    which somebody came, is asked no second time.
    """
    family = opening.to_write_in(request.viewer, family_id)
    address = reverse("workspace:raise_worry", args=[family.pk, uuid7()])
    return redirect(f"{address}?entry={came}" if (came := as_uuid(request.GET.get("entry"))) else address)


@require_http_methods(["GET", "POST"])
def raise_worry(request: Request, family_id: UUID, draft_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    said = RAISED if Section.SAFEGUARDING in family.sections_open_to(viewer) else RAISED_AND_CALLED
    if worry_queries.was_raised(viewer, draft_id):
        messages.success(request, said)
        return redirect("workspace:worries", family.pk)
    kept = keeping.begin(viewer, family, form="worry", draft=draft_id)
    if "keep" in request.POST:
        return pages.keep(request, kept)
    people = timeline.people_to_choose(queries.members(viewer, family))
    initial = {"about": _about(viewer, family, as_uuid(request.GET.get("entry"))), **kept.content}
    form = RaiseForm(sent(request), subject=family.pk, people=people, initial=initial)
    page = FormPage(
        title="Raise a worry",
        heading="Raise a worry",
        caption=family.name,
        intro="Write what you know now. You can add to it later.",
        button="Raise it",
        said=said,
        back=presenters.back(family),
        template="workspace/worries/raise.html",
        more={"keeping": kept, "numbers": ringing.numbers(), "family": family},
    )
    return change(request, page=page, form=form, act=lambda typed: _raise(viewer, family, draft_id, typed))


def _about(viewer: Viewer, family: Family, entry_id: UUID | None) -> list[str]:
    """Whom an entry is about."""
    found = story.entry(viewer, family, entry_id) if entry_id else None
    return [str(one.person_id) for one in found.about.all()] if found else []


def as_uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _raise(viewer: Viewer, family: Family, draft_id: UUID, typed: dict[str, Any]) -> None:
    new = act.NewWorry(
        seen=typed["seen"], urgency=typed["urgency"], told=typed["told"], why_untold=typed["untold_why"],
        whose_words=typed["whose_words"], about=typed["about"],
    )  # fmt: skip
    try:
        act.raise_worry(by=viewer, family=family, new=new, now=timezone.now(), form_key=draft_id)
    except Invalid as refusal:
        raise (refusal.about("untold_why") if refusal.field == "why_untold" else refusal) from None
    drafts.discard(by=viewer, draft_id=draft_id)


@require_GET
def worry(request: Request, family_id: UUID, worry_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family = opening.to_read(viewer, family_id)
    found = worry_queries.worry(viewer, family, worry_id)
    referrals = worry_queries.referrals(viewer, found)
    may = act.may_look(viewer, found) and permissions.can_write(viewer)
    context = {
        "family": family,
        "worry": found,
        "label": presenters.label(found, now=now),
        "rows": presenters.summary(found, referrals, names=queries.names_in(viewer, family), now=now),
        "happened": presenters.happened(worry_queries.events(viewer, found), worry_queries.called(viewer, found)),
        "acts": {step.act.partition(".")[2] for step in WORRIES.acts_from(found.state)} if may else set(),
        "urls": presenters.urls(found),
        "is_mine": found.owner_id == viewer.account_id,
        "opened": worry_queries.opened_by(viewer, found),
        "numbers": ringing.numbers(),
        "back": presenters.back(family),
    }
    return render(request, "workspace/worries/worry.html", context)


@require_http_methods(["GET", "POST"])
def call(request: Request, call_id: UUID) -> HttpResponse:
    """Somebody was called: they see that a worry waits, and nothing of whom it is about until they take it on."""
    viewer, now = request.viewer, timezone.now()
    if not permissions.can_write(viewer):
        raise NotThere("call")
    waiting = worry_queries.call(viewer, call_id)
    if request.method == "POST":
        taken = act.answer_call(by=viewer, call_id=waiting.call, now=now)
        messages.success(request, "It is yours now. You see what it needs of the family.")
        return redirect(presenters.address("worry", taken))
    return render(
        request,
        "workspace/worries/call.html",
        {"rows": presenters.called(waiting, now=now), "numbers": ringing.numbers()},
    )
