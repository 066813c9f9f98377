"""With how many families somebody walks, and what weighs there: counts of what waits, never a score.

Read as the viewer: of a colleague's families those are here that the viewer sees too. However many families there are, it is
two statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from onestory.access import queries as access
from onestory.access.models import Account, Team
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.support.due.all import SOURCES
from onestory.support.due.asking import AHEAD_DAYS

AT_MOST = 1_000
"""Families looked through at once. More than that is no caseload, and the page says that there are more."""

WEIGHS = (
    "worry", "plan_not_right", "request", "decision_waits", "appointment_unanswered", "reach_out", "introduction", "review",
    "episode", "need_back", "plan_step", "task", "consultation", "need_lasting", "appointment",
)  # fmt: skip
"""The kinds of what waits that weigh in a family, the heaviest first. A page has words for each."""
LEFT_OUT = {
    "quiet": "since when nobody wrote is known of every family already",
    "task_offered": "waits for an answer; it weighs where it is done",
    "worry_call": "the worry itself weighs",
    "request_offered": "the request itself weighs",
    "request_unanswered": "the request itself weighs",
    "request_unseen": "the request itself weighs",
    "request_to_tell": "waits for whoever asked, who may be none of the family",
    "request_untold": "waits for whoever asked, who may be none of the family",
    "told_home": "is looked at with its request",
    "meeting": "is of many families",
    "contribution": "is of a meeting",
    "introduction_offer": "the introduction itself weighs",
    "introduction_unanswered": "the introduction itself weighs",
}
"""All other kinds, each with why it does not weigh."""

# Who of them is in the circle of which family, and how it stands there. What the work wrote by itself is no word of the family.
_FAMILIES = """SELECT m.family_id, f.name, m.account_id, m.lead, e.level,
  (coalesce(w.happened_at, f.created_at) AT TIME ZONE 'Europe/London')::date
FROM support_circlemember m JOIN people_family f ON f.id = m.family_id
LEFT JOIN support_episode e ON e.family_id = m.family_id AND e.state = 'walking'
LEFT JOIN LATERAL (SELECT s.happened_at FROM story_entry s WHERE s.family_id = m.family_id AND s.kind <> 'record'
  ORDER BY s.happened_at DESC LIMIT 1) w ON true
WHERE m.account_id = ANY (%(accounts)s) AND m.ends_on IS NULL ORDER BY f.name, m.family_id, m.lead DESC LIMIT %(most)s"""
_ARM = (
    "SELECT s.family_id, '{kind}' AS kind, s.urgent OR s.due_on < current_date AS pressing FROM ({sql}) s"
    " WHERE s.family_id = ANY (%(families)s) AND (s.urgent OR s.due_on <= current_date + %(ahead)s)"
)
_WEIGHTS = """SELECT w.family_id, w.kind, count(*), count(*) FILTER (WHERE w.pressing) FROM ({arms}) w GROUP BY 1, 2"""


@dataclass(frozen=True)
class Load:
    """A family in somebody's caseload. `waits` says of each kind how much waits there, for whomever; `pressing`, how much of
    it is urgent or late.
    """

    family_id: UUID
    family: str
    accounts: tuple[UUID, ...]
    lead_id: UUID | None
    level: str
    quiet_since: date
    waits: dict[str, int]
    pressing: int


def of_accounts(viewer: Viewer, accounts: Iterable[UUID]) -> list[Load]:
    """The families in whose circle any of them is: where most presses first, then those nobody wrote about for longest."""
    rows = _rows(_FAMILIES, accounts=list(accounts), most=AT_MOST)
    weights = _weights({row[0] for row in rows})
    loads = [_load(together, weights) for together in _by_family(rows)]
    return sorted(loads, key=lambda one: (-one.pressing, one.quiet_since, one.family))


def _by_family(rows: Sequence[tuple[Any, ...]]) -> list[list[tuple[Any, ...]]]:
    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return list(found.values())


def _load(together: list[tuple[Any, ...]], weights: dict[UUID, dict[str, tuple[int, int]]]) -> Load:
    family_id, name, _, _, level, quiet_since = together[0]
    waits = weights.get(family_id, {})
    return Load(
        family_id=family_id, family=name, accounts=tuple(row[2] for row in together),
        lead_id=next((row[2] for row in together if row[3]), None), level=level or "", quiet_since=quiet_since,
        waits={kind: count for kind, (count, _) in waits.items()}, pressing=sum(late for _, late in waits.values()),
    )  # fmt: skip


def _weights(families: set[UUID]) -> dict[UUID, dict[str, tuple[int, int]]]:
    asked = (one for one in SOURCES if one.kind in WEIGHS)
    arms = " UNION ALL ".join(_ARM.format(kind=one.kind, sql=one.sql.replace("%", "%%")) for one in asked)
    found: dict[UUID, dict[str, tuple[int, int]]] = defaultdict(dict)
    for family, kind, count, pressing in _rows(_WEIGHTS.format(arms=arms), families=list(families), ahead=AHEAD_DAYS):
        found[family][kind] = (count, pressing)
    return found


def _rows(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


# --- whose -----------------------------------------------------------------------------------------------------------


def whose(viewer: Viewer, account_id: UUID) -> Account:
    """One's own, or of somebody one supervises. Raises NotThere."""
    if account_id != viewer.account_id and account_id not in viewer.accounts:
        raise NotThere("caseload")
    return Account.objects.get(pk=account_id)


def teams(viewer: Viewer) -> list[Team]:
    """Of which the viewer looks after the work."""
    return access.teams_by_id(viewer.teams) if viewer.may(May.REVIEW_TEAM) else []


def of_team(viewer: Viewer, team_id: UUID) -> tuple[Team, list[Account]]:
    """A team the viewer looks after, and who works in it. Raises NotThere."""
    team = next((one for one in teams(viewer) if one.pk == team_id), None)
    if team is None:
        raise NotThere("team")
    return team, access.working_in(team)


def supervised(viewer: Viewer) -> list[Account]:
    """By name, without the viewer themselves."""
    theirs = [one for one in viewer.accounts if one != viewer.account_id]
    return list(Account.objects.filter(pk__in=theirs).order_by("name", "pk"))


# --- by neighbourhood ------------------------------------------------------------------------------------------------


def neighbourhoods(viewer: Viewer, loads: Sequence[Load]) -> dict[UUID, str]:
    """Where anybody of each family lives now, with the ward; never by a home that is kept from others, whoever is looking."""
    found = _rows("SELECT * FROM wall.places_of(%(families)s)", families=[one.family_id for one in loads])
    return {family: f"{ward} ({name})" if ward not in name else name for family, name, ward in found}
