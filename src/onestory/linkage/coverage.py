"""Of how many of the children here a feed speaks, over all and by ward: counted by the program, for those who see only counts."""

from __future__ import annotations

from typing import Any

from django.db import connection

FEWEST = 10
"""A ward of which fewer children are known is not told of: small numbers are people."""

# Children by what is known of their birth: up to 19, as the record is for. Of whoever was merged into another a row is left
# and no membership. Where somebody lives in confidence is left out of the wards, so that a count of one does not say
# where they are.
_CHILDREN = """
WITH child AS MATERIALIZED (
  SELECT p.id FROM people_person p WHERE p.born IS NOT NULL AND p.died IS NULL
    AND left(p.born, 4)::int >= extract(year FROM current_date) - 19
    AND EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = p.id)
), spoken AS MATERIALIZED (
  SELECT DISTINCT l.person_id FROM linkage_link l JOIN linkage_sourcerecord r ON r.id = l.record_id
  WHERE r.feed = %(feed)s AND l.undone_at IS NULL AND r.missing_since IS NULL
), home AS (
  SELECT DISTINCT ON (x.person_id) x.person_id, n.ward FROM people_residence x JOIN people_address a ON a.id = x.address_id
    JOIN places_neighbourhood n ON n.lsoa21 = a.neighbourhood_id
  WHERE NOT x.confidential AND (x.ends_on IS NULL OR x.ends_on > current_date) ORDER BY x.person_id, x.created_at DESC
)
SELECT coalesce(h.ward, ''), count(*), count(s.person_id) FROM child c LEFT JOIN spoken s ON s.person_id = c.id
LEFT JOIN home h ON h.person_id = c.id GROUP BY 1 ORDER BY 1
"""


def of_feed(feed: str) -> dict[str, Any]:
    """`children` known here, of how many the feed speaks (`spoken_of`), and the same by ward."""
    with connection.cursor() as cursor:
        cursor.execute(_CHILDREN, {"feed": feed})
        found = cursor.fetchall()
    return {
        "children": sum(children for _, children, _ in found),
        "spoken_of": sum(spoken for _, _, spoken in found),
        "wards": [[ward, children, spoken] for ward, children, spoken in found if ward and children >= FEWEST],
    }
