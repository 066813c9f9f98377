from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from onestory.access import knocking, roles
from onestory.access.models import Account, Team
from onestory.core.dates import show_date, today
from onestory.faces.workspace import sending
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import FORM, Door, Example, Of, Thing, staff
from onestory.safety.making import Making, made_account
from onestory.support.actions import deputies

COLLEAGUE = "colleague@matrix.example"


def _colleague() -> Account:
    found = knocking.by_email(COLLEAGUE)
    assert found, "a colleague in the world that was made"
    return found


def _deputy(making: Making) -> UUID:
    me = made_account(making.viewer.account_id)
    return deputies.stand_in(by=making.viewer, away=me, deputy=_colleague(), since=today(), until=today()).pk


def _whitleigh(_: Making) -> UUID:
    """The one that every actor of the matrix has a place in."""
    return Team.objects.get(name="Whitleigh").pk


def _from_tomorrow(example: Example) -> Mapping[str, Any]:
    me, tomorrow = example.account_id or UUID(int=0), show_date(today() + timedelta(days=1))
    return {
        "opened_for": seal(me), "away": str(me), "email": COLLEAGUE, "since": tomorrow, "until": tomorrow,
    }  # fmt: skip


THINGS = {"deputy_id": Thing(_deputy, of=Of.ACCOUNT), "team_id": Thing(_whitleigh, of=Of.NETWORK)}
DOORS = {
    "away": Door("see who stands in for them, and for whom they stand in", staff()),
    "stand_in": Door("say who stands in for them while they are away", staff(), methods=FORM, sends=_from_tomorrow),
    "end_deputy": Door(
        "say that nobody stands in any more", staff(own=True), methods=FORM, sends=sending.about("deputy_id")
    ),
    "team_inbox": Door("see what waits for their team", staff(roles=tuple(roles.by_team()))),
}
