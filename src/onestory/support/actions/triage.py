"""Deciding together: a meeting is called, its agenda drawn, each service says its line, something is decided, and it is minuted.

A decision is an act on the request, by the same rules as anywhere else: whoever goes to meet the family is introduced to it
(`going`), and the request stays with the team. Nothing here ends anything by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onestory.access.models import Account
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.support import request_queries, thresholds, triage_queries
from onestory.support.actions import going, requests
from onestory.support.actions.locking import catch_up, one_at_a_time
from onestory.support.models import Attendee, Correction, KnownLine, Meeting, MeetingItem, Request
from onestory.support.request_states import LOOKING, OFFERED, RECEIVED, TRIAGE
from onestory.support.triage_states import CALLED, MEETING

Decision = MeetingItem.Decision

_OF_A_DECISION = (
    "decision", "level", "thresholds", "level_why", "words", "goes", "goes_name", "goes_on", "decided_by", "decided_at"
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Decided:
    """`words`: what is offered, found or still to be found out, as the family could read it. `goes`: who goes to meet them."""

    decision: str
    level: str
    level_why: str
    words: str
    goes: Account | None = None
    goes_name: str = ""
    goes_on: date | None = None


@transaction.atomic
def call_meeting(*, by: Viewer, held_on: date, team: UUID | None = None) -> Meeting:
    """A meeting of one's team. Its agenda begins with what waits for one; whoever calls it is of it."""
    if not by.may(May.TAKE_REQUESTS) or not by.teams:
        raise NotThere("meeting")
    if held_on < today():
        raise Invalid("Choose a day that is still to come.", "held_on")
    meeting = Meeting(team_id=team or by.teams[0], held_on=held_on, owner_id=by.account_id, state=CALLED)
    meeting.save(force_insert=True)
    _asked(by=by, meeting=meeting, account=by.account_id)
    waiting = request_queries.visible(by).filter(team_id=meeting.team_id, state=TRIAGE).order_by("next_on", "pk")[:50]
    taken = MeetingItem.objects.filter(meeting__state=CALLED, decision="").values_list("request_id", flat=True)
    for request in [one for one in waiting if one.pk not in set(taken)]:
        MeetingItem(meeting=meeting, request=request, added_by_id=by.account_id).save(force_insert=True)
    events.record(by=by, action="triage.call_meeting", subject=meeting)
    return meeting


@transaction.atomic
def invite(*, by: Viewer, meeting: Meeting, account: Account | None = None, name: str = "", service: str = "") -> None:
    """A colleague, who sees the agenda from now on until it is minuted; or somebody by name, who sees nothing here."""
    _check_holds(by, meeting)
    if account is None and not name.strip():
        raise Invalid("Choose a colleague, or write a name.", "name")
    if account is not None and Attendee.objects.filter(meeting=meeting, account=account).exists():
        raise Invalid("They have been asked already.", "name")
    _asked(by=by, meeting=meeting, account=account.pk if account else None, name=name, service=service)
    events.record(by=by, action="triage.invite", subject=meeting, with_an_account=account is not None)


@transaction.atomic
def came(*, by: Viewer, meeting: Meeting, here: set[UUID]) -> None:
    """Who came, of those that were asked."""
    _check_holds(by, meeting)
    for one in triage_queries.attendees(by, meeting):
        one.came = one.pk in here
        one.save(update_fields=["came"])
    events.record(by=by, action="triage.came", subject=meeting, number=len(here))


@transaction.atomic
def add(*, by: Viewer, meeting: Meeting, request: Request) -> MeetingItem:
    """Put a request on the agenda. One that was being looked at waits for the meeting from now on."""
    _check_holds(by, meeting)
    if MeetingItem.objects.filter(meeting=meeting, request=request).exists():
        raise Invalid("It is on the agenda already.", "request")
    if request.state in (RECEIVED, LOOKING):
        requests.bring_to_meeting(by=by, request=request, next_on=max(meeting.held_on, today()))
    elif request.state != TRIAGE:
        raise Invalid("Only a request that waits can be brought to a meeting.", "request")
    item = MeetingItem(meeting=meeting, request=request, added_by_id=by.account_id)
    item.save(force_insert=True)
    events.record(by=by, action="triage.add", family=request.family_id, subject=item)
    return item


@transaction.atomic
def say(*, by: Viewer, item: MeetingItem, section: str, words: str, service: str) -> KnownLine:
    """What one's service knows; said again, it stands in place of what one said before. Only what it may say."""
    one_at_a_time(_words_of(item.meeting_id))
    meeting = triage_queries.meeting(by, item.meeting_id)
    _check_open(meeting)
    if not words.strip():
        raise Invalid("Write what your service knows, in a line or two.", "words")
    known = triage_queries.on_agenda(by, item)
    if section not in triage_queries.may_say(by, known, holds=triage_queries.holds(by, meeting)):
        raise Invalid("No agreement of your service, and nothing open to you, lets you speak of that here.", "section")
    line = KnownLine(
        item=item, service=service.strip()[:200], section=section, words=words.strip(), written_by_id=by.account_id
    )
    line.save(force_insert=True)
    events.record(by=by, action="triage.say", family=known.family, subject=line, fields=[section])
    return line


