"""Putting two records of one person, or of one family, together; and taking them apart again. The database does the work.

Nobody and nothing else calls for it: a likeness is never enough, and no program may (HZ-43).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid, NotThere
from onestory.core.merging import Of
from onestory.people.finding import index
from onestory.people.merging import queries
from onestory.people.merging.carrying_out import NO_LONGER_FITS, STANDS_IN_THE_WAY, UNDO_FIRST
from onestory.people.merging.queries import Plan
from onestory.people.models import Membership, Merge

_NOT_THERE, _LOCKED, _DEADLOCKED, _TWICE = "42501", "55P03", "40P01", "23505"
_BUSY = "Somebody is writing in the record just now. Nothing was done. Try again in a moment."
_REFUSALS = {
    NO_LONGER_FITS: "Something was written in one of the two records since you opened this page. Nothing was done. "
    "Read once more what would happen.",
    STANDS_IN_THE_WAY: "These two cannot be put together as they are. This page says why.",
    UNDO_FIRST: "Something was put together with this afterwards. Undo that first.",
    _LOCKED: _BUSY,
    _DEADLOCKED: _BUSY,
    _TWICE: "Somebody has begun to put one of these together with another. Look at the list of merges.",
}


def plan(*, by: Viewer, of: Of, kept: UUID, merged: UUID) -> Plan:
    """What would happen, and written down that somebody looked. Raises NotThere for whoever does not see both whole."""
    planned = queries.plan(by, of, kept=kept, merged=merged)
    for family, people in _about(of, kept, merged):
        events.record(by=by, action="merges.plan", family=family, people=people)
    return planned


@transaction.atomic
def merge(*, by: Viewer, plan: Plan, reason: str) -> Merge:
    """Do what was read; where somebody's safety may rest on either, ask somebody else to agree first.

    Raises NotThere, or Invalid without a reason, where the plan no longer fits, or where something forbids it.
    """
    why = _said(reason)
    made: UUID = _call(
        "SELECT wall.merge(%s, %s, %s, %s, %s)", [plan.of.value, plan.kept, plan.merged, why, plan.digest]
    )
    done = Merge.objects.get(pk=made)
    if done.state == Merge.State.DONE:
        _follow(plan.of, plan.kept)
    _write_down(by, "merges.ask" if done.state == Merge.State.ASKED else "merges.do", done)
    return done


@transaction.atomic
def agree(*, by: Viewer, merge: Merge, plan: Plan) -> None:
    """Somebody else has read the plan as it is now. Raises as `merge` does, and NotThere for whoever asked."""
    _call("SELECT wall.agree_to_merge(%s, %s)", [merge.pk, plan.digest])
    _follow(plan.of, plan.kept)
    _write_down(by, "merges.agree", merge)


@transaction.atomic
def refuse(*, by: Viewer, merge: Merge, reason: str) -> None:
    """They are not put together: whoever looked second says why, or whoever asked thought better of it."""
    _call("SELECT wall.refuse_merge(%s, %s)", [merge.pk, _said(reason)])
    _write_down(by, "merges.refuse", merge)


@transaction.atomic
def undo(*, by: Viewer, merge: Merge, reason: str) -> None:
    """They are two again, each as it was, with what has happened since to what it had.

    Raises NotThere, or Invalid without a reason or where a later merge must be undone first.
    """
    _call("SELECT wall.unmerge(%s, %s)", [merge.pk, _said(reason)])
    _follow(Of(merge.of), merge.kept_id, merge.merged_id)
    _write_down(by, "merges.undo", merge)


def _said(reason: str) -> str:
    if len(reason.strip()) < 5:
        raise Invalid("Say in a few words how you know.", "reason")
    return reason.strip()[:500]


def _follow(of: Of, *ones: UUID) -> None:
    """What finding looks in says it at once."""
    people = set(ones)
    if of is Of.FAMILY:
        people = set(Membership.objects.filter(family_id__in=ones).values_list("person_id", flat=True))
    index.refresh(sorted(people))


def _about(of: Of, *ones: UUID) -> list[tuple[UUID | None, list[UUID]]]:
    """Whose the audit says it was: each of two families, or two people at once."""
    return [(one, []) for one in ones] if of is Of.FAMILY else [(None, list(ones))]


def _write_down(by: Viewer, action: str, merge: Merge) -> None:
    for family, people in _about(Of(merge.of), merge.kept_id, merge.merged_id):
        events.record(by=by, action=action, family=family, people=people, subject=merge)


def _call(statement: str, values: list[Any]) -> Any:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()[0]
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", "")
        if state == _NOT_THERE:
            raise NotThere("merge") from None
        if state in _REFUSALS:
            raise Invalid(_REFUSALS[state]) from None
        raise
