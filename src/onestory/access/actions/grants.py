"""Opening a family's record to a colleague or a team, and closing it again. The database decides whether it may be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from onestory.access.actions import wall
from onestory.access.models import Grant
from onestory.access.sections import CIRCLE, EVERYTHING, TEAM
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Why, on what lawful basis, for what, until when and on what evidence a family is opened to somebody."""

    reason: str = ""
    basis: str = Grant.Basis.PUBLIC_TASK
    purpose: str = "Walking alongside the family"
    until: datetime | None = None
    evidence: str = ""
    agreement: UUID | None = None
    consented_by: UUID | None = None


USUAL = Terms()


@transaction.atomic
def open_to_its_author(*, by: Viewer, family: UUID, teams: Sequence[UUID] = ()) -> None:
    """The first grants of a family just written down: its author, and those of the author's teams that are named."""
    _call("SELECT wall.open_family(%s, %s, %s::uuid[], %s)", [family, _names(EVERYTHING), list(teams), _names(TEAM)])
    events.record(by=by, action="grants.open_to_its_author", family=family, teams=len(teams))


@transaction.atomic
def give(
    *,
    by: Viewer,
    family: UUID,
    account: UUID | None = None,
    team: UUID | None = None,
    sections: Sequence[str] = CIRCLE,
    until: datetime | None = None,
    reason: str = "",
    basis: str = Grant.Basis.PUBLIC_TASK,
    purpose: str = "Walking alongside the family",
    evidence: str = "",
    agreement: UUID | None = None,
    consented_by: UUID | None = None,
) -> UUID:
    """Open a family to an account or a team.

    `consented_by` is whose consent of the family's people it rests on: theirs alone to take back. Without it any of them may.

    Raises NotThere where the giver does not see the family, or not those sections, and Invalid where it cannot be opened to
    them: closed accounts, somebody it is closed to, or sections that the agreement does not name.
    """
    why = reason or (Grant.Reason.AGREEMENT if agreement else Grant.Reason.TEAM if team else Grant.Reason.CIRCLE)
    if why == Grant.Reason.COURT_ORDER and not evidence.strip():
        raise Invalid("Say which court, and the number and date of its order.", "evidence")
    made = _call(
        "SELECT wall.give_access(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            family,
            account,
            team,
            str(why),
            str(basis),
            purpose.strip(),
            evidence.strip(),
            agreement,
            _names(sections),
            until,
        ],
    )
    if consented_by is not None and basis == Grant.Basis.CONSENT:
        wall.call("SELECT wall.rests_on_consent_of(%s, %s)", [made, consented_by], not_there="person")
    events.record(
        by=by, action="grants.give", family=family, reason=str(why), basis=str(basis), sections=_names(sections)
    )
    return made


@transaction.atomic
def open_brought(*, by: Viewer) -> int:
    """Open the families that partners' records made to the teams the program belongs to; how many grants that took."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.open_brought(%s)", [_names(TEAM)])
        made = int(cursor.fetchone()[0])
    events.record(by=by, action="grants.open_brought", grants=made)
    return made


@transaction.atomic
def end(*, by: Viewer, family: UUID, grant: UUID) -> None:
    """Close it at once. Nothing is cached: the next statement of an open page already sees nothing.

    Raises NotThere for one that opens more than the ender sees, and Invalid for the last one of a family.
    """
    events.record(by=by, action="grants.end", family=family)
    _call("SELECT wall.end_access(%s)", [grant])


def _names(sections: Sequence[str]) -> list[str]:
    """As text: the driver would write down the name of an enumeration's member and not its value."""
    return [str(section) for section in sections]


def _call(statement: str, values: list[Any]) -> UUID:
    made: UUID = wall.call(
        statement, values, not_there="a family to share",
        refused="This family cannot be opened to them. Choose somebody else, or ask information governance.",
        nobody_left="Bring somebody else in first. Nobody would be left who sees this family.",
    )  # fmt: skip
    return made
