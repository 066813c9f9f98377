"""Who needs me now: every source in one statement, run as the viewer, so that the wall leaves out what is not theirs to know.

However many sources there are, however much waits, it is one statement; of each kind it brings the first few and says how many
more there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from onestory.access.viewer import Viewer
from onestory.support.due.all import SOURCES
from onestory.support.due.source import Source

AHEAD_DAYS = 7
"""How far ahead Today looks: what is due later is counted, and shown when asked for."""
EACH = 8

_ARM = (
    "SELECT '{kind}' AS kind, s.id, s.family_id, s.due_on, s.account_id, s.team_id, s.title::text AS title, s.urgent"
    " FROM ({sql}) s WHERE s.account_id = ANY (%(accounts)s) OR s.team_id = ANY (%(teams)s)"
)
_FIRST = """WITH due AS ({arms}), placed AS (
  SELECT d.*, row_number() OVER whose AS place, count(*) OVER (PARTITION BY d.kind, coalesce(d.account_id, d.team_id)) AS total
  FROM due d WHERE d.urgent OR d.due_on <= current_date + %(ahead)s
  WINDOW whose AS (PARTITION BY d.kind, coalesce(d.account_id, d.team_id) ORDER BY d.urgent DESC, d.due_on, d.id))
SELECT p.kind, p.id, p.family_id, p.due_on, p.account_id, p.team_id, p.title, p.urgent, coalesce(f.name, ''), p.total
FROM placed p LEFT JOIN people_family f ON f.id = p.family_id WHERE p.place <= %(each)s
ORDER BY p.urgent DESC, p.due_on, p.kind, p.id"""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `family` is its name; empty where it is about none, or none that is the viewer's to know."""

    kind: str
    id: UUID
    family_id: UUID | None
    due_on: date
    account_id: UUID | None
    team_id: UUID | None
    title: str
    urgent: bool
    family: str

    @property
    def whose(self) -> UUID | None:
        return self.account_id or self.team_id


@dataclass(frozen=True)
class Due:
    """What waits, the most pressing first, and of each kind and owner how many there are in all."""

    lines: tuple[Waiting, ...]
    totals: dict[tuple[str, UUID | None], int]

    def of(self, *whose: UUID) -> list[Waiting]:
        return [line for line in self.lines if line.whose in whose]

    def more(self, kind: str, *whose: UUID) -> int:
        """How many more of a kind there are than `lines` hold."""
        shown = sum(line.kind == kind for line in self.of(*whose))
        return sum(self.totals.get((kind, one), 0) for one in whose) - shown

    def count(self, *whose: UUID) -> int:
        return sum(total for (_, one), total in self.totals.items() if one in whose)


def who_needs(
    viewer: Viewer, *, accounts: Iterable[UUID] = (), teams: Iterable[UUID] = (), each: int = EACH,
    ahead: int = AHEAD_DAYS, sources: Sequence[Source] = SOURCES,
) -> Due:  # fmt: skip
    """What waits for these accounts and teams, as far as the viewer may know of it. One statement."""
    values: dict[str, Any] = {"accounts": list(accounts), "teams": list(teams), "ahead": ahead, "each": each}
    with connection.cursor() as cursor:
        cursor.execute(statement(sources), values)
        rows = cursor.fetchall()
    lines = tuple(Waiting(*row[:-1]) for row in rows)
    return Due(lines, {(line.kind, line.whose): row[-1] for line, row in zip(lines, rows, strict=True)})


def waits_for(viewer: Viewer, accounts: Iterable[UUID]) -> dict[UUID, int]:
    """How much waits in all for those the viewer stands in for: a number, so that what they may not open is not forgotten."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT a, wall.waits_for(a) FROM unnest(%s::uuid[]) a", [list(accounts)])
        return {account: int(count or 0) for account, count in cursor.fetchall()}


def statement(sources: Sequence[Source] = SOURCES) -> str:
    # A percent sign in a source is its own, and no place for a value.
    arms = " UNION ALL ".join(_ARM.format(kind=one.kind, sql=one.sql.replace("%", "%%")) for one in sources)
    return _FIRST.format(arms=arms)


def words_of(kind: str) -> str:
    return next(source.words for source in SOURCES if source.kind == kind)
