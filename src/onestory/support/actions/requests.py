"""Requests for support: received from any door, looked at, offered help, ended by somebody with a reason, and opened again.

Each act is one row more of what happened (`RequestEvent`), which says whose it is, where it stands and when it is looked at next;
the database commits no change without it. This module ends nothing by itself and tells nobody whether a family is known.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from onestory.access.actions import grants, wall
from onestory.access.models import Grant
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import working_days
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.support import request_queries, request_words
from onestory.support.actions import tellings
from onestory.support.models import Asker, Passing, ReachBefore, Request, RequestEvent
from onestory.support.models.requests import Urgency
from onestory.support.request_inputs import NewRequest, SafeReach
from onestory.support.request_states import BEGUN, ENDS, REQUEST

DAYS = {Urgency.NOW: 0, Urgency.SOON: 1, Urgency.USUAL: 3}
"""Within how many days somebody looks at it. Somebody who may not be safe is looked at today."""

_KEEP = "SELECT wall.keep_request(%s, %s::jsonb, %s::jsonb, %s, %s, %s, %s, %s)"
REACH_CHANGED = (
    "Somebody put this right after you opened this page, so nothing was saved. What you typed is still here. "
    "Look at what stands now, below, and save again only if yours is right."
)
NOBODY_ON_DUTY = "Nobody is on duty for requests here yet. Ring the hub instead. Nothing you typed has been lost."


@transaction.atomic
def receive(
    *, by: Viewer | None, new: NewRequest, form_key: UUID, team: UUID | None = None, own: bool = False,
    finished: bool = True, on: date | None = None,
) -> UUID:  # fmt: skip
    """Take in one asking for help; its number. The same form sent twice is one request; what was begun by it is gone on with.

    `by` is nobody where whoever asks does not sign in. It goes to a team at the front door (`team`, where there are several);
    with `own`, whoever takes it keeps it, in that team of theirs. Not `finished`, it is kept as begun. Whoever asks is told the
    same, whether the family is known or not. Raises Invalid, and NotThere for a form somebody else began.
    """
    if finished and not new.is_enough:
        raise Invalid("Say who it is about, or what they asked for.", "words")
    if by is not None and own and not by.may(May.TAKE_REQUESTS):
        raise NotThere("taking a request")
    to, day = team or _team(by, own=own), next_day(new.urgency, on=on)
    asker = json.dumps(asdict(new.asker)) if new.asker else None
    act = "requests.receive"
    words = request_words.for_whoever_asked(act, of_the_family=new.asker is None, day=day) if finished else ""
    state = REQUEST.after("begun", act) if finished else "begun"
    made: UUID = wall.call(
        _KEEP, [form_key, json.dumps(new.said()), asker, words, to, own, state, day], not_there="request",
    )  # fmt: skip
    events.record(by=by, action="requests.receive", subject=Request(pk=made), door=str(new.door), finished=finished)
    return made


def begun(*, form_key: UUID) -> dict[str, Any]:
    """What was said on this form so far, by column, to whoever began it; nothing once it is sent, or after a day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.begun_request(%s)", [form_key])
        found = cursor.fetchone()[0]
    return json.loads(found) if isinstance(found, str) else found or {}


@transaction.atomic
def finish(*, by: Viewer, request: Request, next_on: date | None = None) -> None:
    """What was begun, and left, is received as it is."""
    change(by=by, request=request, act="requests.receive", next_on=next_on)


@transaction.atomic
def take(*, by: Viewer, request: Request, why: str = "", next_on: date | None = None) -> None:
    """Somebody of the team on duty takes it on themselves. From a colleague who has it, they say why."""
    if request.owner_id and request.owner_id != by.account_id and not why.strip():
        raise Invalid("Say why you take it on in your colleague’s place.", "reason")
    _own(by=by, request=request, take=True, why=why, next_on=next_on)
    events.record(by=by, action="requests.take", family=request.family_id, subject=request)


@transaction.atomic
def give_back(*, by: Viewer, request: Request, why: str, next_on: date | None = None) -> None:
    """Back to the team on duty: everybody of it has it again."""
    if not why.strip():
        raise Invalid("Say why, so that whoever goes on with it knows.", "reason")
    _own(by=by, request=request, take=False, why=why, next_on=next_on)
    events.record(by=by, action="requests.give_back", family=request.family_id, subject=request)


