"""Asking whether someone is alongside a family one does not see: written down, with its reason, whatever the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from onestory.access.actions.wall import CHECK_VIOLATION
from onestory.access.models import Asking
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import names
from onestory.core.errors import Invalid, NotThere
from onestory.people.actions.finds import sealed

ENOUGH_OF_A_REASON = 10
TOO_OFTEN = (
    "You have asked 20 times within an hour. Wait a little, or ring the front door. Nothing you typed has been lost."
)


@dataclass(frozen=True)
class Alongside:
    """A colleague who is alongside: whom to ring instead of asking the family again. `family` is not for showing."""

    family: UUID
    name: str
    job_title: str
    teams: str
    email: str


@transaction.atomic
def ask(*, by: Viewer, name: str, born: date, postcode: str | None = None, why: str, reason: str) -> list[Alongside]:
    """Whoever is alongside, one for each family this person belongs to.

    Nobody, alike, where the person is not known, where the family is closed to the viewer, and where an address in it is
    confidential. Raises NotThere for a role that may not ask, and Invalid for a reason too short or too many questions.
    """
    if not by.may(May.ASK_WHO_IS_ALONGSIDE):
        raise NotThere("asking who is alongside")
    if why not in Asking.Why.values:
        raise Invalid("Choose why you are asking.", "why")
    if len(reason.strip()) < ENOUGH_OF_A_REASON:
        raise Invalid("Say in a sentence why you are asking. Information governance can read it.", "reason")
    read = names.parse(name)
    if not (read.given and read.family):
        raise Invalid("Enter a first name and a surname.", "name")
    found = _asked(read, born, postcode or "", why, reason)
    events.record(
        by=by, action="alongside.ask", purpose=str(Asking.Why(why).label), why=str(why), shown=len(found),
        terms=sealed("alongside.ask", f"{name} {born} {postcode or ''}"),
    )  # fmt: skip
    for one in found:
        events.record(by=by, action="alongside.shown", family=one.family, why=str(why))
    return found


def _asked(read: names.PersonName, born: date, postcode: str, why: str, reason: str) -> list[Alongside]:
    given, family = (names.fold(part).replace(" ", "") for part in (read.given, read.family))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM wall.alongside(%s, %s, %s, %s, %s, %s)",
                [given, family, int(born.strftime("%Y%m%d")), postcode, str(why), reason],
            )
            return [Alongside(*row) for row in cursor.fetchall()]
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") == CHECK_VIOLATION:
            raise Invalid(TOO_OFTEN) from None
        raise
