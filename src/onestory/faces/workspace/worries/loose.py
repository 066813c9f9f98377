"""Worries from anywhere, also about somebody there is no record of: raising one, its page, and putting it with a record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid, NotThere
from onestory.core.ids import uuid7
from onestory.faces import ringing
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.drafts import keeping, pages
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.worries import acts, presenters
from onestory.faces.workspace.worries.forms import JoinForm, RaiseAnywhereForm
from onestory.faces.workspace.worries.views import RAISED, RAISED_AND_CALLED, as_uuid
from onestory.people import permissions
from onestory.people import queries as people
from onestory.people.models import Family
from onestory.story.actions import drafts
from onestory.support import queries as support
from onestory.support import request_queries, worry_queries
from onestory.support.actions import worries as act
from onestory.support.models import Request as Asked
from onestory.support.models import Worry
from onestory.support.worry_states import WORRIES
from onestory.ui.parts import Link


@require_GET
def mine(request: Request) -> HttpResponse:
    """Where somebody raises one, whomever it is about; and those of theirs that are with no record yet."""
    viewer = _writer(request)
    context = {
        "worries": presenters.listed(worry_queries.loose(viewer), now=timezone.now()),
        "families": [
            Link(text=one.family.name, url=reverse("workspace:begin_worry", args=[one.family.pk]))
            for one in support.my_families(viewer)
        ],
        "numbers": ringing.numbers(),
    }
    return render(request, "workspace/worries/mine.html", context)


@require_GET
def begin(request: Request) -> HttpResponse:
    _writer(request)
    return redirect("workspace:raise_loose_worry", uuid7())


@require_GET
def begin_from_request(request: Request, request_id: UUID) -> HttpResponse:
    """With the family's record, where the request has one that is open to the viewer; else about whom the request is."""
    viewer = _writer(request)
    if not viewer.may(May.TAKE_REQUESTS):
        raise NotThere("request")
    found = request_queries.request(viewer, request_id)
    if found.family_id and people.names_of_families(viewer, [found.family_id]):
        return redirect("workspace:begin_worry", found.family_id)
    return redirect(f"{reverse('workspace:raise_loose_worry', args=[uuid7()])}?request={found.pk}")


@require_http_methods(["GET", "POST"])
def raise_worry(request: Request, draft_id: UUID) -> HttpResponse:
    viewer = _writer(request)
    raised = worry_queries.raised_by_form(viewer, draft_id)
    if raised:
        messages.success(request, _said(viewer))
        return redirect(presenters.address("worry", raised))
    kept = keeping.begin(viewer, None, form="loose_worry", draft=draft_id)
    if "keep" in request.POST:
        return pages.keep(request, kept)
    number = request.POST.get("request") or request.GET.get("request") or kept.content.get("request")
    asked = _asked(viewer, as_uuid(number))
    initial = {"about_words": presenters.about_of(asked) if asked else "", **kept.content}
    form = RaiseAnywhereForm(sent(request), subject=draft_id, initial=initial)
    page = FormPage(
        title="Raise a worry", heading="Raise a worry", button="Raise it", said=_said(viewer),
        caption="About somebody who has no record you see", intro="Write what you know now. You can add to it later.",
        back=Link(text="Back", url=reverse("workspace:request", args=[asked.pk]) if asked else reverse("workspace:my_worries")),
        then=request.path, template="workspace/worries/raise.html",
        more={"keeping": kept, "numbers": ringing.numbers(), "asked": asked},
    )  # fmt: skip
    return change(request, page=page, form=form, act=lambda typed: _raise(viewer, draft_id, asked, typed))


def _raise(viewer: Viewer, draft_id: UUID, asked: Asked | None, typed: dict[str, Any]) -> None:
    new = act.NewWorry(
        seen=typed["seen"], urgency=typed["urgency"], told=typed["told"], why_untold=typed["untold_why"],
        whose_words=typed["whose_words"], about_words=typed["about_words"], request_id=asked.pk if asked else None,
    )  # fmt: skip
    try:
        act.raise_worry(by=viewer, family=None, new=new, now=timezone.now(), form_key=draft_id)
    except Invalid as refusal:
        raise (refusal.about("untold_why") if refusal.field == "why_untold" else refusal) from None
    drafts.discard(by=viewer, draft_id=draft_id)


