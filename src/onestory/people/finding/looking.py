"""Searching in the database: who fits what was typed, of those the viewer may see.

Nothing about people the viewer may not see can change an answer: candidates are put in one total order, access is asked
of each in that order, and only those who passed are counted against any limit or compared with one another. Access is
asked in one place, `_OPEN`, of every row that is answered, at the moment of the search.

A page that has to be fetched costs more than a hundred rows on one that is at hand. So candidates are read from indexes
that hold all that first sight needs, and rows themselves only of the few who are answered.
"""

from __future__ import annotations

from onestory.access.functions import DEFINER
from onestory.access.reach import DECLARE_HELD, LIVE_G, MINE

FEW_FAMILIES = 500
"""Up to so many families, a viewer's own people are read first, and nobody else is ever asked about."""

CANDIDATES = 50
"""How many visible rows are handed on to be compared closely."""

EACH_WAY = 40
"""For a single word, how many visible rows each way of reading it may bring, and all ways together twice as many."""

BEHIND = 15
"""Who is worth so much less at first sight than the best whom the viewer may see is not looked at again."""

# Every step here begins from a few known values, whatever the statistics say or do not say yet after a big load.
BY_INDEX = (
    "SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off"
    " SET enable_mergejoin = off SET jit = off"
)
CURRENT = "({t}.ends_on IS NULL OR {t}.ends_on >= current_date)"
# Someone who moves today lives at the new address; the old one finds them no more.
LIVING = "({t}.ends_on IS NULL OR {t}.ends_on > current_date)"

# Asked row by row, by the person and then by the family, whatever the planner believes of how many grants there are: each
# OFFSET keeps it from turning the question round.
_OPEN = f"""CROSS JOIN LATERAL (SELECT
      FROM (SELECT m.family_id, m.ends_on FROM people_membership m WHERE m.person_id = x.person_id OFFSET 0) m,
        LATERAL (SELECT g.* FROM access_grant g WHERE g.family_id = m.family_id OFFSET 0) g
      WHERE {CURRENT.format(t="m")} AND {MINE} LIMIT 1) open"""

# What a row is worth at first sight. `people.finding.ranking` looks again, closely, at the best of them.
_WORTH = """(
    CASE WHEN x.family = ANY (words) THEN 9 WHEN x.family_sounds = ANY (sounds) THEN 7
      WHEN left(x.family, reach) = ANY (starts) THEN 4 ELSE 0 END
    + CASE WHEN x.given = ANY (words) THEN 8 WHEN x.given = ANY (forms) THEN 7 WHEN x.given_sounds = ANY (sounds) THEN 6
      WHEN left(x.given, reach) = ANY (starts) THEN 3 ELSE 0 END
    + CASE WHEN x.born = days[1] THEN 13 WHEN x.born = ANY (days) THEN 10 WHEN x.born BETWEEN since AND til THEN 6
      WHEN x.born / 10000 = days[1] / 10000 THEN 2 WHEN x.born / 10000 = since / 10000 THEN 2 ELSE 0 END)"""
# A postcode is worth less than a whole name, or everybody who lives there would stand before whoever moved away; a number or
# a phone is worth more, or namesakes would stand before whose it is.
_BY_POSTCODE, _BY_NUMBER, _NEAR = 14, 24, 4

# All that `_WORTH` needs, and every index holds. What was found by a key, or nearby, is worth something more.
_FIELDS = "x.id, x.person_id, x.given, x.family, x.given_sounds, x.family_sounds, x.born"
_ROWS = f"{_FIELDS}, 0 AS more FROM people_findable x"

_BY_SOUND = f"""SELECT {_ROWS} WHERE x.family_sounds = ANY (sounds)
        AND x.given_sounds = ANY (CASE WHEN sure THEN sounds ELSE form_sounds END)"""

# One name as typed and the beginning of the other. A single letter is enough where something else may bear it out.
_BY_BEGINNING = f"""
    SELECT y.* FROM unnest(forms) w, unnest(starts) b, LATERAL (SELECT {_ROWS}
      WHERE x.given = w AND x.family >= b AND x.family < b || '~' OFFSET 0) y
    UNION ALL SELECT y.* FROM unnest(words) w, unnest(CASE WHEN since IS NULL THEN starts ELSE initials END) b,
      LATERAL (SELECT {_ROWS} WHERE x.family = w AND x.given >= b AND x.given < b || '~' OFFSET 0) y"""

