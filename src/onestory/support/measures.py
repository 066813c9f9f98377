"""What falls out of introductions and circles, counted and never typed: each measure with its definition and the query behind it.

Counted over everybody by one function of the wall, for supervisors and analysts alone: by team and quarter, and never of fewer
than ten (`measure_functions`). Whose families stand behind a number is asked as the viewer, who finds those open to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from onestory.access import roles
from onestory.access.functions import texts
from onestory.access.models.grants import LIVE
from onestory.access.viewer import Viewer
from onestory.core.dates import quarter_of
from onestory.core.errors import NotThere

ROLES = ("supervisor", "analyst")
# Whose work it was, by where they work now: in one team each, so that nothing counts twice.
TEAM = f"""LEFT JOIN LATERAL (SELECT t.id, t.name FROM access_teammembership m JOIN access_team t ON t.id = m.team_id
    WHERE m.account_id = r.owner_id AND m.role = ANY ({texts(roles.by_team())}) AND {LIVE.format(g="m")}
    ORDER BY m.starts_at, t.id LIMIT 1) t ON true"""
QUARTERS = 4
MOST = 200


@dataclass(frozen=True)
class Measure:
    """`of` is how many there are, `out_of` among how many; `definition` is what stands beside every figure.

    `rows` is SQL: a row for each of `out_of`, with its `family_id`, whose work it was (`owner_id`), its day (`on_day`) and
    how many of `of` it brought. `sentence` is how a figure is said; `not_counted`, what somebody might think it counts.
    """

    key: str
    words: str
    sentence: str
    definition: str
    not_counted: str
    rows: str


_CAME_LATER = """c.family_id = e.family_id AND c.kind <> 'own' AND c.starts_on > e.started_on
    AND c.starts_on <= coalesce(e.ended_on, current_date)"""
MEASURES = (
    Measure(
        "new_faces", "New faces",
        "{of} new faces in {out_of} times that somebody walked alongside a family",
        "Workers and volunteers who came into the circle after the day it began and before it ended, once each, and who had not"
        " been in that circle before; for each time that somebody began to walk alongside a family in the quarter.",
        "The family’s own people, those who were there from the first day, and somebody who was only consulted.",
        f"""SELECT e.family_id, e.owner_id, e.started_on AS on_day, (SELECT count(*) FROM support_circlemember c
          WHERE {_CAME_LATER} AND NOT EXISTS (SELECT FROM support_circlemember b WHERE b.family_id = c.family_id
            AND b.id <> c.id AND b.account_id = c.account_id AND b.starts_on <= c.starts_on AND b.created_at < c.created_at)
          )::int AS of FROM support_episode e WHERE e.state <> 'joined'""",
    ),
    Measure(
        "began_again", "Had to start again",
        "{of} of {out_of} times, a family had to start again with a stranger",
        "Times that somebody walked alongside a family, begun in the quarter, in which a worker or volunteer came into the circle"
        " after it began without an introduction that was made to them: the family had to tell a stranger.",
        "How often it happened to one family, whether they minded, and anybody whom they were introduced to.",
        f"""SELECT e.family_id, e.owner_id, e.started_on AS on_day, EXISTS (SELECT FROM support_circlemember c
          WHERE {_CAME_LATER} AND NOT EXISTS (SELECT FROM support_introduction i WHERE i.family_id = c.family_id
            AND i.member_id = c.id))::int AS of FROM support_episode e WHERE e.state <> 'joined'""",
    ),
    Measure(
        "met", "Introductions that became meetings",
        "{of} of {out_of} introductions became meetings",
        "Introductions made in the quarter that led to a meeting, among all that were made in it and are met, settled, not"
        " right, not met, or six weeks old.",
        "Introductions that were offered and never made, those made in the last six weeks of which nobody has said yet"
        " whether they met, and whether it was any good.",
        """SELECT i.family_id, i.owner_id, i.made_on AS on_day, (i.met_on IS NOT NULL)::int AS of FROM support_introduction i
        WHERE i.made_on IS NOT NULL AND (i.state <> 'made' OR i.made_on <= current_date - 42)""",
    ),
)  # fmt: skip


def measure(key: str) -> Measure:
    """Raises NotThere."""
    found = next((one for one in MEASURES if one.key == key), None)
    if found is None:
        raise NotThere("measure")
    return found


def can_count(viewer: Viewer) -> bool:
    return any(role in viewer.roles for role in ROLES)


@dataclass(frozen=True)
class Cell:
    """Of a team in a quarter; `team` is None for all of them together. Without numbers, where they would be of too few."""

    measure: str
    team: UUID | None
    name: str
    quarter: date
    everybody: bool
    of: int | None
    out_of: int | None


def by_team(viewer: Viewer, *, on: date) -> list[Cell]:
    """Of the last four quarters that were over, by team in the order of their names. One statement. Raises NotThere.

    The one that runs is left out: of yesterday's numbers and today's, the difference would be one family.
    """
    if not can_count(viewer):
        raise NotThere("measures")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM wall.passing_around(%s, %s) WHERE wall.viewer() = %s",
            [quarters(on)[0], quarter_of(on), viewer.account_id],
        )
        return [Cell(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Behind:
    """A family of which the number counts something; `times` is how much of it."""

    family: UUID
    name: str
    times: int
    newest: date


_BEHIND = """SELECT r.family_id, f.name, sum(r.of)::int, max(r.on_day) FROM ({rows}) r
JOIN people_family f ON f.id = r.family_id {team}
WHERE r.of > 0 AND r.on_day >= %(since)s AND r.on_day < %(until)s AND (%(team)s::uuid IS NULL OR t.id = %(team)s::uuid)
GROUP BY 1, 2 ORDER BY 4 DESC, 2, 1 LIMIT %(most)s"""


def families_behind(viewer: Viewer, one: Measure, *, since: date, until: date, team: UUID | None) -> Sequence[Behind]:
    """Those open to the viewer, the newest first; `until` is the day after. How many others there are is not said."""
    values = {"since": since, "until": until, "team": team, "most": MOST}
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND.format(rows=one.rows, team=TEAM), values)
        return [Behind(*row) for row in cursor.fetchall()]


def quarters(on: date) -> list[date]:
    """The last four that were over on that day, the oldest first."""
    found = [quarter_of(on)]
    while len(found) <= QUARTERS:
        found.insert(0, quarter_of(found[0] - timedelta(days=1)))
    return found[:-1]
