"""Finding in the database: the functions that read and write `people_findable`, which nothing else may touch.

They stand outside row-level security, whose walls would hide the indexes from the planner, and so each applies access
itself: the viewer is `wall.viewer()` and never an argument. Part of the security surface of `access.functions`. Those that
search are in `people.finding.looking`; those that keep the index are here.
"""

from __future__ import annotations

from onestory.access.functions import DEFINER
from onestory.people.finding.looking import BY_INDEX, CURRENT, LIVING, LOOKING

# Somebody whose address is confidential, or who shares it with one of their family whose is, is found by nothing that
# says where they are (HZ-21, HZ-22): not by postcode, house, or a number given out by a school.
_HIDDEN = f"""EXISTS (SELECT FROM people_residence r
    WHERE r.person_id = p.id AND {LIVING.format(t="r")} AND (r.confidential OR EXISTS (
      SELECT FROM people_residence o JOIN people_membership a ON a.person_id = o.person_id
      JOIN people_membership b ON b.family_id = a.family_id AND b.person_id = r.person_id
      WHERE o.address_id = r.address_id AND o.confidential AND {LIVING.format(t="o")}
        AND {CURRENT.format(t="a")} AND {CURRENT.format(t="b")})))"""

_CLUES_OF = f"""
  SELECT p.id, rpad(replace(p.born, '-', ''), 8, '0')::int AS born,
    ARRAY(SELECT DISTINCT k FROM (
      SELECT CASE i.system WHEN 'nhs' THEN 'n:' ELSE 'u:' END || i.value FROM people_identifier i
        WHERE i.person_id = p.id AND i.status <> 'wrong' AND (i.system = 'nhs' OR i.system = 'upn' AND NOT h.hidden)
      UNION ALL SELECT 't:' || right(c.value, 9) FROM people_contactpoint c
        WHERE c.person_id = p.id AND c.kind = 'phone' AND {LIVING.format(t="c")}
      UNION ALL SELECT 'p:' || l.postcode FROM live l) keys (k)) AS keys,
    ARRAY(SELECT DISTINCT k FROM (
      SELECT split_part(l.postcode, ' ', 1) FROM live l UNION ALL SELECT left(l.postcode, -2) FROM live l
      UNION ALL SELECT n[1] || ' ' || l.postcode FROM live l, regexp_matches(l.lines, '\\d+', 'g') n) near (k)) AS near
  FROM people_person p CROSS JOIN LATERAL (SELECT {_HIDDEN} AS hidden) h
"""
_LIVES = f"""(SELECT a.postcode, a.lines FROM people_residence r,
      LATERAL (SELECT d.postcode, d.lines FROM people_address d WHERE d.id = r.address_id OFFSET 0) a
      WHERE NOT h.hidden AND r.person_id = p.id AND a.postcode <> '' AND {LIVING.format(t="r")}) l"""
CLUES_OF = _CLUES_OF.replace("live l", _LIVES)

# The owner of the tables may make the whole index again; no session of the application is a member of onestory_rls.
_ALLOWED = """ARRAY(SELECT DISTINCT p FROM unnest(people) p
    WHERE pg_has_role(session_user, 'onestory_rls', 'MEMBER') OR wall.has_role('linkage') OR wall.may_join(p))"""

NAMES = f"""
CREATE OR REPLACE FUNCTION wall.names_to_index(people uuid[])
RETURNS TABLE (person uuid, use text, given text, middle text, family text) LANGUAGE plpgsql STABLE {DEFINER}
  {BY_INDEX} AS $$
#variable_conflict use_column
DECLARE allowed uuid[] := {_ALLOWED};
BEGIN
  RETURN QUERY SELECT n.person_id, n.use::text, n.given::text, n.middle::text, n.family::text
    FROM people_personname n WHERE n.person_id = ANY (allowed)
    ORDER BY n.person_id, n.use = 'usual' DESC, n.ends_on IS NULL DESC, n.id;
END $$;"""

WRITE = f"""
CREATE OR REPLACE FUNCTION wall.index_people(people uuid[], whose uuid[], uses text[], givens text[], families text[],
  given_sounds text[], family_sounds text[]) RETURNS int LANGUAGE plpgsql {DEFINER}
  SET enable_seqscan = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE allowed uuid[] := {_ALLOWED}; made int;
BEGIN
  DELETE FROM people_findable x WHERE x.person_id = ANY (allowed);
  WITH clues AS MATERIALIZED ({CLUES_OF} WHERE p.id = ANY (allowed))
  INSERT INTO people_findable (person_id, use, given, family, given_sounds, family_sounds, born, keys, near)
    SELECT n.person, n.use, n.given, n.family, n.gs, n.fs, c.born, c.keys, c.near
    FROM unnest(whose, uses, givens, families, given_sounds, family_sounds) WITH ORDINALITY
      n (person, use, given, family, gs, fs, at)
    JOIN clues c ON c.id = n.person ORDER BY n.at;
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END $$;"""

# When somebody goes into hiding, so do those of their family who live with them.
BESIDE = f"""
CREATE OR REPLACE FUNCTION wall.index_those_beside(people uuid[]) RETURNS void LANGUAGE plpgsql {DEFINER}
  {BY_INDEX} AS $$
DECLARE
  allowed uuid[] := {_ALLOWED};
  beside uuid[] := ARRAY(SELECT b.person_id
    FROM (SELECT DISTINCT m.family_id FROM people_membership m WHERE m.person_id = ANY (allowed) OFFSET 0) a
    JOIN people_membership b USING (family_id) EXCEPT SELECT unnest(allowed));
BEGIN
  UPDATE people_findable x SET keys = c.keys, near = c.near FROM ({CLUES_OF} WHERE p.id = ANY (beside)) c
    WHERE x.person_id = c.id AND (x.keys, x.near) IS DISTINCT FROM (c.keys, c.near);
END $$;"""

# For the owner alone: everyone, a page at a time.
PAGE = f"""
CREATE OR REPLACE FUNCTION wall.people_to_index(after uuid, most int) RETURNS uuid[] LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT ARRAY(SELECT p.id FROM people_person p
    WHERE pg_has_role(session_user, 'onestory_rls', 'MEMBER') AND (after IS NULL OR p.id > after)
    ORDER BY p.id LIMIT most) $$;"""

FUNCTIONS: dict[str, str] = {
    **LOOKING,
    "wall.names_to_index(uuid[])": NAMES,
    "wall.index_people(uuid[], uuid[], text[], text[], text[], text[], text[])": WRITE,
    "wall.index_those_beside(uuid[])": BESIDE,
    "wall.people_to_index(uuid, int)": PAGE,
}
