"""Finding in the database: the functions that read and write `people_findable`, which nothing else may touch.

They stand outside row-level security, whose walls would hide the indexes from the planner, and so each applies access
itself: the viewer is `wall.viewer()` and never an argument. Part of the security surface of `access.functions`.

Nothing about people the viewer may not see can change an answer: candidates are put in one total order, access is asked
of each in that order, and only those who passed are counted against any limit.
"""

from __future__ import annotations

from onestory.access.functions import DEFINER
from onestory.access.reach import DECLARE, LIVE_G, MINE

FEW_FAMILIES = 500
"""A word or a month that singles nobody out is looked for among a viewer's own people, up to so many families. In all
other cases access is asked of the candidates: reading the families first was tried, and cost more than it saved."""

CANDIDATES = 50
"""How many visible rows are handed on to be compared closely."""

EACH_WAY = 40
"""For a single word, how many visible rows each way of reading it may bring."""

# Every step here begins from a few known values, whatever the statistics say or do not say yet after a big load.
_BY_INDEX = (
    "SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off"
    " SET enable_mergejoin = off SET jit = off"
)
_CURRENT = "({t}.ends_on IS NULL OR {t}.ends_on >= current_date)"
# Someone who moves today lives at the new address; the old one finds them no more.
_LIVING = "({t}.ends_on IS NULL OR {t}.ends_on > current_date)"

# A limit inside keeps PostgreSQL from turning the question round and reading every grant: it is asked row by row.
_OPEN = f"""CROSS JOIN LATERAL (SELECT FROM people_membership m JOIN access_grant g ON g.family_id = m.family_id
      WHERE m.person_id = x.person_id AND {_CURRENT.format(t="m")} AND {MINE} LIMIT 1) open"""

# What a row is worth at first sight. `people.finding.ranking` looks again, closely, at the best of them.
_WORTH = """(
    CASE WHEN x.family = ANY (words) THEN 9 WHEN x.family_sounds = ANY (sounds) THEN 7
      WHEN left(x.family, reach) = ANY (starts) THEN 4 ELSE 0 END
    + CASE WHEN x.given = ANY (words) THEN 8 WHEN x.given = ANY (forms) THEN 7 WHEN x.given_sounds = ANY (sounds) THEN 6
      WHEN left(x.given, reach) = ANY (starts) THEN 3 ELSE 0 END
    + CASE WHEN x.born = days[1] THEN 13 WHEN x.born = ANY (days) THEN 10 WHEN x.born BETWEEN since AND til THEN 6
      WHEN x.born / 10000 = days[1] / 10000 THEN 2 WHEN x.born / 10000 = since / 10000 THEN 2 ELSE 0 END
    + CASE WHEN x.keys && typed THEN 14 ELSE 0 END + CASE WHEN x.near && around THEN 4 ELSE 0 END)"""

_WEAK = "(x.near && around OR x.born BETWEEN since AND til)"
_FIELDS = "x.id, x.person_id, x.use, x.given, x.family, x.given_sounds, x.family_sounds, x.born, x.keys, x.near"


def _one_word(condition: str, order: str, words: str = "words") -> str:
    """Rows that begin one reading of a single word, in the order of an index, until enough may be seen."""
    return f"""
    SELECT y.* FROM unnest({words}) w, unnest(narrowings) narrow, LATERAL (
      SELECT {_FIELDS} FROM people_findable x {_OPEN}
      WHERE alone AND {condition} AND (NOT narrow OR {_WEAK}) ORDER BY {order} LIMIT {EACH_WAY}) y"""


_BY_FAMILY, _BY_GIVEN = "x.family, x.given, x.person_id", "x.given, x.family, x.person_id"
_BY_SOUND = "x.family_sounds, x.given_sounds, x.person_id"

_FROM_CLUES = f"""
    SELECT {_FIELDS} FROM people_findable x WHERE x.keys && typed
    UNION ALL SELECT {_FIELDS} FROM people_findable x WHERE x.born = ANY (days)
    UNION ALL SELECT {_FIELDS} FROM people_findable x
      WHERE NOT alone AND x.family_sounds = ANY (sounds)
        AND x.given_sounds = ANY (CASE WHEN sure THEN sounds ELSE form_sounds END)
    UNION ALL SELECT {_FIELDS} FROM people_findable x WHERE sure AND x.given = ANY (forms) AND x.family = ANY (words)
    UNION ALL SELECT y.* FROM unnest(forms) w, unnest(starts) b, LATERAL (SELECT {_FIELDS} FROM people_findable x
      WHERE by_beginning AND x.given = w AND x.family >= b AND x.family < b || '~' OFFSET 0) y
    UNION ALL SELECT y.* FROM unnest(words) w, unnest(initials) b, LATERAL (SELECT {_FIELDS} FROM people_findable x
      WHERE by_beginning AND x.family = w AND x.given >= b AND x.given < b || '~' OFFSET 0) y
    UNION ALL {_one_word("x.family = w", _BY_FAMILY)}
    UNION ALL {_one_word("x.given = w", _BY_GIVEN, "forms")}
    UNION ALL {_one_word("x.family_sounds = w", _BY_SOUND, "sounds")}
    UNION ALL {_one_word("x.family >= w AND x.family < w || '~'", _BY_FAMILY)}
    UNION ALL {_one_word("x.given >= w AND x.given < w || '~'", _BY_GIVEN)}
    UNION ALL (SELECT {_FIELDS} FROM people_findable x {_OPEN} WHERE nameless AND x.born BETWEEN since AND til
      ORDER BY x.born, x.person_id LIMIT {EACH_WAY})"""

