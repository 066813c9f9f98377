"""Whoever a decision sends to meet a family is introduced to it: in the same act where there is a record, else with the act by
which the request gets one. What was decided is typed once.

The request stays whose it is. Whom the family would meet sees nothing of it before both have said yes.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from onestory.access import queries as access
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.dates import show_date, today
from onestory.core.errors import NotThere
from onestory.people import queries as people
from onestory.people.models import Family
from onestory.support import coming_back, triage_queries
from onestory.support.actions import introductions, tasks
from onestory.support.actions.introductions import Whom
from onestory.support.models import MeetingItem, Request

NO_ROLE = "Comes to meet them"


@transaction.atomic
def send(*, by: Viewer, item: MeetingItem, family: UUID | None) -> None:
    """What this decision says about who goes. Nothing yet, while there is no record of a family."""
    if family is None or item.decision == MeetingItem.Decision.OTHER or not (item.goes_id or item.goes_name):
        return
    try:
        found = people.family(by, family) if by.may(May.WRITE) else None
    except NotThere:
        found = None
    if found is None or not found.sections_open_to(by):
        _ask(by=by, item=item)
    elif _goes_on(found, item):
        return
    elif item.goes_id and found.circle.filter(account=item.goes_id, ends_on__isnull=True).exists():
        _promise(by=by, item=item, family=found)
    else:
        _introduce(by=by, item=item, family=found)


@transaction.atomic
def send_all(*, by: Viewer, request: Request, family: UUID) -> None:
    """What was decided of a request, and of those joined to it, before there was a record. Nothing of one that is over."""
    for item in triage_queries.decided_of(by, request):
        send(by=by, item=item, family=family)


def _introduce(*, by: Viewer, item: MeetingItem, family: Family) -> None:
    """To oneself it is offered and accepted at once: whoever decides that they go has said so."""
    role = triage_queries.comes_as(by, item) or NO_ROLE
    whom = Whom(role=role[:120], why=item.words[:5000], account=item.goes, name=item.goes_name)
    day = item.goes_on if item.goes_on and item.goes_on >= today() else None
    made = introductions.offer(by=by, family=family, whom=whom, meet_on=day)
    if item.goes_id == by.account_id:
        introductions.accept(by=by, offer=made.offer.pk)


def _goes_on(family: Family, item: MeetingItem) -> bool:
    """Somebody offered this introduction already."""
    return introductions.going_on(family, account=item.goes, name=item.goes_name).exists()


def _promise(*, by: Viewer, item: MeetingItem, family: Family) -> None:
    """They know each other: no introduction, a promise to go."""
    assert item.goes, "who is in the circle by account has one"
    due = max(item.goes_on or today(), today())
    task = tasks.promise(
        by=by, title=f"Meet them, as was decided together: {item.goes.name}", due_on=due, family=family
    )
    if item.goes_id != by.account_id and access.sees(by, family=family.pk, account=item.goes):
        tasks.offer(by=by, task=task, to=item.goes)


def _ask(*, by: Viewer, item: MeetingItem) -> None:
    """Whoever decides sees no record of them, and can introduce nobody to it: somebody has to be asked."""
    name = item.goes.name if item.goes else item.goes_name
    until = f" by {show_date(item.goes_on)}" if item.goes_on else ""
    title = f"Ask {name} to meet the family of request {coming_back.reference_of(item.request_id)}{until}"
    tasks.promise(by=by, title=title, due_on=today())
