"""Counting how families were passed around, over everybody, for those who see no names: by team and quarter, never among few.

Nothing is given out of a team that did something fewer than `FEWEST` times in a quarter, and of all teams together only where it
does not tell of one that is left out. How many of so many it was is given out, one and none among them: what it is counted among
is what keeps anybody from being found.
Families that are kept to a few are counted too: leaving them out would say that there are some, to whoever knows a team's work.
"""

from __future__ import annotations

from onestory.access.functions import DEFINER
from onestory.support.measures import MEASURES, ROLES, TEAM

FEWEST = 10
"""As elsewhere in the product (`linkage.quality`)."""

_ARMS = " UNION ALL ".join(f"SELECT '{one.key}' AS measure, r.* FROM ({one.rows}) r" for one in MEASURES)
_MAY = " OR ".join(f"wall.has_role('{role}')" for role in ROLES)

FUNCTIONS: dict[str, str] = {
    # Whole quarters that are over: of two spans that differ by a day, the difference would be one family.
    "wall.passing_around(date, date)": f"""
CREATE OR REPLACE FUNCTION wall.passing_around(since date, until date) RETURNS TABLE (measure text, team uuid, name text,
  quarter date, everybody boolean, found integer, among integer) LANGUAGE sql STABLE {DEFINER} AS $$
  WITH counted AS (SELECT r.measure, t.id AS team, coalesce(t.name::text, '') AS name,
      date_trunc('quarter', r.on_day)::date AS quarter, sum(r.of)::int AS found, count(*)::int AS among
    FROM ({_ARMS}) r {TEAM} WHERE r.on_day >= date_trunc('quarter', since)
      AND r.on_day < least(date_trunc('quarter', until), date_trunc('quarter', current_date)) AND ({_MAY}) GROUP BY 1, 2, 3, 4),
  together AS (SELECT c.measure, c.quarter, sum(c.found)::int AS found, sum(c.among)::int AS among,
      coalesce(sum(c.among) FILTER (WHERE c.among < {FEWEST}), 0) AS hidden FROM counted c GROUP BY 1, 2)
  SELECT c.measure, c.team, c.name, c.quarter, false, CASE WHEN c.among >= {FEWEST} THEN c.found END,
    CASE WHEN c.among >= {FEWEST} THEN c.among END FROM counted c
  UNION ALL SELECT g.measure, NULL, '', g.quarter, true, CASE WHEN s.may THEN g.found END, CASE WHEN s.may THEN g.among END
    FROM together g CROSS JOIN LATERAL (SELECT g.among >= {FEWEST} AND (g.hidden = 0 OR g.hidden >= {FEWEST}) AS may) s
  ORDER BY 5 DESC, 3, 2, 1, 4 $$;""",
}
