"""What falls out of introductions and circles, counted and never typed: each measure with its definition and the query behind it.

They are asked as the viewer, who counts the families open to them; what is released to others is worked out from extracts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from onestory.access.viewer import Viewer

_NEW_FACES = """
SELECT e.id AS episode, count(c.id) AS faces FROM support_episode e
  LEFT JOIN support_circlemember c ON c.family_id = e.family_id AND c.kind <> 'own' AND c.starts_on > e.started_on
    AND c.starts_on <= coalesce(e.ended_on, current_date)
    AND NOT EXISTS (SELECT FROM support_circlemember b WHERE b.family_id = c.family_id AND b.id <> c.id
      AND b.account_id = c.account_id AND b.starts_on <= c.starts_on AND b.created_at < c.created_at)
WHERE e.started_on BETWEEN %(since)s AND %(until)s AND e.state <> 'joined' GROUP BY e.id
"""


@dataclass(frozen=True)
class Measure:
    """`of` is how many there are, `out_of` among how many; `definition` is what stands beside every figure."""

    key: str
    words: str
    definition: str
    sql: str


@dataclass(frozen=True)
class Counted:
    measure: Measure
    of: int
    out_of: int

    @property
    def rate(self) -> float | None:
        """None where there is nothing to count among."""
        return self.of / self.out_of if self.out_of else None


MEASURES = (
    Measure(
        "new_faces", "New faces for each time somebody walked alongside a family",
        "Workers and volunteers who came into the circle after the day it began and before it ended, once each, and who had not"
        " been in that circle before; divided by the number of times it began in the period. The family’s own people do not"
        " count, nor does somebody who was only consulted.",
        f"SELECT coalesce(sum(faces), 0), count(*) FROM ({_NEW_FACES}) n",
    ),
    Measure(
        "began_again", "Families that had to start again with somebody",
        "Times somebody walked alongside a family, begun in the period, in which a worker or volunteer came into the circle after"
        " it began without an introduction that was made to them: they had to tell a stranger. Divided by the number of"
        " times it began.",
        """SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM support_circlemember c WHERE c.family_id = e.family_id
          AND c.kind <> 'own' AND c.starts_on > e.started_on AND c.starts_on <= coalesce(e.ended_on, current_date)
          AND NOT EXISTS (SELECT FROM support_introduction i WHERE i.member_id = c.id))), count(*)
        FROM support_episode e WHERE e.started_on BETWEEN %(since)s AND %(until)s AND e.state <> 'joined'""",
    ),
    Measure(
        "met", "Introductions that became meetings",
        "Introductions made in the period that led to a meeting; divided by all that were made in it and are met, settled, not"
        " right, not met, or six weeks old.",
        """SELECT count(*) FILTER (WHERE i.met_on IS NOT NULL), count(*) FROM support_introduction i
        WHERE i.made_on BETWEEN %(since)s AND %(until)s AND (i.state <> 'made' OR i.made_on <= current_date - 42)""",
    ),
)  # fmt: skip


def measured(viewer: Viewer, *, since: date, until: date) -> list[Counted]:
    """Of the families the viewer sees, over a period. Nobody who holds no grant counts anything."""
    return [Counted(one, *_counted(one, since=since, until=until)) for one in MEASURES]


def _counted(measure: Measure, *, since: date, until: date) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(measure.sql, {"since": since, "until": until})
        found, among = cursor.fetchone()
    return int(found), int(among)
