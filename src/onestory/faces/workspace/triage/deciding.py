"""One request at a meeting: what each service knows, a word asked of somebody outside, and what is decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from onestory.access import queries as access
from onestory.access.models import Account
from onestory.access.sections import Section
from onestory.core.dates import PartialDate, show_date
from onestory.core.errors import Invalid, NotThere
from onestory.faces.workspace.changing import UNPROCESSABLE, FormPage, sent
from onestory.faces.workspace.drafts import keeping, pages
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.triage import forms, presenters
from onestory.faces.workspace.triage.holding import colleague, held, page_of
from onestory.story.actions import drafts
from onestory.support import thresholds, triage_queries
from onestory.support.actions import contributions, triage
from onestory.support.actions.contributions import NewAsk
from onestory.support.actions.triage import Decided
from onestory.support.models import MeetingItem
from onestory.support.triage_queries import OnAgenda
from onestory.support.triage_states import CALLED

GOES_NOW = (
    "Whoever goes is introduced as soon as you press: they are asked whether they would meet the family, and see nothing of it"
    " before both have said yes. The request stays with your team."
)
GOES_LATER = (
    "There is no record of this family yet. Whoever goes is asked as soon as one is found or begun for the request, in the words"
    " you write here. Until then it stands on the request’s page, and on Today. The request stays with your team."
)
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
    service = _service(request, item)
    written = pages.Written(
        family=None, form=f"say_known:{item.pk}", page=page, initial={},
        make=lambda data, initial: forms.SayForm(
            data, subject=item.pk, sections=_choices(allowed), service=service, initial=initial
        ),
        act=lambda said: triage.say(
            by=viewer, item=item, section=said["section"], words=said["words"], service=said["service"]
        ),
    )  # fmt: skip
    return pages.write(request, written)


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
    people = [(str(one.account_id), presenters.name_of(one)) for one in here]
    page = FormPage(
        title="A meeting", heading="Decide together", caption=_heading(known), button="It is decided",
        said="Decided. It happens to the request at once.", intro=GOES_NOW if known.family else GOES_LATER,
        back=page_of(item.meeting, heading="", said="").back, template="workspace/triage/decide.html",
        more={"levels": thresholds.LEVELS, "source": thresholds.SOURCE, "version": thresholds.VERSION},
    )  # fmt: skip
    written = pages.Written(
        family=None, form=f"decide:{item.pk}", page=page, initial={},
        make=lambda data, initial: forms.DecideForm(data, subject=item.pk, people=people, initial=initial),
        act=lambda said: triage.decide(by=viewer, item=item, decided=_decided(said)),
    )  # fmt: skip
    return pages.write(request, written)


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
    kept = keeping.begin(viewer, None, form=f"ask_word:{item.pk}")
    if "keep" in request.POST:
        return pages.keep(request, kept)
    known_of = {"about_name": known.about, "born": PartialDate(known.born) if known.born else None}
    form = forms.AskForm(
        sent(request), subject=item.pk, sections=_choices(sections), initial=known_of | dict(kept.content)
    )
    if form.is_bound and form.is_valid():
        try:
            return _made(request, item, form.cleaned_data, kept.draft)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    page = page_of(item.meeting, heading="Ask a school or surgery for a word", caption=_heading(known), button="Make the link",
                   said="", intro="They need no account. The link works once, for a week.")  # fmt: skip
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, pages.TEMPLATE, {"page": page, "form": form, "keeping": kept}, status=status)


def _made(request: Request, item: MeetingItem, said: dict[str, Any], draft: UUID) -> HttpResponse:
    new = NewAsk(**{name: said[name] for name in ("name", "service", "question", "about_name", "born", "section")})
    with transaction.atomic():
        token = contributions.ask(by=request.viewer, item=item, new=new)
        drafts.discard(by=request.viewer, draft_id=draft)
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
