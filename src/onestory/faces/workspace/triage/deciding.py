"""One request at a meeting: what each service knows, a word asked of somebody outside, and what is decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from onestory.access import queries as access
from onestory.access.models import Account
from onestory.access.sections import Section
from onestory.core.dates import PartialDate, show_date
from onestory.core.errors import Invalid, NotThere
from onestory.faces.workspace.changing import UNPROCESSABLE, FormPage, change, sent
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.triage import forms, presenters
from onestory.faces.workspace.triage.holding import colleague, held, page_of
from onestory.support import thresholds, triage_queries
from onestory.support.actions import contributions, triage
from onestory.support.actions.contributions import NewAsk
from onestory.support.actions.triage import Decided
from onestory.support.models import MeetingItem
from onestory.support.triage_queries import OnAgenda
from onestory.support.triage_states import CALLED

NOTHING_TO_SAY = "No agreement of your service, and nothing open to you, lets you speak of this family here."


def _heading(known: OnAgenda) -> str:
    return known.about or "A request"


@require_http_methods(["GET", "POST"])
def say(request: Request, item_id: UUID) -> HttpResponse:
    viewer, item = request.viewer, triage_queries.item(request.viewer, item_id)
    known = triage_queries.on_agenda(viewer, item)
    allowed = triage_queries.may_say(viewer, known, holds=triage_queries.holds(viewer, item.meeting))
    page = page_of(
        item.meeting, heading="What does your service know?", caption=_heading(known), said="Your line is written.",
        intro="" if allowed else NOTHING_TO_SAY,
    )  # fmt: skip
    form = forms.SayForm(sent(request), subject=item.pk, sections=_choices(allowed), service=_service(request, item))
    return change(request, page=page, form=form, act=lambda said: triage.say(
        by=viewer, item=item, section=said["section"], words=said["words"], service=said["service"],
    ))  # fmt: skip


def _choices(sections: list[Section]) -> list[tuple[str, str]]:
    return [(str(section), section.label) for section in sections]


def _service(request: Request, item: MeetingItem) -> str:
    """As they were asked to the meeting; else what they are here."""
    for one in triage_queries.attendees(request.viewer, item.meeting):
        if one.account_id == request.viewer.account_id and one.service:
            return str(one.service)
    return str(getattr(request.user, "job_title", ""))


@require_http_methods(["GET", "POST"])
def decide(request: Request, item_id: UUID) -> HttpResponse:
    viewer, item = request.viewer, triage_queries.item(request.viewer, item_id)
    held(request, item.meeting_id)
    known = triage_queries.on_agenda(viewer, item)
    here = [one for one in triage_queries.attendees(viewer, item.meeting) if one.account_id]
    form = forms.DecideForm(
        sent(request), subject=item.pk, people=[(str(one.account_id), presenters.name_of(one)) for one in here]
    )
    page = FormPage(
        title="A meeting", heading="Decide together", caption=_heading(known), button="It is decided",
        said="Decided. Whoever goes is offered the request, and it stays with your team until they accept.",
        back=page_of(item.meeting, heading="", said="").back, template="workspace/triage/decide.html",
        more={"levels": thresholds.LEVELS, "source": thresholds.SOURCE, "version": thresholds.VERSION},
    )  # fmt: skip
    return change(
        request, page=page, form=form, act=lambda said: triage.decide(by=viewer, item=item, decided=_decided(said))
    )


def _decided(said: dict[str, Any]) -> Decided:
    goes: Account | None = access.colleague(said["goes"]) if said["goes"] else None
    if said["goes_email"]:
        goes = colleague(said["goes_email"], "goes_email")
    return Decided(
        decision=said["decision"], level=said["level"], level_why=said["level_why"], words=said["words"], goes=goes,
        goes_name="" if goes else said["goes_name"], goes_on=said["goes_on"],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def ask(request: Request, item_id: UUID) -> HttpResponse:
    """By anybody of the meeting. The link is shown once, with words to send it by, and kept nowhere."""
    viewer, item = request.viewer, triage_queries.item(request.viewer, item_id)
    if item.meeting.state != CALLED:
        raise NotThere("item")
    known = triage_queries.on_agenda(viewer, item)
    sections = [one for one in triage_queries.SAYABLE if one in viewer.ceiling()]
    form = forms.AskForm(
        sent(request), subject=item.pk, sections=_choices(sections), initial={
            "about_name": known.about, "born": PartialDate(known.born) if known.born else None
        },
    )  # fmt: skip
    page = page_of(item.meeting, heading="Ask a school or surgery for a word", caption=_heading(known), button="Make the link",
                   said="", intro="They need no account. The link works once, for a week.")  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            return _made(request, item, form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, page.template, {"page": page, "form": form}, status=status)


def _made(request: Request, item: MeetingItem, said: dict[str, Any]) -> HttpResponse:
    new = NewAsk(**{name: said[name] for name in ("name", "service", "question", "about_name", "born", "section")})
    token = contributions.ask(by=request.viewer, item=item, new=new)
    url = request.build_absolute_uri(reverse("public:word", args=[token]))
    until = show_date(contributions.asked_by(token).ends_at.date())
    words = presenters.letter(name=said["name"], child=said["about_name"], url=url, until=until, by=request.viewer.name)
    back = reverse("workspace:meeting", args=[item.meeting_id])
    return render(request, "workspace/triage/link.html", {"words": words, "name": said["name"], "back": back})


@require_POST
def take_back(request: Request, word_id: UUID) -> HttpResponse:
    one = triage_queries.contribution(request.viewer, word_id)
    contributions.take_back(by=request.viewer, contribution=one)
    messages.success(request, "The link opens nothing any more.")
    return redirect("workspace:meeting", one.item.meeting_id)
