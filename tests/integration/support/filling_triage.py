"""Rows of deciding together: a meeting with somebody asked to it, what is known, a word awaited, and minutes put right."""

from __future__ import annotations

from tests.asking import asked, said

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.people.models import Family
from onestory.support import request_queries, triage_queries
from onestory.support.actions import contributions, request_families, requests, triage
from onestory.support.actions.contributions import NewAsk


def everything(author: Account, family: Family) -> None:
    made = asked(author, new=said(), own=True)
    with acting_as(author) as viewer:
        request = request_families.link(by=viewer, request=request_queries.request(viewer, made), family=family)
        requests.bring_to_meeting(by=viewer, request=request, next_on=today())
        meeting = triage.call_meeting(by=viewer, held_on=today())
        item = triage_queries.item(viewer, triage_queries.items(viewer, meeting)[0].pk)
        triage.say(by=viewer, item=item, section="shared", words="Nights are long", service="Hub")
        contributions.ask(by=viewer, item=item, new=_ask())
        triage.minute(by=viewer, meeting=meeting)
        triage.correct(by=viewer, meeting=meeting, words="It was Tuesday")


def _ask() -> NewAsk:
    return NewAsk(name="Mo Lane", service="Hill School", question="How is he?", about_name="Chidi Okafor")