# A day or a key was typed.
_FROM_CLUES = f"""
    SELECT {_FIELDS}, CASE WHEN x.keys && numbers THEN {_BY_NUMBER} ELSE {_BY_POSTCODE} END AS more
      FROM people_findable x WHERE x.keys && typed
    UNION ALL SELECT {_ROWS} WHERE x.born = ANY (days)
    UNION ALL {_BY_SOUND}
    UNION ALL SELECT {_ROWS} WHERE x.given = ANY (forms) AND x.family = ANY (words)"""

_FROM_NAMES = f"{_BY_SOUND} UNION ALL {_BY_BEGINNING}"


def _run(condition: str, order: str, words: str = "words", *, borne_out: bool) -> str:
    """Rows that fit one reading of a single word, in the order of an index, until enough may be seen."""
    more = "narrowed AND (x.near && around OR x.born BETWEEN since AND til) AND" if borne_out else ""
    return f"""SELECT y.* FROM unnest({words}) w, LATERAL (SELECT {_ROWS} {_OPEN}
      WHERE {more} {condition} ORDER BY {order} LIMIT {EACH_WAY}) y"""


def _runs(*, borne_out: bool) -> str:
    family, given = "x.family, x.given, x.person_id", "x.given, x.family, x.person_id"
    sounds = "x.family_sounds, x.given_sounds, x.person_id"
    return " UNION ALL ".join(
        (
            _run("x.family = w", family, borne_out=borne_out),
            _run("x.given = w", given, "forms", borne_out=borne_out),
            _run("x.family_sounds = w AND x.family <> ALL (words)", sounds, "sounds", borne_out=borne_out),
            _run("x.family > w AND x.family < w || '~'", family, borne_out=borne_out),
            _run("x.given > w AND x.given < w || '~'", given, borne_out=borne_out),
        )
    )


# Better ways of reading the word come first, and the others are not asked about once enough are there.
_FROM_RUNS = f"""SELECT * FROM (
    SELECT * FROM ({_runs(borne_out=True)}) a UNION ALL SELECT * FROM ({_runs(borne_out=False)}) b) r LIMIT {EACH_WAY * 2}"""

_FROM_MONTH = f"""
    SELECT {_ROWS} {_OPEN} WHERE x.born BETWEEN since AND til ORDER BY x.born, x.person_id LIMIT {EACH_WAY}"""

_FROM_FAMILIES = f"SELECT y.* FROM unnest(theirs) one, LATERAL (SELECT {_ROWS} WHERE x.person_id = one OFFSET 0) y"

# It leaves people out and lets nobody in: whether a family is closed to the viewer is asked with access itself. No more
# are read than tell whether they are few: a city-wide team has every family.
_FAMILIES = f"""SELECT f.family_id FROM (
    (SELECT g.family_id FROM access_grant g WHERE g.account_id = ANY (accounts) AND {LIVE_G} LIMIT {FEW_FAMILIES + 1})
    UNION ALL SELECT y.family_id FROM unnest(mine) one, LATERAL (
      SELECT g.family_id FROM access_grant g WHERE g.team_id = one AND {LIVE_G} LIMIT {FEW_FAMILIES + 1}) y) f
    LIMIT {FEW_FAMILIES + 1}"""


def _looking(candidates: str) -> str:
    """Opens the candidates, best first, of whom access is asked only as they are fetched.

    The order is total, so that nothing but the rows themselves decides who is within a limit.
    """
    return f"""OPEN looking FOR SELECT x.id, x.worth FROM (
      SELECT d.id, d.person_id, d.worth + CASE WHEN nearby AND (SELECT n.near && around FROM people_findable n
          WHERE n.id = d.id) THEN {_NEAR} ELSE 0 END AS worth
      FROM (SELECT x.id, x.person_id, max({_WORTH} + x.more) AS worth FROM ({candidates}) x
        WHERE theirs IS NULL OR x.person_id IN (SELECT unnest(theirs)) GROUP BY x.id, x.person_id OFFSET 0) d
      WHERE d.worth >= enough - CASE WHEN nearby THEN {_NEAR} ELSE 0 END
      ORDER BY worth DESC, d.person_id, d.id OFFSET 0) x {_OPEN} WHERE x.worth >= enough;"""


_CLUES = (
    "words text[], forms text[], sounds text[], form_sounds text[], starts text[], initials text[], "
    "days int[], since int, til int, typed text[], around text[]"
)
_CLUE_TYPES = "text[], text[], text[], text[], text[], text[], int[], int, int, text[], text[]"

