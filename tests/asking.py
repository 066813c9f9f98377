"""Requests for tests, made through the acts the product uses."""

from __future__ import annotations

from uuid import UUID

from tests.factories import a_team, an_account, place

from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as
from onestory.core.dates import PartialDate
from onestory.core.ids import uuid7
from onestory.support.actions import requests
from onestory.support.models.requests import Door
from onestory.support.request_inputs import About, AskedBy, NewRequest, SafeReach

ADA = About(given="Ada", family="Okafor", born=PartialDate("1991-05-04"), postcode="PL5 2TL")
REACH = SafeReach(how="text", at="07700 900123", when="Mornings", leave_message=False, code_word="bluebell")
HER_TEACHER = AskedBy(
    name="Mo Lane", role="Class teacher", organisation="Hill School", how="email", at="mo@hill.example"
)


def said(
    *, door: str = Door.PHONE, asker: AskedBy | None = None, urgency: str = "usual", words: str = ""
) -> NewRequest:
    return NewRequest(
        door=door, words=words or "I cannot cope with the nights", words_by="Ada", urgency=urgency, reach=REACH, about=ADA,
        asker=asker,
    )  # fmt: skip


def front_door(name: str = "Tess Hall") -> tuple[Account, Team]:
    """Somebody at the front door, and the team on duty there."""
    team = a_team("Front door")
    return an_account(name, role="triage", team=team), team


def colleague_in(team: Team, name: str = "Pat Moor", *, role: str = "practitioner") -> Account:
    account = an_account(name, role="")
    place(account, team, role)
    return account


def asked(by: Account | None, *, new: NewRequest | None = None, team: Team | None = None, own: bool = False) -> UUID:
    """One received request, as whoever takes it in; from outside, where that is nobody."""
    known = {"new": new or said(), "form_key": uuid7(), "team": team.pk if team else None, "own": own}
    if by is None:
        return requests.receive(by=None, **known)
    with acting_as(by) as viewer:
        return requests.receive(by=viewer, **known)
