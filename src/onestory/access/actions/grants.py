"""Opening a family's record to a colleague or a team, and closing it again. The database decides whether it may be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from onestory.access.models import Grant
from onestory.access.sections import CIRCLE, EVERYTHING, TEAM
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid, NotThere


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
) -> UUID:
    """Open a family to an account or a team. Raises NotThere where the giver does not see the family, or not those sections."""
    basis = Grant.Basis.TEAM if team else Grant.Basis.CIRCLE
    made = _call(
        "SELECT wall.give_access(%s, %s, %s, %s, %s, %s)", [family, account, team, str(basis), _names(sections), until]
    )
    events.record(by=by, action="grants.give", family=family, sections=_names(sections))
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
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()[0]  # type: ignore[no-any-return]
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") == "42501":
            raise NotThere("a family to share") from None
        if getattr(error.__cause__, "sqlstate", "") == "23001":
            raise Invalid("Bring somebody else in first. Nobody would be left who sees this family.") from None
        raise