_FROM_FAMILIES = f"""
    SELECT {_FIELDS} FROM unnest(theirs) one JOIN people_findable x ON x.person_id = one"""

# No more are read than tell whether they are few: a city-wide team has every family.
_FAMILIES = f"""SELECT f.family_id FROM (
    (SELECT g.family_id FROM access_grant g WHERE g.account_id = ANY (accounts) AND g.family_id <> ALL (closed)
      AND {LIVE_G} LIMIT {FEW_FAMILIES + 1})
    UNION ALL SELECT y.family_id FROM unnest(mine) one, LATERAL (
      SELECT g.family_id FROM access_grant g WHERE g.team_id = one AND g.family_id <> ALL (closed)
        AND {LIVE_G} LIMIT {FEW_FAMILIES + 1}) y) f
    LIMIT {FEW_FAMILIES + 1}"""


def _best(candidates: str, *, access: str = "") -> str:
    # The order is total, so that nothing but the rows themselves decides who is within the limit.
    return f"""
  RETURN QUERY
  SELECT x.person_id, x.use::text, x.given::text, x.family::text, x.given_sounds::text, x.family_sounds::text, x.born,
    ARRAY(SELECT k FROM unnest(x.keys || x.near) k WHERE k = ANY (typed || around))
  FROM (SELECT * FROM (SELECT DISTINCT ON (c.id) c.*, {_WORTH.replace("x.", "c.")} AS worth FROM ({candidates}) c
      ORDER BY c.id) d WHERE d.worth >= enough ORDER BY d.worth DESC, d.person_id, d.id OFFSET 0) x {access}
  ORDER BY x.worth DESC, x.person_id, x.id LIMIT {CANDIDATES};"""


_CLUES = (
    "words text[], forms text[], sounds text[], form_sounds text[], starts text[], initials text[], "
    "days int[], since int, til int, typed text[], around text[]"
)
_CLUE_TYPES = "text[], text[], text[], text[], text[], text[], int[], int, int, text[], text[]"

FIND = f"""
CREATE OR REPLACE FUNCTION wall.find_people({_CLUES})
RETURNS TABLE (person uuid, name_use text, given_name text, family_name text, given_sound text, family_sound text,
  born_on int, matched text[]) LANGUAGE plpgsql STABLE {DEFINER}
  {_BY_INDEX} AS $$
#variable_conflict use_variable
DECLARE
  {DECLARE} families uuid[]; theirs uuid[];
  sure boolean := days <> '{{}}' OR typed <> '{{}}';
  alone boolean := cardinality(words) = 1 AND NOT sure;
  nameless boolean := words = '{{}}' AND NOT sure;
  reach int := length(starts[1]);
  by_beginning boolean := cardinality(words) > 1 AND days = '{{}}';
  -- One clue that agrees is not enough when several were typed. It depends on what was typed, never on who is there.
  enough int := CASE WHEN alone OR nameless THEN 3 WHEN NOT sure THEN 10 WHEN cardinality(words) > 1 THEN 13
    ELSE 9 END;
  narrowings boolean[] := CASE WHEN around <> '{{}}' OR since IS NOT NULL THEN '{{t,f}}' ELSE '{{f}}' END;
BEGIN
  IF me IS NULL OR (words = '{{}}' AND NOT sure AND since IS NULL) THEN RETURN; END IF;
  IF alone OR nameless THEN
    families := ARRAY({_FAMILIES});
  END IF;
  IF cardinality(families) <= {FEW_FAMILIES} THEN
    theirs := ARRAY(SELECT DISTINCT m.person_id FROM unnest(families) f
      JOIN people_membership m ON m.family_id = f AND {_CURRENT.format(t="m")});
    {_best(_FROM_FAMILIES)}
  ELSE {_best(_FROM_CLUES, access=_OPEN)}
  END IF;
END $$;"""

