"""Holding a meeting: called, people asked to it, its agenda added to, minuted, and put right beside the minutes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from onestory.access import queries as access
from onestory.access.roles import May
from onestory.core.errors import Invalid, NotThere
from onestory.faces.workspace.asking import presenters as asking
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.triage import forms, presenters
from onestory.people import queries as families
from onestory.support import request_queries, triage_queries
from onestory.support.actions import triage
from onestory.support.models import Meeting
from onestory.support.request_states import LOOKING, RECEIVED, TRIAGE
from onestory.ui.parts import Link

TITLE = "A meeting"


def page_of(meeting: Meeting | None, **more: Any) -> FormPage:
    url = reverse("workspace:meeting", args=[meeting.pk]) if meeting else reverse("workspace:meetings")
    return FormPage(title=TITLE, back=Link(text="Back", url=url), **more)


def held(request: Request, meeting_id: UUID) -> Meeting:
    """Of the viewer's own team. Raises NotThere."""
    meeting = triage_queries.meeting(request.viewer, meeting_id)
    if not triage_queries.holds(request.viewer, meeting) or not request.viewer.may(May.TAKE_REQUESTS):
        raise NotThere("meeting")
    return meeting


@require_http_methods(["GET", "POST"])
def call(request: Request) -> HttpResponse:
    if not request.viewer.may(May.TAKE_REQUESTS) or not request.viewer.teams:
        raise NotThere("meeting")
    page = page_of(
        None, heading="Call a meeting", button="Call it", said="Called. What waits for a meeting is on its agenda.",
        intro="Its agenda begins with the requests of your team that wait for a meeting. You may add others.",
    )  # fmt: skip
    called: list[Meeting] = []
    form = forms.CallForm(sent(request))
    answer = change(
        request, page=page, form=form, act=lambda said: called.append(triage.call_meeting(by=request.viewer, **said))
    )
    return redirect("workspace:meeting", called[0].pk) if called else answer


@require_http_methods(["GET", "POST"])
def invite(request: Request, meeting_id: UUID) -> HttpResponse:
    meeting = held(request, meeting_id)

    def ask(said: dict[str, Any]) -> None:
        account = colleague(said["email"], "email") if said["email"] else None
        if (account is None) == (not said["name"]):
            raise Invalid("Write one colleague’s address, or one name.", "email")
        triage.invite(by=request.viewer, meeting=meeting, account=account, name=said["name"], service=said["service"])

    page = page_of(meeting, heading="Ask somebody to it", button="Ask them", said="They are on the list.")
    return change(request, page=page, form=forms.InviteForm(sent(request), subject=meeting.pk), act=ask)


def colleague(email: str, field: str) -> Any:
    try:
        return access.colleague_at(email)
    except Invalid as refusal:
        raise refusal.about(field) from None


@require_http_methods(["GET", "POST"])
def came(request: Request, meeting_id: UUID) -> HttpResponse:
    meeting = held(request, meeting_id)
    asked = triage_queries.attendees(request.viewer, meeting)
    people = [(str(one.pk), ", ".join(filter(None, (presenters.name_of(one), one.service)))) for one in asked]
    form = forms.CameForm(
        sent(request), subject=meeting.pk, people=people, initial={"here": [str(one.pk) for one in asked if one.came]}
    )
    return change(
        request, page=page_of(meeting, heading="Who came?", said="Saved."), form=form,
        act=lambda said: triage.came(by=request.viewer, meeting=meeting, here=set(said["here"])),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def add(request: Request, meeting_id: UUID) -> HttpResponse:
    """Requests of one's own team that wait, and are not on this agenda yet."""
    meeting, viewer = held(request, meeting_id), request.viewer
    on_it = {one.request_id for one in triage_queries.items(viewer, meeting)}
    waiting = [
        one
        for one in request_queries.waiting(viewer)
        if one.state in (RECEIVED, LOOKING, TRIAGE) and one.pk not in on_it
    ]
    names = families.names_of_families(viewer, [one.family_id for one in waiting if one.family_id])
    form = forms.AddForm(
        sent(request), subject=meeting.pk, requests=[(str(one.pk), asking.choice(one, names)) for one in waiting]
    )
    by_id = {one.pk: one for one in waiting}
    page = page_of(
        meeting, heading="Put a request on the agenda", button="Put it on", said="It is on the agenda.",
        intro="" if waiting else "Every request of your team that waits is on the agenda already.",
    )  # fmt: skip
    return change(
        request, page=page, form=form,
        act=lambda said: triage.add(by=viewer, meeting=meeting, request=by_id[said["request"]]),
    )  # fmt: skip


@require_POST
def minute(request: Request, meeting_id: UUID) -> HttpResponse:
    meeting = held(request, meeting_id)
    try:
        triage.minute(by=request.viewer, meeting=meeting)
    except Invalid as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Minuted. It is closed to change; what was not reached waits for the next meeting.")
    return redirect("workspace:meeting", meeting.pk)


@require_http_methods(["GET", "POST"])
def correct(request: Request, minuted_id: UUID) -> HttpResponse:
    meeting = held(request, minuted_id)
    page = page_of(meeting, heading="Put something right", said="It stands beside the minutes.",
                   intro="The minutes stay as they were. What you write stands beside them.")  # fmt: skip
    written = pages.Written(
        family=None, form=f"correct_minutes:{meeting.pk}", page=page, initial={},
        make=lambda data, initial: forms.CorrectForm(data, subject=meeting.pk, initial=initial),
        act=lambda said: triage.correct(by=request.viewer, meeting=meeting, words=said["words"]),
    )  # fmt: skip
    return pages.write(request, written)
