"""Keeping a family from somebody, restricting it to named people, and opening it in an emergency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onestory.access.actions import wall
from onestory.access.models import Denial, Interest
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import names, postcodes
from onestory.core.errors import Invalid, NotThere

ENOUGH_OF_A_REASON = 20
"""Letters in the reason for opening a record in an emergency; the wall asks for as many."""


@transaction.atomic
def deny(*, by: Viewer, family: UUID, account: UUID, kind: str, reason: str, until: datetime | None = None) -> UUID:
    """Close one family to one account, at once, whatever was granted.

    Raises NotThere, or Invalid without a reason, or for somebody who sees more of it.
    """
    if kind not in Denial.Kind.values:
        raise Invalid("Choose why they must not see this family.", "kind")
    if len(reason.strip()) < 5:
        raise Invalid("Say in a few words why.", "reason")
    made: UUID = wall.call(
        "SELECT wall.deny(%s, %s, %s, %s, %s)", [family, account, str(kind), reason.strip()[:500], until],
        not_there="a family to close",
        refused="They see more of this record than you do. Ask a supervisor, or information governance, to keep them out.",
    )  # fmt: skip
    events.record(by=by, action="denials.set", family=family, kind=str(kind))
    return made


@transaction.atomic
def lift_denial(*, by: Viewer, denial: UUID) -> None:
    """Raises NotThere unless by information governance, and for whoever it keeps out."""
    family = wall.call("SELECT wall.lift_denial(%s)", [denial], not_there="denial")
    events.record(by=by, action="denials.lift", family=family)


@transaction.atomic
def restrict(
    *, by: Viewer, family: UUID, reason: str, accounts: Sequence[UUID] = (), teams: Sequence[UUID] = (),
    shut: Sequence[UUID] = (),
) -> UUID:  # fmt: skip
    """Close one family to everyone who works here but those named, in place of any restriction there was.

    `shut` are accounts of the family itself whose page is shut while it lasts; every other stays open (ADR 0013).
    Raises NotThere, or Invalid without a reason or where nobody named could see it.
    """
    if len(reason.strip()) < 5:
        raise Invalid("Say in a few words why.", "reason")
    made: UUID = wall.call(
        "SELECT wall.restrict(%s, %s, %s::uuid[], %s::uuid[], %s::uuid[])",
        [family, reason.strip()[:500], list(accounts), list(teams), list(shut)], not_there="a family to restrict",
        refused="Somebody’s own page was closed while this page was open. Choose once more.",
        nobody_left="Name somebody who walks alongside this family. Nobody would be left who sees it.",
    )  # fmt: skip
    events.record(
        by=by, action="restrictions.set", family=family, accounts=len(accounts), teams=len(teams), shut=len(shut)
    )
    return made


@transaction.atomic
def lift_restriction(*, by: Viewer, restriction: UUID) -> None:
    """Raises NotThere."""
    family = wall.call("SELECT wall.lift_restriction(%s)", [restriction], not_there="restriction")
    events.record(by=by, action="restrictions.lift", family=family)


@transaction.atomic
def break_glass(*, by: Viewer, family: UUID, reason: str) -> UUID:
    """Open a family for an hour in an emergency. Its circle and information governance hear of it at once.

    Raises NotThere, for a family that is closed to them as for none, or Invalid for a reason too short to be read by others.
    """
    if len(reason.strip()) < ENOUGH_OF_A_REASON:
        raise Invalid("Say what has happened and what you need to know, in a sentence. Others will read it.", "reason")
    made: UUID = wall.call("SELECT wall.break_glass(%s, %s)", [family, reason.strip()[:1000]], not_there="family")
    events.record(by=by, action="break_glass.open", family=family)
    return made


@transaction.atomic
def close_break_glass(*, by: Viewer, which: UUID, justified: bool, finding: str) -> None:
    """Say, having looked, whether it was right to open it. Raises NotThere for whoever opened it."""
    if len(finding.strip()) < 5:
        raise Invalid("Say what you found.", "finding")
    family = wall.call(
        "SELECT wall.close_break_glass(%s, %s, %s)", [which, justified, finding.strip()[:1000]], not_there="emergency"
    )
    events.record(by=by, action="break_glass.close", family=family, justified=justified)


@transaction.atomic
def end_emergencies(*, by: Viewer) -> None:
    """What somebody opened in an emergency closes as they sign out."""
    if wall.call("SELECT wall.end_emergencies()", [], not_there="emergency"):
        events.record(by=by, action="break_glass.end_with_signing_out")


@transaction.atomic
def declare_interest(
    *, by: Viewer, kind: str, given: str, family: str, born: date | None = None, postcode: str = ""
) -> Interest:
    """Somebody says whom they are close to. What it fits is closed to them; they are not told whether anything does."""
    if kind not in Interest.Kind.values:
        raise Invalid("Choose how you know them.", "kind")
    if not (given.strip() and family.strip()) and not postcode.strip():
        raise Invalid("Enter their first name and surname, or a postcode.", "given")
    kept = Interest(
        account_id=by.account_id, kind=kind, given=names.fold(given)[:100], family=names.fold(family)[:100], born=born,
        postcode=postcodes.parse(postcode) if postcode.strip() else "",
    )  # fmt: skip
    kept.save(force_insert=True)
    wall.call("SELECT wall.close_by_interests()", [], not_there="interest")
    events.record(by=by, action="interests.declare", subject=kept, kind=str(kind))
    return kept


@transaction.atomic
def end_interest(*, by: Viewer, interest: Interest) -> None:
    """They no longer know them. What it closed stays closed until information governance opens it."""
    if interest.account_id != by.account_id:
        raise NotThere("interest")
    interest.ended_at = timezone.now()
    interest.save(update_fields=["ended_at"])
    events.record(by=by, action="interests.end", subject=interest)