# What is shown of those found is read as the viewer, through every wall: the second check. Within a function only so
# that its plan, which the walls make a long one, is made once in a session and not at every search.
SHOW = f"""
CREATE OR REPLACE FUNCTION wall.show_found(people uuid[])
RETURNS TABLE (person uuid, born text, family_ids uuid[], family_names text[], uses text[], ended boolean[],
  givens text[], middles text[], families text[])
  LANGUAGE plpgsql STABLE SECURITY INVOKER SET search_path = pg_catalog, public {_BY_INDEX} AS $$
BEGIN
  RETURN QUERY SELECT p.id, p.born::text, f.ids, f.names, n.uses, n.ended, n.givens, n.middles, n.families
  FROM unnest(people) one JOIN people_person p ON p.id = one
  CROSS JOIN LATERAL (SELECT array_agg(i.id ORDER BY i.name, i.id) ids,
      array_agg(i.name::text ORDER BY i.name, i.id) names
    FROM people_membership m JOIN people_family i ON i.id = m.family_id
    WHERE m.person_id = one AND {_CURRENT.format(t="m")}) f
  CROSS JOIN LATERAL (SELECT array_agg(a.use::text) uses, array_agg(a.ends_on IS NOT NULL) ended,
    array_agg(a.given::text) givens, array_agg(a.middle::text) middles, array_agg(a.family::text) families
    FROM (SELECT * FROM people_personname k WHERE k.person_id = one
      ORDER BY k.use = 'usual' DESC, k.ends_on IS NULL DESC, k.id) a) n
  WHERE f.ids IS NOT NULL AND n.uses IS NOT NULL;
END $$;"""

# Somebody whose address is confidential, or who shares it with one of their family whose is, is found by nothing that
# says where they are (HZ-21, HZ-22): not by postcode, house, or a number given out by a school.
_HIDDEN = f"""EXISTS (SELECT FROM people_residence r
    WHERE r.person_id = p.id AND {_LIVING.format(t="r")} AND (r.confidential OR EXISTS (
      SELECT FROM people_residence o JOIN people_membership a ON a.person_id = o.person_id
      JOIN people_membership b ON b.family_id = a.family_id AND b.person_id = r.person_id
      WHERE o.address_id = r.address_id AND o.confidential AND {_LIVING.format(t="o")}
        AND {_CURRENT.format(t="a")} AND {_CURRENT.format(t="b")})))"""

_CLUES_OF = f"""
  SELECT p.id, rpad(replace(p.born, '-', ''), 8, '0')::int AS born,
    ARRAY(SELECT DISTINCT k FROM (
      SELECT CASE i.system WHEN 'nhs' THEN 'n:' ELSE 'u:' END || i.value FROM people_identifier i
        WHERE i.person_id = p.id AND i.status <> 'wrong' AND (i.system = 'nhs' OR i.system = 'upn' AND NOT h.hidden)
      UNION ALL SELECT 't:' || right(c.value, 9) FROM people_contactpoint c
        WHERE c.person_id = p.id AND c.kind = 'phone' AND {_LIVING.format(t="c")}
      UNION ALL SELECT 'p:' || l.postcode FROM live l) keys (k)) AS keys,
    ARRAY(SELECT DISTINCT k FROM (
      SELECT split_part(l.postcode, ' ', 1) FROM live l UNION ALL SELECT left(l.postcode, -2) FROM live l
      UNION ALL SELECT n[1] || ' ' || l.postcode FROM live l, regexp_matches(l.lines, '\\d+', 'g') n) near (k)) AS near
  FROM people_person p CROSS JOIN LATERAL (SELECT {_HIDDEN} AS hidden) h
"""
_LIVES = f"""(SELECT a.postcode, a.lines FROM people_residence r,
      LATERAL (SELECT d.postcode, d.lines FROM people_address d WHERE d.id = r.address_id OFFSET 0) a
      WHERE NOT h.hidden AND r.person_id = p.id AND a.postcode <> '' AND {_LIVING.format(t="r")}) l"""
CLUES_OF = _CLUES_OF.replace("live l", _LIVES)

# The owner of the tables may make the whole index again; no session of the application is a member of onestory_rls.
_ALLOWED = """ARRAY(SELECT DISTINCT p FROM unnest(people) p
    WHERE pg_has_role(session_user, 'onestory_rls', 'MEMBER') OR wall.has_role('linkage') OR wall.may_join(p))"""

NAMES = f"""
CREATE OR REPLACE FUNCTION wall.names_to_index(people uuid[])
RETURNS TABLE (person uuid, use text, given text, middle text, family text) LANGUAGE plpgsql STABLE {DEFINER}
  {_BY_INDEX} AS $$
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
  {_BY_INDEX} AS $$
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
    f"wall.find_people({_CLUE_TYPES})": FIND,
    "wall.show_found(uuid[])": SHOW,
    "wall.names_to_index(uuid[])": NAMES,
    "wall.index_people(uuid[], uuid[], text[], text[], text[], text[], text[])": WRITE,
    "wall.index_those_beside(uuid[])": BESIDE,
    "wall.people_to_index(uuid, int)": PAGE,
}