FIND = f"""
CREATE OR REPLACE FUNCTION wall.find_people({_CLUES})
RETURNS TABLE (person uuid, name_use text, given_name text, family_name text, given_sound text, family_sound text,
  born_on int, matched text[]) LANGUAGE plpgsql STABLE {DEFINER}
  {BY_INDEX} AS $$
#variable_conflict use_variable
DECLARE
  {DECLARE_HELD} families uuid[]; theirs uuid[];
  sure boolean := days <> '{{}}' OR typed <> '{{}}';
  alone boolean := cardinality(words) = 1 AND NOT sure;
  nameless boolean := words = '{{}}' AND NOT sure;
  numbers text[] := ARRAY(SELECT t FROM unnest(typed) t WHERE left(t, 2) <> 'p:');
  narrowed boolean := around <> '{{}}' OR since IS NOT NULL;
  nearby boolean := around <> '{{}}' AND typed = '{{}}';
  reach int := length(starts[1]);
  -- One clue that agrees is not enough when several were typed. It depends on what was typed, never on who is there.
  enough int := CASE WHEN alone OR nameless THEN 3 WHEN NOT sure THEN 10 WHEN cardinality(words) > 1 THEN 13
    ELSE 9 END;
  looking refcursor; row_id bigint; row_worth int; best_worth int; passed bigint[];
BEGIN
  IF me IS NULL OR (words = '{{}}' AND NOT sure AND since IS NULL) THEN RETURN; END IF;
  IF words <> '{{}}' OR typed = '{{}}' THEN
    families := ARRAY({_FAMILIES});
    IF cardinality(families) <= {FEW_FAMILIES} THEN
      theirs := ARRAY(SELECT DISTINCT m.person_id FROM unnest(families) f
        JOIN people_membership m ON m.family_id = f AND {CURRENT.format(t="m")});
    END IF;
  END IF;
  IF (alone OR nameless) AND theirs IS NOT NULL THEN {_looking(_FROM_FAMILIES)}
  ELSIF alone THEN {_looking(_FROM_RUNS)}
  ELSIF nameless THEN {_looking(_FROM_MONTH)}
  ELSIF NOT sure THEN {_looking(_FROM_NAMES)}
  ELSIF days = '{{}}' AND cardinality(words) > 1 THEN {_looking(_FROM_CLUES + " UNION ALL " + _BY_BEGINNING)}
  ELSE {_looking(_FROM_CLUES)}
  END IF;
  LOOP
    FETCH looking INTO row_id, row_worth;
    EXIT WHEN NOT FOUND OR row_worth < best_worth - {BEHIND};
    best_worth := coalesce(best_worth, row_worth);
    passed := passed || row_id;
    EXIT WHEN cardinality(passed) = {CANDIDATES};
  END LOOP;
  CLOSE looking;
  RETURN QUERY SELECT x.person_id, x.use::text, x.given::text, x.family::text, x.given_sounds::text,
      x.family_sounds::text, x.born, ARRAY(SELECT k FROM unnest(x.keys || x.near) k WHERE k = ANY (typed || around))
    FROM unnest(passed) WITH ORDINALITY s (id, place) JOIN people_findable x ON x.id = s.id ORDER BY s.place;
END $$;"""

# What is shown of those found is read as the viewer, through every wall: the second check. Within a function only so
# that its plan, which the walls make a long one, is made once in a session and not at every search.
SHOW = f"""
CREATE OR REPLACE FUNCTION wall.show_found(people uuid[])
RETURNS TABLE (person uuid, born text, family_ids uuid[], family_names text[], uses text[], ended boolean[],
  givens text[], middles text[], families text[])
  LANGUAGE plpgsql STABLE SECURITY INVOKER SET search_path = pg_catalog, public {BY_INDEX} AS $$
BEGIN
  RETURN QUERY SELECT p.id, p.born::text, f.ids, f.names, n.uses, n.ended, n.givens, n.middles, n.families
  FROM unnest(people) one JOIN people_person p ON p.id = one
  CROSS JOIN LATERAL (SELECT array_agg(i.id ORDER BY i.name, i.id) ids,
      array_agg(i.name::text ORDER BY i.name, i.id) names
    FROM people_membership m JOIN people_family i ON i.id = m.family_id
    WHERE m.person_id = one AND {CURRENT.format(t="m")}) f
  CROSS JOIN LATERAL (SELECT array_agg(a.use::text) uses, array_agg(a.ends_on IS NOT NULL) ended,
    array_agg(a.given::text) givens, array_agg(a.middle::text) middles, array_agg(a.family::text) families
    FROM (SELECT * FROM people_personname k WHERE k.person_id = one
      ORDER BY k.use = 'usual' DESC, k.ends_on IS NULL DESC, k.id) a) n
  WHERE f.ids IS NOT NULL AND n.uses IS NOT NULL;
END $$;"""

LOOKING: dict[str, str] = {
    f"wall.find_people({_CLUE_TYPES})": FIND,
    "wall.show_found(uuid[])": SHOW,
}
