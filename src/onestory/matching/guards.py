"""What says that two records cannot be one person, however alike they are.

Relatives share a family name, a home, a phone, often a birthday or a first name: a sum of likenesses merges them. Each guard here
is one kind of relative. None holds against an NHS or pupil number that agrees; forms of one name and exchanged names are
no difference; and what guards refuse is for a person to decide, not lost.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from onestory.matching.compare import ALL, BORN, FAMILY, GIVEN, HOME, SEX, Comparison

# The words a person reads. The number is what the table of pairs holds; 0 is no guard.
REASONS: dict[int, str] = {
    1: "They have different NHS numbers.",
    2: "They have different pupil numbers.",
    3: "One of them is a child not yet named, as a twin may be.",
    4: "Their first names are different, as those of brothers and sisters are.",
    5: "They were born on one day with different first names, as twins are.",
    6: "They are of different sex, and their first names differ.",
    7: "They are a generation apart, as a parent and a child of one name are.",
    8: "They were born on different days, as cousins of one name are.",
    9: "Nothing but their names is alike, and others bear them too.",
}
# Not that they are two, only that nothing says they are one.
UNSURE = (3, 9)
_GENERATION, _OLDEST_PARENT = 14, 60
# Who was born so many years before the youngest, or later, is not whom a row names as somebody's parent. A parent of that age
# is left for a person to know again.
_CHILDHOOD = 16


# Pairs at one address that differ in first name or birthday: how many were born on quite different days, how many of those have
# different first names too, and how many have one birthday and different first names.
_AT_HOME = """
  WITH living AS (
    SELECT * FROM people
    WHERE address IS NOT NULL AND born IS NOT NULL AND given IS NOT NULL AND hash(address) % {every} = 0),
  several AS (SELECT address, postcode FROM living GROUP BY ALL HAVING count(*) BETWEEN 2 AND 30),
  pairs AS (
    SELECT jaro_winkler_similarity(a.given, b.given) < 0.8 AND a.given_sound <> b.given_sound AS named_apart,
           a.born = b.born AS one_day,
           a.year <> b.year AND right(a.born, 4) <> right(b.born, 4) AND damerau_levenshtein(a.born, b.born) > 2 AS born_apart
    FROM living a JOIN several s ON a.address = s.address AND a.postcode IS NOT DISTINCT FROM s.postcode
    JOIN living b ON b.address = s.address AND b.postcode IS NOT DISTINCT FROM s.postcode
      AND (a.given, a.born) < (b.given, b.born))
  SELECT count(*), count_if(born_apart), count_if(born_apart AND named_apart), count_if(one_day AND named_apart) FROM pairs
"""
_BORN_APART, _OTHERS, _TWINS, _ENOUGH = 0.2, 0.05, 0.75, 50_000


def families_among(connection: duckdb.DuckDBPyConnection, records: int) -> bool:
    """Whether any in these records live with relatives, as far as can be told; where it cannot, they may.

    In a list of people of whom none lives with another, a first name that differs under one birthday is a slip, and not a twin.
    """
    every = max(1, records // _ENOUGH)
    pairs, apart, others, twins = connection.execute(_AT_HOME.format(every=every)).fetchall()[0]
    return not pairs or apart >= _BORN_APART * pairs or others >= _OTHERS * pairs or twins >= _TWINS * pairs


def sql(comparisons: Sequence[Comparison], *, families: bool = True, newest: int = 0) -> str:
    """The number of the first guard that holds between people `a` and `b`, whose levels are in the pair `p`; else 0.

    Without `families` among the records the guards that tell relatives apart do not hold. `newest`: the year in which the
    youngest were born.
    """
    level = _Levels(comparisons)
    related = "true" if families else "false"
    twins = (
        f"{level.is_one(GIVEN, 'near', 'alike')} AND a.is_name AND b.is_name AND {level.is_one(BORN, 'same')}"
        f" AND NOT (a.given_sound = b.given_sound AND length(a.given) > 3 AND levenshtein(a.given, b.given) <= 1)"
    )
    named_otherwise = "coalesce(a.given = b.other OR a.other = b.given, false)"
    # The first of January is written where only the year is known.
    only_the_year = "(a.year = b.year AND (a.born LIKE '%0101' OR b.born LIKE '%0101'))"
    years = "abs(CAST(a.year AS INTEGER) - CAST(b.year AS INTEGER))"
    return f"""CAST(CASE
      WHEN a.nhs = b.nhs OR a.upn = b.upn OR a.reference = b.reference THEN 0
      WHEN a.nhs <> b.nhs THEN 1
      WHEN a.upn <> b.upn THEN 2
      WHEN a.placeholder IS NOT NULL OR b.placeholder IS NOT NULL THEN 3
      WHEN {_is_parent_of("a", "b", newest)} OR {_is_parent_of("b", "a", newest)} THEN 7
      WHEN {related} AND {level.only_names()} THEN 9
      WHEN NOT {related} THEN 0
      WHEN {level.is_one(GIVEN, "apart")} AND NOT {named_otherwise} THEN CASE WHEN {level.is_one(BORN, "same")} THEN 5 ELSE 4 END
      WHEN {twins} THEN 5
      WHEN {level.is_one(GIVEN, "near", "alike")} AND {level.is_one(FAMILY, "apart")} THEN 5
      WHEN a.sex <> b.sex AND {level.is_one(GIVEN, "form", "near", "alike", "apart")} THEN 6
      WHEN {years} BETWEEN {_GENERATION} AND {_OLDEST_PARENT} AND {level.at_one_home()} THEN 7
      WHEN {level.is_one(BORN, "year", "apart")} AND NOT {only_the_year} THEN 8
      WHEN {level.is_one(HOME, "same", "near", "postcode")} AND {level.is_one(BORN, "slip", "parts")}
        AND (right(a.born, 4) = right(b.born, 4) OR {level.is_one(FAMILY, "apart")}) THEN 8
      ELSE 0 END AS TINYINT)"""


def _is_parent_of(one: str, other: str, newest: int) -> str:
    """A row names one as a parent, and the other is a child by their birthday, or as another row has it where none is told."""
    young = f"CAST({other}.year AS INTEGER) >= {newest - _CHILDHOOD}" if newest else "NULL"
    return f"coalesce({one}.role = 'parent' AND coalesce({young}, {other}.role = 'child'), false)"


# Up to which level of a thing it is not alike: a year of birth and a part of a town are shared with thousands.
_LIKE = {BORN.key: BORN.value("year"), HOME.key: HOME.value("close")}


class _Levels:
    """Conditions on levels; of a thing that these files do not say, false."""

    def __init__(self, comparisons: Sequence[Comparison]) -> None:
        self._said = {one.key for one in comparisons}

    def is_one(self, comparison: Comparison, *levels: str) -> str:
        if comparison.key not in self._said:
            return "false"
        return f"p.{comparison.key} IN ({', '.join(str(comparison.value(level)) for level in levels)})"

    def only_names(self) -> str:
        """Names are said, and nothing else that is said is alike."""
        others = [one for one in ALL.values() if one.key in self._said and one not in (GIVEN, FAMILY, SEX)]
        return " AND ".join(["true", *(f"p.{one.key} <= {_LIKE.get(one.key, 0)}" for one in others)])

    def at_one_home(self) -> str:
        """One home, as far as is known: where nothing is said, it may be one."""
        if HOME.key not in self._said:
            return "true"
        return f"p.{HOME.key} <> {HOME.value('apart')}"
