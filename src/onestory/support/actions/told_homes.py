"""The postcode told at the door: kept when the family turns out to be known, and taken into its record or left, by somebody."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries as people
from onestory.people.actions import residences
from onestory.people.inputs import NewAddress
from onestory.people.models import Family
from onestory.support import told_homes
from onestory.support.actions.locking import catch_up
from onestory.support.actions.walking import must_write
from onestory.support.models import Request, ToldHome


@transaction.atomic
def remember(*, by: Viewer, request: Request, family: Family, postcode: str) -> None:
    """Nothing, where the record says it already. Whoever may not see where they live does not see this either."""
    if not postcode or any(one.address.postcode == postcode for one in told_homes.standing(by, family)):
        return
    made = ToldHome(request=request, family=family, postcode=postcode)
    made.save(force_insert=True)
    events.record(by=by, action="told_homes.remember", family=family.pk, subject=made)


@transaction.atomic
def take(*, by: Viewer, told: ToldHome, who: Collection[UUID]) -> None:
    """They live there from now on; where they lived before ends today, and is kept. What was hidden stays hidden."""
    everybody = [one.person for one in people.members(by, told.family) if one.person_id in set(who)]
    if not everybody:
        raise Invalid("Say who lives there.", "who")
    _answer(by, told, ToldHome.Answer.TAKEN)
    hidden = any(one.confidential for one in told_homes.homes_of([one.pk for one in everybody]))
    to = NewAddress(lines="", postcode=told.postcode)
    residences.move(by=by, family=told.family, people=everybody, to=to, confidential=hidden)
    events.record(by=by, action="told_homes.take", family=told.family_id, subject=told)


@transaction.atomic
def leave(*, by: Viewer, told: ToldHome) -> None:
    """The record stays as it is. What was told is kept beside the request."""
    _answer(by, told, ToldHome.Answer.LEFT)
    events.record(by=by, action="told_homes.leave", family=told.family_id, subject=told)


def _answer(by: Viewer, told: ToldHome, answer: ToldHome.Answer) -> None:
    must_write(by)
    catch_up(told, "answer")
    if told.answer:
        raise NotThere("told home")
    told.answer, told.answered_by_id, told.answered_at = answer, by.account_id, timezone.now()
    told.save(update_fields=["answer", "answered_by", "answered_at"])