@transaction.atomic
def decide(*, by: Viewer, item: MeetingItem, decided: Decided) -> None:
    """Once for each request. What is decided happens to the request at once, and whoever goes is introduced."""
    _check_holds(by, item.meeting)
    _check_decision(item, decided)
    request = request_queries.request(by, item.request_id)
    _act(by=by, request=request, decided=decided)
    _take(by=by, request=request, decided=decided)
    _write(by=by, item=item, decided=decided)
    going.send(by=by, item=item, family=request.family_id)
    events.record(
        by=by,
        action="triage.decide",
        family=request.family_id,
        subject=item,
        decided=decided.decision,
        level=decided.level,
    )


@transaction.atomic
def minute(*, by: Viewer, meeting: Meeting) -> None:
    """From now on it is closed to change, and each family's own wall says who reads what was said of it.

    What was not reached stays with its owner, waiting for the next meeting.
    """
    one_at_a_time(_words_of(meeting.pk))
    _check_holds(by, meeting)
    for item in triage_queries.items(by, meeting):
        family = request_queries.request(by, item.request_id).family_id
        if family:
            KnownLine.objects.filter(item=item).update(family_id=family)
            MeetingItem.objects.filter(pk=item.pk).update(family_id=family)
    meeting.state = MEETING.after(meeting.state, "triage.minute")
    meeting.minuted_at, meeting.minuted_by_id = timezone.now(), by.account_id
    meeting.save(update_fields=["state", "minuted_at", "minuted_by"])
    events.record(by=by, action="triage.minute", subject=meeting)


@transaction.atomic
def correct(*, by: Viewer, meeting: Meeting, words: str) -> None:
    """Beside the minutes, which stay as they were."""
    if not triage_queries.holds(by, meeting):
        raise NotThere("meeting")
    if meeting.state == CALLED:
        raise Invalid("It is not minuted yet: change what is written instead.")
    if not words.strip():
        raise Invalid("Write what was not right, and what is.", "words")
    made = Correction(meeting=meeting, words=words.strip(), written_by_id=by.account_id)
    made.save(force_insert=True)
    events.record(by=by, action="triage.correct", subject=made)


def _words_of(meeting: UUID) -> str:
    """Nobody speaks while it is minuted: their line would be of no family. Whoever was only asked may not keep its row."""
    return f"triage.words {meeting}"


def _check_holds(by: Viewer, meeting: Meeting) -> None:
    if not triage_queries.holds(by, meeting) or not by.may(May.TAKE_REQUESTS):
        raise NotThere("meeting")
    _check_open(meeting)
    catch_up(meeting, "state")
    _check_open(meeting)


def _check_open(meeting: Meeting) -> None:
    if meeting.state != CALLED:
        raise Invalid("This meeting is minuted, and closed to change. Write a correction instead.")


def _asked(*, by: Viewer, meeting: Meeting, account: UUID | None, name: str = "", service: str = "") -> None:
    Attendee(
        meeting=meeting, account_id=account, name=name.strip()[:200], service=service.strip()[:200], asked_by_id=by.account_id
    ).save(force_insert=True)  # fmt: skip


def _check_decision(item: MeetingItem, decided: Decided) -> None:
    catch_up(item, "decision")
    if item.decision:
        raise Invalid("This was decided already. Look at the meeting again.")
    if decided.decision not in Decision.values or decided.level not in thresholds.BY_KEY:
        raise Invalid("Choose one of those on the list.", "decision")
    if not decided.words.strip():
        raise Invalid("Write what was decided, in words the family could read.", "words")
    if decided.decision == Decision.OFFER and not (decided.goes or decided.goes_name.strip()):
        raise Invalid("Say who goes to meet the family. A decision that nobody carries out is none.", "goes")
    if (decided.goes or decided.goes_name.strip()) and decided.goes_on is None:
        raise Invalid("Say by when they go.", "goes_on")


def _act(*, by: Viewer, request: Request, decided: Decided) -> None:
    if decided.decision == Decision.OFFER:
        requests.offer_help(by=by, request=request, what=decided.words, next_on=decided.goes_on)
    elif decided.decision == Decision.MORE:
        requests.bring_back(by=by, request=request, why=decided.words, next_on=decided.goes_on)
    else:
        requests.find_other_help(by=by, request=request, reason=decided.words)


def _take(*, by: Viewer, request: Request, decided: Decided) -> None:
    """Whoever decides that they go themselves has the request from now on."""
    standing = request_queries.request(by, request.pk)
    goes = decided.goes and decided.goes.pk == by.account_id and standing.state in (OFFERED, LOOKING)
    if goes and standing.owner_id != by.account_id:
        requests.take(by=by, request=standing, why=decided.words, next_on=decided.goes_on)


def _write(*, by: Viewer, item: MeetingItem, decided: Decided) -> None:
    item.decision, item.level, item.thresholds = decided.decision, decided.level, thresholds.VERSION
    item.level_why, item.words = decided.level_why.strip(), decided.words.strip()
    item.goes, item.goes_name, item.goes_on = decided.goes, decided.goes_name.strip()[:200], decided.goes_on
    item.decided_by_id, item.decided_at = by.account_id, timezone.now()
    item.save(update_fields=_OF_A_DECISION)
