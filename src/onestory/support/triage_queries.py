"""Reading meetings: those of one's team, and those one was asked to; their agendas, and what was said at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from onestory.access import queries as access
from onestory.access.models import Team
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people import queries as people
from onestory.support import request_queries
from onestory.support.models import Attendee, Contribution, Correction, KnownLine, Meeting, MeetingItem, Request
from onestory.support.triage_states import ASKED, CALLED

AT_MOST = 100
SAYABLE = (Section.SHARED, Section.HEALTH, Section.HOME, Section.SAFEGUARDING)


@dataclass(frozen=True)
class OnAgenda:
    """What those of the meeting see of one request."""

    item: UUID
    request: UUID
    family: UUID | None
    about: str
    born: str
    words: str
    words_by: str
    urgency: str
    door: str
    asked_at: datetime


def meetings(viewer: Viewer, *, limit: int = 50) -> list[Meeting]:
    """Those to come first, the soonest first; then those that were, the latest first."""
    counted = _visible(viewer).annotate(counted=Count("items", distinct=True)).select_related("team", "owner")
    found: list[Meeting] = []
    for one in counted.order_by("-held_on", "-pk")[:limit]:
        one.on_agenda = one.counted
        found.append(one)
    called = [one for one in found if one.state == CALLED]
    return [*reversed(called), *(one for one in found if one.state != CALLED)]


def meeting(viewer: Viewer, meeting_id: UUID) -> Meeting:
    """Raises NotThere."""
    found = _visible(viewer).filter(pk=meeting_id).select_related("team", "owner", "minuted_by").first()
    if found is None:
        raise NotThere("meeting")
    return found


def holds(viewer: Viewer, meeting: Meeting) -> bool:
    """Of the team that holds it: they ask people to it, decide and minute."""
    return meeting.team_id in viewer.teams or meeting.owner_id == viewer.account_id


def attendees(viewer: Viewer, meeting: Meeting) -> list[Attendee]:
    return list(
        Attendee.objects.filter(meeting=meeting).select_related("account").order_by("created_at", "pk")[:AT_MOST]
    )


def agenda(viewer: Viewer, meeting: Meeting) -> list[OnAgenda]:
    """In the order in which it came on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.agenda(%s)", [meeting.pk])
        return [OnAgenda(*row) for row in cursor.fetchall()]


def items(viewer: Viewer, meeting: Meeting) -> list[MeetingItem]:
    found = MeetingItem.objects.filter(meeting=meeting).select_related("goes", "decided_by")
    return list(found.order_by("created_at", "pk")[:AT_MOST])


def item(viewer: Viewer, item_id: UUID) -> MeetingItem:
    """Raises NotThere."""
    found = MeetingItem.objects.filter(pk=item_id, meeting__in=_visible(viewer)).select_related("meeting").first()
    if found is None:
        raise NotThere("item")
    return found


def on_agenda(viewer: Viewer, item: MeetingItem) -> OnAgenda:
    """Raises NotThere."""
    for found in agenda(viewer, item.meeting):
        if found.item == item.pk:
            return found
    raise NotThere("item")


def lines(viewer: Viewer, meeting: Meeting) -> dict[UUID, list[KnownLine]]:
    """By item: of each service and section the newest, in the order they were first said."""
    found: dict[UUID, dict[tuple[UUID, str], KnownLine]] = {}
    said = KnownLine.objects.filter(item__meeting=meeting).select_related("written_by").order_by("written_at", "pk")
    for line in said[:500]:
        found.setdefault(line.item_id, {})[(line.written_by_id, line.section)] = line
    return {item: list(lines.values()) for item, lines in found.items()}


def contributions(viewer: Viewer, meeting: Meeting) -> dict[UUID, list[Contribution]]:
    """By item, in the order they were asked for."""
    found: dict[UUID, list[Contribution]] = {}
    asked = Contribution.objects.filter(item__meeting=meeting).exclude(state="taken_back")
    for one in asked.order_by("created_at", "pk")[:AT_MOST]:
        found.setdefault(one.item_id, []).append(one)
    return found


def contribution(viewer: Viewer, contribution_id: UUID) -> Contribution:
    """One that is awaited. Raises NotThere."""
    awaited = Contribution.objects.filter(pk=contribution_id, state=ASKED, item__meeting__in=_visible(viewer))
    found = awaited.select_related("item").first()
    if found is None:
        raise NotThere("contribution")
    return found


def corrections(viewer: Viewer, meeting: Meeting) -> list[Correction]:
    return list(
        Correction.objects.filter(meeting=meeting).select_related("written_by").order_by("written_at", "pk")[:AT_MOST]
    )


def decided_of(viewer: Viewer, request: Request) -> list[MeetingItem]:
    """What was decided last of a request, and of each that goes on as part of it."""
    ours = [request, *request_queries.everything_joined_to(viewer, request)]
    found = MeetingItem.objects.filter(request__in=ours).exclude(decision="")
    by_request = {one.request_id: one for one in found.select_related("goes").order_by("decided_at", "pk")[:AT_MOST]}
    return list(by_request.values())


def comes_as(viewer: Viewer, item: MeetingItem) -> str:
    """What whoever goes is: as they work here, or as they were asked to the meeting. Empty where nobody said."""
    if item.goes and item.goes.job_title:
        return str(item.goes.job_title)
    there = Attendee.objects.filter(meeting=item.meeting_id).exclude(service="")
    same = there.filter(account=item.goes_id) if item.goes_id else there.filter(name__iexact=item.goes_name)
    return same.values_list("service", flat=True).order_by("created_at", "pk").first() or ""


def may_say(viewer: Viewer, item: OnAgenda, *, holds: bool) -> list[Section]:
    """Sections the viewer's service may speak of: by what is open to them of the family, or by an agreement of its own.

    Whoever is on duty for the request may say what they were told at the door.
    """
    allowed = {str(Section.SHARED)} if holds else set()
    if item.family is not None:
        allowed |= _open_to(viewer, item.family)
    ours = set(Team.objects.filter(memberships__account_id=viewer.account_id).values_list("organisation_id", flat=True))
    for agreement in access.agreements_in_force(viewer):
        if ours & set(agreement.organisation_ids):
            allowed |= set(agreement.sections)
    allowed &= viewer.ceiling()
    return [section for section in SAYABLE if section in allowed]


def _open_to(viewer: Viewer, family: UUID) -> set[str]:
    try:
        return set(people.family(viewer, family).sections_open_to(viewer))
    except NotThere:
        return set()


def _visible(viewer: Viewer) -> QuerySet[Meeting]:
    """The first wall: those of the viewer's teams, and those to come that they were asked to."""
    asked = Q(state=CALLED, attendees__account_id=viewer.account_id)
    return Meeting.objects.filter(Q(team_id__in=viewer.teams) | Q(owner_id=viewer.account_id) | asked).distinct()