@transaction.atomic
def look_at(*, by: Viewer, request: Request, next_on: date | None = None) -> None:
    """Somebody begins to look at it, and it is theirs from then on. What was begun and left is received as it is."""
    if request.state == BEGUN:
        finish(by=by, request=request, next_on=next_on)
    if request.owner_id is None:
        _own(by=by, request=request, take=True, why="", next_on=next_on)
    change(by=by, request=request, act="requests.look_at", next_on=next_on)


@transaction.atomic
def bring_to_meeting(*, by: Viewer, request: Request, next_on: date, why: str = "") -> None:
    change(by=by, request=request, act="requests.bring_to_meeting", why=why, next_on=next_on)


@transaction.atomic
def bring_back(*, by: Viewer, request: Request, why: str, next_on: date | None = None) -> None:
    change(by=by, request=request, act="requests.bring_back", why=why, next_on=next_on)


@transaction.atomic
def offer_help(*, by: Viewer, request: Request, what: str, next_on: date | None = None) -> None:
    """What is offered, in words the family could read."""
    change(by=by, request=request, act="requests.offer_help", why=what, next_on=next_on)


@transaction.atomic
def take_up(*, by: Viewer, request: Request, reason: str) -> None:
    """The family wants what was offered: who goes on with them, and how."""
    _end(by=by, request=request, act="requests.take_up", reason=reason)


@transaction.atomic
def find_other_help(*, by: Viewer, request: Request, reason: str) -> None:
    _end(by=by, request=request, act="requests.find_other_help", reason=reason)


@transaction.atomic
def not_wanted(*, by: Viewer, request: Request, reason: str) -> None:
    _end(by=by, request=request, act="requests.not_wanted", reason=reason)


@transaction.atomic
def open_again(*, by: Viewer, request: Request, why: str = "") -> None:
    """The way back from each end, in one press."""
    change(by=by, request=request, act="requests.open_again", why=why, joined_to_id=None)


@transaction.atomic
def note(*, by: Viewer, request: Request, text: str, next_on: date | None = None) -> None:
    """Something that was tried or learnt, such as that nobody answered; and when it is looked at next."""
    if not text.strip():
        raise Invalid("Write what happened.", "text")
    change(by=by, request=request, act="requests.note", why=text, next_on=next_on or request.next_on)


@transaction.atomic
def correct_reach(
    *, by: Viewer, request: Request, reach: SafeReach, why: str, seen: str, asker_how: str = "", asker_at: str = ""
) -> None:
    """How they, and whoever asked, are reached safely from now on. What it was until now is kept, and used by nobody.

    `seen` stands for what was on the page (`request_queries.reach_digest`): all of it is written, so that an older page would
    bring back a number that somebody has found unsafe since. Raises Invalid where that has changed, where nothing would
    change, and where nobody says why.
    """
    if not why.strip():
        raise Invalid("Say why, so that whoever goes on with it knows.", "why")
    theirs, standing = reach.columns(), _standing(by, request)
    asker = request_queries.asker(by, standing)
    old = ReachBefore(request=standing, whose=ReachBefore.Whose.THEIRS, **SafeReach.of(standing))
    hears = {"how": asker_how, "at": asker_at.strip()} if asker and not asker.account_id else {}
    before = {name: getattr(asker, name) for name in hears}
    if hears == before and theirs == {name: getattr(standing, name) for name in theirs}:
        raise Invalid("Nothing of this is different from what stands here.", "reach_at")
    if seen != request_queries.reach_digest(by, standing):
        raise Invalid(REACH_CHANGED)
    day = standing.next_on if standing.state in ENDS else max(standing.next_on, today())
    changed = change(by=by, request=standing, act="requests.correct_reach", why=why, next_on=day, **theirs)
    old.event_number = changed.changes
    old.save(force_insert=True)
    if asker and hears != before:
        ReachBefore(
            request=changed, whose=ReachBefore.Whose.ASKERS, event_number=changed.changes, **before
        ).save(force_insert=True)  # fmt: skip
        Asker.objects.filter(pk=asker.pk).update(**hears)


def next_day(urgency: str, *, on: date | None = None) -> date:
    """What may wait falls due on a day somebody works; where somebody may not be safe, today, whatever day that is."""
    day = (on or today()) + timedelta(days=DAYS[Urgency(urgency)])
    return day if urgency == Urgency.NOW else working_days.from_day(day)