@require_GET
def worry(request: Request, loose_worry_id: UUID) -> HttpResponse:
    viewer, now = _writer(request), timezone.now()
    found = act.open_loose(by=viewer, worry_id=loose_worry_id)
    may = act.may_look(viewer, found)
    context = {
        "worry": found,
        "label": presenters.label(found, now=now),
        "rows": presenters.summary(found, worry_queries.referrals(viewer, found), names={}, now=now),
        "happened": presenters.happened(worry_queries.events(viewer, found), worry_queries.called(viewer, found)),
        "acts": {step.act.partition(".")[2] for step in WORRIES.acts_from(found.state)} if may else set(),
        "urls": presenters.urls(found),
        "is_mine": may,
        "asked": _asked(viewer, found.request_id),
        "numbers": ringing.numbers(),
        "back": Link(text="Worries", url=reverse("workspace:my_worries")),
    }
    return render(request, "workspace/worries/worry.html", context)


@require_http_methods(["GET", "POST"])
def join(request: Request, loose_worry_id: UUID) -> HttpResponse:
    """There is a record now. It is among the families one walks alongside, or one came from its page."""
    viewer = _writer(request)
    found = act.open_loose(by=viewer, worry_id=loose_worry_id)
    if not act.may_look(viewer, found):
        raise NotThere("worry")
    came = as_uuid(request.POST.get("family") or request.GET.get("family"))
    choices = _families(viewer, found, came)
    page = FormPage(
        title="A worry", heading="Put it with a family’s record", caption=found.about_words, button="Put it there",
        intro="All that was written about it goes with it. Whoever may read of that family’s safety sees it then.",
        said="It is with the family’s record now.", back=Link(text="Back to the worry", url=presenters.address("worry", found)),
        then=reverse("workspace:my_worries"),
    )  # fmt: skip
    initial = {"family": str(came)} if came else {}
    form = JoinForm(
        sent(request), subject=found.pk, families=[(str(key), name) for key, name in choices.items()], initial=initial
    )

    def put(said: dict[str, Any]) -> None:
        act.join(by=viewer, worry=found, family=people.family(viewer, said["family"]), now=timezone.now())

    return change(request, page=page, form=form, act=put)


def _families(viewer: Viewer, worry: Worry, came: UUID | None) -> dict[UUID, str]:
    """The one that was come from, the one that the request became, and those one walks alongside."""
    asked = _asked(viewer, worry.request_id)
    near = [one for one in (came, asked.family_id if asked else None) if one]
    beside: list[Family] = [one.family for one in support.my_families(viewer)]
    return {**people.names_of_families(viewer, near), **{one.pk: one.name for one in beside}}


def _asked(viewer: Viewer, number: UUID | None) -> Asked | None:
    """The request it came from, to whoever sees that."""
    try:
        return request_queries.request(viewer, number) if number else None
    except NotThere:
        return None


def _writer(request: Request) -> Viewer:
    if not permissions.can_write(request.viewer):
        raise NotThere("worry")
    return request.viewer


def _said(viewer: Viewer) -> str:
    return RAISED if act.may_look_anywhere(viewer) else RAISED_AND_CALLED


def look(request: Request, loose_worry_id: UUID) -> HttpResponse:
    return acts.look(request, None, loose_worry_id)


def refer(request: Request, loose_worry_id: UUID) -> HttpResponse:
    return acts.refer(request, None, loose_worry_id)


def tell_family(request: Request, loose_worry_id: UUID) -> HttpResponse:
    return acts.tell_family(request, None, loose_worry_id)


def end(request: Request, loose_worry_id: UUID) -> HttpResponse:
    return acts.end(request, None, loose_worry_id)


def hear(request: Request, loose_referred_id: UUID) -> HttpResponse:
    return acts.hear(request, None, loose_referred_id)


def reopen(request: Request, loose_ended_id: UUID) -> HttpResponse:
    return acts.reopen(request, None, loose_ended_id)
