"""Whom a request is about: found among the families its owner sees, or started; and joined to another about the same family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from onestory.access.actions import grants, wall
from onestory.access.models import Grant
from onestory.access.sections import TEAM
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.core.names import PersonName
from onestory.people import queries as people
from onestory.people.actions import starting
from onestory.people.finding import known
from onestory.people.finding.queries import Found
from onestory.people.finding.said import Said
from onestory.people.inputs import NewAddress, NewPerson
from onestory.people.models import Family
from onestory.support import request_queries
from onestory.support.actions import going, requests, told_homes
from onestory.support.actions.locking import one_at_a_time
from onestory.support.models import Request
from onestory.support.models.requests import Reach
from onestory.support.request_states import ENDS


@transaction.atomic
def might_be(*, by: Viewer, request: Request, limit: int = 5) -> list[Found]:
    """Who, among those its owner sees, it might be about. Never asked with the eyes of whoever asked for help."""
    told = {"date_of_birth": request.about_born, "postcode": request.about_postcode}
    if request.reach_how in (Reach.CALL, Reach.TEXT):
        told["phone"] = request.reach_at
    read: dict[str, Any] = known.readable(told)
    name = PersonName(given=request.about_given, family=request.about_family)
    if not (name.given or name.family or read):
        return []
    return starting.might_be(by=by, said=Said(name=name, **read), limit=limit)


@transaction.atomic
def link(*, by: Viewer, request: Request, family: Family) -> Request:
    """It is about this family, which the team on duty sees from now on, until somebody ends the request. Whoever was to go and
    meet them is introduced.

    What the record says of where they live stands there, hidden where it must be; so the postcode told at the door goes,
    and is kept to be checked where the record does not say it (`told_homes`).
    """
    if request.family_id is not None:
        raise Invalid("This request is about a family already.")
    told = request.about_postcode
    duty = _duty(by, request, family)
    wall.call("SELECT wall.link_request(%s, %s, %s)", [request.pk, family.pk, duty], not_there="request")
    changed = requests.change(by=by, request=request, act="requests.link", next_on=max(request.next_on, today()))
    events.record(by=by, action="requests.link", family=family.pk, subject=changed)
    told_homes.remember(by=by, request=changed, family=family, postcode=told)
    for joined in request_queries.everything_joined_to(by, changed):
        _settle_home(by=by, request=joined, family=family)
    if changed.state not in ENDS:
        going.send_all(by=by, request=changed, family=family.pk)
    return changed


@transaction.atomic
def start(*, by: Viewer, request: Request, everybody: Sequence[NewPerson], home: NewAddress | None = None) -> Family:
    """A record begins with what was said at the door, and the request is about it."""
    if request.family_id is not None:
        raise Invalid("This request is about a family already.")
    where = home or (NewAddress(lines="", postcode=request.about_postcode) if request.about_postcode else None)
    made = starting.start_with(by=by, people=everybody, home=where)
    family = people.family(by, made.pk)
    link(by=by, request=request, family=family)
    return family


@transaction.atomic
def join(*, by: Viewer, request: Request, other: Request, reason: str) -> None:
    """Two requests about one family: this one goes on as part of the other, and its asker hears what becomes of that.

    One joining after another: joined each to the other at one moment, neither would be anybody’s.
    """
    one_at_a_time("requests.join")
    # Before the rows are kept: whoever answers an offer keeps that first, and then its request.
    requests.take_back_offers(request=request, reason=reason)
    request, other = requests.both_as_they_stand(by=by, request=request, other=other)
    if other.pk == request.pk or other.state in ENDS:
        raise Invalid("Choose another request that is still open.", "other")
    if request.family_id and other.family_id and request.family_id != other.family_id:
        raise Invalid("They are about two families. Put their records together first, if they are one.", "other")
    day = max(other.next_on, today())
    requests.change(by=by, request=request, act="requests.join", why=reason, next_on=day, joined_to_id=other.pk)
    requests.change(by=by, request=other, act="requests.note", why=f"Another request was joined to this one: {reason}",
                    next_on=max(other.next_on, today()))  # fmt: skip
    if other.family_id and request.family_id is None:
        for joined in (request, *request_queries.everything_joined_to(by, request)):
            _settle_home(by=by, request=joined, family=people.family(by, other.family_id))
        going.send_all(by=by, request=request, family=other.family_id)


def _settle_home(*, by: Viewer, request: Request, family: Family) -> None:
    """What was told of where they live when somebody asked once more is hidden as the rest is."""
    told = wall.call("SELECT wall.clear_joined_home(%s)", [request.pk], not_there="request")
    told_homes.remember(by=by, request=request, family=family, postcode=told)


def _duty(by: Viewer, request: Request, family: Family) -> UUID:
    """Never more than whoever says so sees themselves, and no more than a team sees."""
    seen = family.sections_open_to(by)
    sections = [section for section in TEAM if section in seen]
    if not sections:
        raise NotThere("family")
    return grants.give(
        by=by, family=family.pk, team=request.team_id, sections=sections, reason=Grant.Reason.DUTY,
        purpose="A request for support",
    )  # fmt: skip
