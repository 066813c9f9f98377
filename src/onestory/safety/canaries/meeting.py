"""A meeting about a request that speaks of the protected family: a token in everything said there."""

from __future__ import annotations

from onestory.access.viewer import name_nobody, name_viewer
from onestory.core.dates import today
from onestory.core.ids import uuid7
from onestory.safety.canaries.planting import AUTHOR, Planted
from onestory.safety.making import made_account
from onestory.support import request_queries, triage_queries
from onestory.support.actions import contributions, requests, triage
from onestory.support.actions.contributions import NewAsk
from onestory.support.actions.triage import Decided
from onestory.support.request_inputs import NewRequest


def plant(p: Planted) -> None:
    """Decided, and minuted; a word from a school was asked for, and came."""

    def token(what: str) -> str:
        return p.token(f"a meeting: {what}", AUTHOR)

    new = NewRequest(door="phone", words=token("what was asked"))
    made = requests.receive(by=p.by, new=new, form_key=uuid7(), own=True)
    requests.bring_to_meeting(by=p.by, request=request_queries.request(p.by, made), next_on=today())
    meeting = triage.call_meeting(by=p.by, held_on=today())
    item = triage_queries.item(
        p.by, next(one.pk for one in triage_queries.items(p.by, meeting) if one.request_id == made)
    )
    triage.say(by=p.by, item=item, section="shared", words=token("what is known"), service="Hub")
    asked = NewAsk(name="Mo", service="", question=token("what a school was asked"), about_name=token("the child"))
    link = contributions.ask(by=p.by, item=item, new=asked)
    begun = contributions.ask(
        by=p.by, item=item, new=NewAsk(name="Bo", service="", question="And you?", about_name="Zed")
    )
    name_nobody()
    contributions.keep(token=begun, words=p.token("a meeting: what a school has begun to say", frozenset()))
    contributions.give(token=link, words=token("what a school said"))
    name_viewer(made_account(p.by.account_id))
    decided = Decided(
        decision="more", level="targeted", level_why=token("why this level"), words=token("what was decided")
    )
    triage.decide(by=p.by, item=item, decided=decided)
    triage.minute(by=p.by, meeting=meeting)
    triage.correct(by=p.by, meeting=triage_queries.meeting(p.by, meeting.pk), words=token("what was put right"))
