"""What the levels that a pair reached weigh together, and what forbids it: one pass over what an engine compared.

Fellegi and Sunter's sum of weights, each common value counting for less than a rare one. It is the same SQL in the same
database whichever engine compared, rounded so that what is equal is equal: a model's answers are the same everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import duckdb

from onestory.matching import guards
from onestory.matching.compare import Comparison, Level
from onestory.matching.model import Model
from onestory.matching.population import SELDOM

# Below this a pair is neither linked nor shown to anybody.
FLOOR = -10.0
_SMALLEST = 1e-12
# No value is taken for rarer than this.
_RAREST = 1e-6
_PLACES = 6
# What guards look at, beside the levels.
_LOOKED_AT = (
    "given",
    "given_sound",
    "other",
    "born",
    "year",
    "sex",
    "nhs",
    "upn",
    "reference",
    "placeholder",
    "is_name",
    "role",
)


def weigh(
    connection: duckdb.DuckDBPyConnection, known: Model, *, people: str = "people", compared: str = "compared",
    into: str = "judged", lowest: float | None = FLOOR,
) -> None:  # fmt: skip
    """Make the table `into`: of each compared pair its `weight` in bits and the number of the `guard` that forbids it, or 0.

    Pairs that weigh less than `lowest` are left out, unless it is None.
    """
    _look_up(connection, known, people)
    levels = ", ".join(f"p.{one.key}" for one in known.comparisons)
    forbids = guards.sql(known.comparisons, families=known.population.families, newest=known.population.newest)
    weight = f"round({' + '.join((*_levels_weigh(known), *_rarity_weighs(known)))}, {_PLACES})"
    # Most pairs could not reach it however rare what they share were: those are left out before anybody is looked up.
    reaching = " + ".join((*_levels_weigh(known), *_rarity_at_most(known)))
    kept = f"WHERE {reaching} >= {lowest - 1!r} AND {weight} >= {lowest!r}" if lowest is not None else ""
    connection.execute(f"""
      CREATE OR REPLACE TABLE {into} AS
      SELECT p.l, p.r, {weight} AS weight, {levels}, {forbids} AS guard
      FROM {compared} p JOIN looked_up a ON a.record = p.l JOIN looked_up b ON b.record = p.r {kept}
    """)
    connection.execute("DROP TABLE looked_up")


def _look_up(connection: duckdb.DuckDBPyConnection, known: Model, people: str) -> None:
    """Make `looked_up`: of each of these people what guards look at, and what the rarity of what they say adds."""
    adds, joins = [f"p.{name}" for name in _LOOKED_AT], []
    for one, level in _rarities(known):
        column, expected = level.rarity, max(known.odds[one.key][level.key].other, _SMALLEST)
        connection.register(f"borne_{column}", known.population.shares(column))
        said = max(float(known.population.said[column]), 1.0)
        share = f"greatest(coalesce(CAST({column}_borne.bearers AS DOUBLE), {SELDOM}) / {said!r}, {_RAREST})"
        adds.append(
            f"CASE WHEN p.{column} IS NOT NULL THEN {math.log2(expected)!r} - log2({share}) END AS rare_{column}"
        )
        joins.append(f"LEFT JOIN borne_{column} AS {column}_borne ON {column}_borne.{column} = p.{column}")
    looked = f"SELECT p.record, {', '.join(adds)} FROM {people} p {' '.join(joins)}"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE looked_up AS {looked}")
    for _, level in _rarities(known):
        connection.unregister(f"borne_{level.rarity}")


def _levels_weigh(known: Model) -> Iterator[str]:
    """The prior, and for each comparison the weight of the level reached."""
    yield repr(math.log2(known.prior / (1 - known.prior)))
    for one in known.comparisons:
        reached = " ".join(
            f"WHEN {one.value(level.key)} THEN {_weight(known, one, level)!r}::DOUBLE" for level in one.levels
        )
        yield f"CASE p.{one.key} {reached} ELSE 0 END"


def _rarity_weighs(known: Model) -> Iterator[str]:
    """What it adds that a value both say is rare, or takes away that it is common."""
    for one, level in _rarities(known):
        yield f"CASE WHEN p.{one.key} = {one.value(level.key)} THEN coalesce(a.rare_{level.rarity}, 0) ELSE 0 END"


def _rarity_at_most(known: Model) -> Iterator[str]:
    for one, level in _rarities(known):
        most = max(0.0, math.log2(max(known.odds[one.key][level.key].other, _SMALLEST) / _RAREST))
        yield f"CASE WHEN p.{one.key} = {one.value(level.key)} THEN {most!r}::DOUBLE ELSE 0 END"


def _weight(known: Model, one: Comparison, level: Level) -> float:
    odds = known.odds[one.key][level.key]
    return math.log2(max(odds.same, _SMALLEST) / max(odds.other, _SMALLEST))


def _rarities(known: Model) -> list[tuple[Comparison, Level]]:
    """Levels at which rare values say more, as far as the model knows how common values are."""
    said = known.population.said
    return [(one, level) for one in known.comparisons for level in one.levels if level.rarity in said]