def change(
    *, by: Viewer, request: Request, act: str, why: str = "", next_on: date | None = None, **columns: Any
) -> Request:
    """One step of a request, with its event, its audit and what whoever asked is to be told. For actions of this app alone.

    A step that no table of states names (`requests.note`) leaves the state as it is. Raises NotThere, and Invalid where the
    step cannot be taken from where the request stands now. What else a page showed is not compared: whoever passes `columns`
    that somebody typed asks first whether those still stand (`correct_reach`).
    """
    standing = _standing(by, request)
    before, moves = standing.state, any(step.act == act for step in REQUEST.steps)
    standing.state = REQUEST.after(before, act, reason=why) if moves else before
    standing.next_on = next_on or next_day(standing.urgency)
    if standing.next_on < today() and standing.state not in ENDS:
        raise Invalid("Choose a day that is still to come.", "next_on")
    for name, value in columns.items():
        setattr(standing, name, value)
    _write(by=by, request=standing, act=act, before=before, why=why, also=columns)
    events.record(
        by=by, action="requests.change", family=standing.family_id, subject=standing, act=act, state=standing.state
    )
    tellings.prepare(by=by, request=standing, act=act, why=why)
    return standing


def _write(*, by: Viewer, request: Request, act: str, before: str, why: str, also: dict[str, Any]) -> None:
    request.changes += 1
    RequestEvent(
        request=request, number=request.changes, act=act, before=before, state=request.state, owner_id=request.owner_id,
        owner_team_id=request.owner_team_id, team_id=request.team_id, next_on=request.next_on, by_id=by.account_id,
        why=why.strip(),
    ).save(force_insert=True)  # fmt: skip
    names = {name.removesuffix("_id") for name in also}
    request.save(update_fields={"state", "next_on", "changes", *names})


def _standing(by: Viewer, request: Request) -> Request:
    """As it stands now, kept so until the transaction ends: two who act at once act one after the other."""
    if not by.may(May.TAKE_REQUESTS):
        raise NotThere("request")
    found = request_queries.visible(by).filter(pk=request.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise NotThere("request")
    return found


def both_as_they_stand(*, by: Viewer, request: Request, other: Request) -> tuple[Request, Request]:
    """Two at once, the same first whoever names them in which order. For actions of this app alone. Raises NotThere."""
    standing = {one.pk: _standing(by, one) for one in sorted((request, other), key=lambda one: one.pk)}
    return standing[request.pk], standing[other.pk]


def _end(*, by: Viewer, request: Request, act: str, reason: str) -> None:
    """What was offered to somebody else is taken back, and the team on duty sees the family no longer by this request.

    Whoever asked by one that was joined to it hears, and by one that was joined to that.
    """
    take_back_offers(request=request, reason=reason)
    ended = change(by=by, request=request, act=act, why=reason, next_on=today())
    for joined in request_queries.everything_joined_to(by, ended):
        change(by=by, request=joined, act="requests.note", why=reason, next_on=today())
        tellings.prepare(by=by, request=_standing(by, joined), act=act, plainly=True)
    end_duty(by=by, request=ended)


def end_duty(*, by: Viewer, request: Request) -> None:
    """By somebody's act, never by time. Raises Invalid where nobody else would be left who sees the family."""
    live = Grant.objects.of(by).filter(pk=request.duty_grant_id).first() if request.duty_grant_id else None
    if live is not None and request.family_id:
        grants.end(by=by, family=request.family_id, grant=live.pk)


def take_back_offers(*, request: Request, reason: str) -> None:
    """What ends is offered to nobody any more."""
    for passing in Passing.objects.filter(request=request, state=Passing.State.OFFERED):
        statement = "SELECT wall.answer_passing(%s, 'taken_back', %s, NULL, NULL)"
        wall.call(statement, [passing.pk, reason.strip()], not_there="passing on")


def _own(*, by: Viewer, request: Request, take: bool, why: str, next_on: date | None) -> None:
    standing = _standing(by, request)
    day = next_on or max(standing.next_on, today())
    wall.call("SELECT wall.own_request(%s, %s, %s, %s)", [standing.pk, take, why.strip(), day], not_there="request")


def _team(by: Viewer | None, *, own: bool) -> UUID:
    """Whoever keeps it keeps it in a team of theirs; all else goes to the first team at the front door. Raises Invalid."""
    if own and by is not None:
        if not by.teams:
            raise NotThere("taking a request")
        return by.teams[0]
    doors = request_queries.front_doors()
    if not doors:
        raise Invalid(NOBODY_ON_DUTY)
    return doors[0].id
