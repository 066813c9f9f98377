"""Whether what would say where somebody is may be read: a school, a surgery, the days at each home (HZ-22).

Such facts are one class. Where somebody's address is confidential, or they live with one of their family whose address is,
all of them are hidden together from whoever may not see confidential addresses; the rest of what is known is not.
Part of the security surface described in `access.functions`: it stands outside row-level security because the residence that
hides these rows is itself hidden from the viewer.
"""

from __future__ import annotations

from onestory.access.functions import DEFINER
from onestory.access.reach import ASSIGN, DECLARE, LATER, MINE, opens

_NOW = "({t}.ends_on IS NULL OR {t}.ends_on >= current_date)"
_GROWN = "{t}.role NOT IN ('child', 'expected')"
# A grown-up of the family lives at that address now.
_LIVES_THERE = f"""EXISTS (SELECT FROM people_membership a JOIN people_residence o ON o.person_id = a.person_id
      WHERE a.family_id = {{family}} AND {_GROWN.format(t="a")} AND o.address_id = address
        AND {_NOW.format(t="a")} AND {_NOW.format(t="o")})"""
_SEEN = f"""EXISTS (SELECT FROM people_membership n JOIN access_grant g ON g.family_id = n.family_id
      WHERE n.person_id = w.id AND {MINE})"""
_HOME_HIDDEN = f"""{_NOW.format(t="r")} AND (r.confidential
      OR EXISTS (SELECT FROM people_residence o JOIN people_membership a ON a.person_id = o.person_id
        JOIN people_membership b ON b.family_id = a.family_id AND b.person_id = w.id
        WHERE o.address_id = r.address_id AND o.confidential AND {_NOW.format(t="o")}
          AND {_NOW.format(t="a")} AND {_NOW.format(t="b")}))"""
_HIDDEN = f"EXISTS (SELECT FROM people_residence r WHERE r.person_id = w.id AND {_HOME_HIDDEN})"

FUNCTIONS: dict[str, str] = {
    # A child of two homes belongs to two families. Where one is hidden, confidential addresses must be open to the viewer in the
    # family whose grown-ups live there: in the child's other family they are not that family's to open (HZ-01, HZ-22).
    "wall.home_open(uuid, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.home_open(person uuid, address uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE {LATER}
BEGIN
  {ASSIGN}
  RETURN EXISTS (SELECT FROM people_membership n JOIN access_grant g ON g.family_id = n.family_id
      WHERE n.person_id = person AND {_NOW.format(t="n")} AND {opens("'location'")} AND {MINE}
        AND ({_LIVES_THERE.format(family="n.family_id")} OR NOT EXISTS (SELECT FROM people_membership b
          WHERE b.person_id = person AND {_NOW.format(t="b")} AND {_LIVES_THERE.format(family="b.family_id")})));
END $$;""",
    # Of one person, or of everybody in a family: what tells where a family goes tells where each of them can be found. Of
    # somebody the viewer sees nothing of, it says what it says of most: every wall that asks it asks of the grant as well.
    "wall.whereabouts_open(uuid, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.whereabouts_open(whose uuid, of_family uuid) RETURNS boolean LANGUAGE plpgsql STABLE
{DEFINER} AS $$
DECLARE {LATER}
  hidden uuid[] := ARRAY(SELECT w.id FROM (SELECT whose AS id WHERE whose IS NOT NULL
      UNION SELECT m.person_id FROM people_membership m WHERE m.family_id = of_family AND {_NOW.format(t="m")}) w
    WHERE {_HIDDEN});
BEGIN
  IF hidden = '{{}}' THEN RETURN true; END IF;
  {ASSIGN}
  RETURN NOT EXISTS (SELECT FROM unnest(hidden) w (id) JOIN people_residence r ON r.person_id = w.id
    WHERE {_HOME_HIDDEN} AND {_SEEN} AND NOT wall.home_open(w.id, r.address_id));
END $$;""",
    # Under which neighbourhood a caseload shows a family: of those the viewer reads, and where nobody's home is hidden. Asked of
    # all at once; the walls of addresses would ask of every home of every member who else lives there.
    "wall.places_of(uuid[])": f"""
CREATE OR REPLACE FUNCTION wall.places_of(families uuid[]) RETURNS TABLE (family uuid, name text, ward text)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE {DECLARE}
BEGIN
  RETURN QUERY WITH seen AS MATERIALIZED (
    SELECT DISTINCT g.family_id FROM access_grant g WHERE g.family_id = ANY (families) AND {MINE} AND {opens("'shared'")}
  ), homes AS MATERIALIZED (
    SELECT m.family_id, r.id, r.address_id, r.starts_on, {_HOME_HIDDEN} AS hidden FROM seen s
    JOIN people_membership m ON m.family_id = s.family_id AND {_NOW.format(t="m")} CROSS JOIN LATERAL (SELECT m.person_id AS id) w
    JOIN people_residence r ON r.person_id = w.id AND {_NOW.format(t="r")}
  ) SELECT l.family_id, n.name::text, n.ward::text FROM (
    SELECT DISTINCT ON (h.family_id) h.family_id, d.neighbourhood_id FROM homes h
    JOIN people_address d ON d.id = h.address_id AND d.neighbourhood_id IS NOT NULL
    ORDER BY h.family_id, h.starts_on DESC NULLS LAST, h.id
  ) l JOIN places_neighbourhood n ON n.lsoa21 = l.neighbourhood_id
  WHERE NOT EXISTS (SELECT FROM homes k WHERE k.family_id = l.family_id AND k.hidden);
END $$;""",
    # Whoever is alongside somebody may hide where they live at once, though they then no longer see it themselves: a wall would
    # refuse the row that its own reader could not read.
    "wall.hide_home(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.hide_home(which uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE {LATER}
BEGIN
  {ASSIGN}
  UPDATE people_residence r SET confidential = true WHERE r.id = which AND EXISTS (
    SELECT FROM people_membership m JOIN access_grant g ON g.family_id = m.family_id
      WHERE m.person_id = r.person_id AND {_NOW.format(t="m")} AND {opens("'shared'")} AND {MINE});
  IF NOT FOUND THEN RAISE EXCEPTION 'no such home' USING ERRCODE = 'insufficient_privilege'; END IF;
END $$;""",
}
