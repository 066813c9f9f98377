"""The meetings of one's team and those one was asked to; one meeting with its agenda; its minutes, on paper too."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onestory.access.roles import May
from onestory.core.dates import show_date, show_moment, today
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.triage import presenters
from onestory.support import thresholds, triage_queries
from onestory.support.models import Meeting
from onestory.support.triage_states import CALLED


@require_GET
def meetings(request: Request) -> HttpResponse:
    viewer = request.viewer
    context = {
        "rows": presenters.rows(triage_queries.meetings(viewer), on=today()),
        "may_call": viewer.may(May.TAKE_REQUESTS) and bool(viewer.teams),
    }
    return render(request, "workspace/triage/meetings.html", context)


@require_GET
def one(request: Request, meeting_id: UUID) -> HttpResponse:
    meeting = triage_queries.meeting(request.viewer, meeting_id)
    return render(request, "workspace/triage/meeting.html", _context(request, meeting))


@require_GET
def minutes(request: Request, meeting_id: UUID) -> HttpResponse:
    meeting = triage_queries.meeting(request.viewer, meeting_id)
    return render(request, "workspace/triage/minutes.html", _context(request, meeting))


def _context(request: Request, meeting: Meeting) -> dict[str, Any]:
    viewer = request.viewer
    said = presenters.Said(triage_queries.lines(viewer, meeting), triage_queries.contributions(viewer, meeting))
    agenda, items = triage_queries.agenda(viewer, meeting), triage_queries.items(viewer, meeting)
    holds = triage_queries.holds(viewer, meeting)
    return {
        "meeting": meeting, "when": show_date(meeting.held_on), "open": meeting.state == CALLED, "holds": holds,
        "people": presenters.people(triage_queries.attendees(viewer, meeting)),
        "items": presenters.items(viewer, meeting, agenda, items, said, holds=holds),
        "levels": thresholds.LEVELS, "source": thresholds.SOURCE, "version": thresholds.VERSION,
        "corrections": presenters.corrections(triage_queries.corrections(viewer, meeting)),
        "minuted": show_moment(meeting.minuted_at) if meeting.minuted_at else "",
    }  # fmt: skip
