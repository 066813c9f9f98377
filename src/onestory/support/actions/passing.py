"""Passing a request on: an introduction that the receiver accepts. Until then it stays with its owner.

Before they accept, the receiver is told that something is offered, from whom and how urgent, and nothing of the family.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from onestory.access.actions import wall
from onestory.access.models import Account, Team
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.support import request_queries
from onestory.support.actions import requests, tellings
from onestory.support.models import Passing, Request
from onestory.support.request_states import BEGUN, ENDS, PASSING

_ANSWER = "SELECT wall.answer_passing(%s, %s, %s, %s, %s)"


@transaction.atomic
def offer(
    *, by: Viewer, request: Request, why: str, to_account: Account | None = None, to_team: Team | None = None,
    answer_by: date | None = None,
) -> Passing:  # fmt: skip
    """Offer it to one colleague or one team. `why` stays with the request: the receiver reads it once they accept."""
    if (to_account is None) == (to_team is None):
        raise Invalid("Choose one colleague, or one team.", "to")
    if not why.strip():
        raise Invalid("Say why somebody else can help better.", "reason")
    if to_account is not None and to_account.pk in (by.account_id, request.owner_id):
        raise Invalid("They have it already.", "to")
    if request.state in ENDS or request.state == BEGUN:
        raise Invalid("Only a request that waits can be passed on.")
    changed = requests.change(
        by=by, request=request, act="passing.offer", why=why, next_on=max(request.next_on, today())
    )
    # Asked once the request is ours alone: two who offer it at the same moment are told, one after the other.
    if request_queries.passing_of(by, changed):
        raise Invalid("This is offered to somebody already. Take that back first.", "to")
    passing = Passing(
        request=changed, offered_by_id=by.account_id, from_team_id=changed.team_id, to_account=to_account, to_team=to_team,
        urgency=changed.urgency, answer_by=answer_by or requests.next_day(changed.urgency), state=Passing.State.OFFERED,
    )  # fmt: skip
    passing.save(force_insert=True)
    events.record(
        by=by, action="passing.offer", family=changed.family_id, subject=passing, to_a_team=to_team is not None
    )
    return passing


@transaction.atomic
def accept(*, by: Viewer, passing: Passing, team: UUID | None = None, next_on: date | None = None) -> Request:
    """It is theirs from now on, and whoever asked hears so. `team`: in which of theirs a colleague takes it on."""
    if not by.may(May.TAKE_REQUESTS) or not by.teams:
        raise NotThere("passing on")
    PASSING.after(passing.state, "passing.accept")
    day = next_on or requests.next_day(passing.urgency)
    request_id = _answer(passing, "accepted", "", day, team or by.teams[0])
    request = request_queries.request(by, request_id)
    events.record(by=by, action="passing.accept", family=request.family_id, subject=passing)
    tellings.prepare(by=by, request=request, act="passing.accept")
    return request


@transaction.atomic
def send_back(*, by: Viewer, passing: Passing, reason: str) -> None:
    """It stays with whoever offered it, who reads why."""
    PASSING.after(passing.state, "passing.send_back", reason=reason)
    events.record(by=by, action="passing.send_back", subject=passing)
    _answer(passing, "sent_back", reason)


@transaction.atomic
def take_back(*, by: Viewer, passing: Passing, reason: str) -> None:
    """By whoever offered it, or their team."""
    PASSING.after(passing.state, "passing.take_back", reason=reason)
    events.record(by=by, action="passing.take_back", subject=passing)
    _answer(passing, "taken_back", reason)


def _answer(passing: Passing, answer: str, why: str, day: date | None = None, team: UUID | None = None) -> UUID:
    values = [passing.pk, answer, why.strip(), day, team]
    answered: UUID = wall.call(_ANSWER, values, not_there="passing on")
    return answered
