"""The one door to Splink: how alike many pairs are, by a model, on DuckDB or on Spark.

Splink 5 renamed nearly everything in it, so nothing else in Onestory imports it. It compares pairs that we give it
and adds up weights that we learnt; what it is not asked for is to choose pairs, to learn or to cluster.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any, Protocol

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.internals.comparison_creator import ComparisonCreator

from onestory.core.errors import Invalid
from onestory.matching.compare import FUNCTIONS, Comparison, Level
from onestory.matching.model import Model, Odds

_SMALLEST = 1e-12


class Engine(Protocol):
    """Whatever can say how alike pairs are. Tables are named, and stand in DuckDB before and after."""

    def levels(self, *, model: Model, people: str, pairs: str, into: str) -> None: ...

    def score(self, *, model: Model, people: str, pairs: str, into: str, lowest: float | None = None) -> None: ...


def open_engine(name: str, connection: duckdb.DuckDBPyConnection) -> Engine:
    """ "duckdb". Raises Invalid for another."""
    if name != DuckEngine.name:
        raise Invalid(f"There is no engine {name} here yet.")
    return DuckEngine(connection)


class DuckEngine:
    """Scores pairs of one table of people. Tables are named; nothing passes through Python."""

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._api = DuckDBAPI(connection=connection)
        self._made = 0

    def levels(self, *, model: Model, people: str, pairs: str, into: str) -> None:
        """Make the table `into`: of each pair `l`, `r` and the level reached in each comparison, -1 where nothing is said."""
        self._predict(numbered(model), people, pairs, into, lowest=None, rarity=False)

    def score(self, *, model: Model, people: str, pairs: str, into: str, lowest: float | None = None) -> None:
        """Make the table `into`: of each pair `l`, `r`, its `weight` in bits and its levels; none below `lowest`."""
        self._predict(model, people, pairs, into, lowest=lowest, rarity=True)

    def _predict(self, model: Model, people: str, pairs: str, into: str, *, lowest: float | None, rarity: bool) -> None:
        settings = settings_of(model, self.name, rarity=rarity)
        linker = Linker(self._api.register(people, table_name=self._fresh()), settings, log_level=None)
        linker.table_management.register_blocked_pairs_for_predict(self._api.register(pairs, table_name=self._fresh()))
        scored = linker.inference.predict(threshold_match_weight=lowest, warning_mode="never")
        levels = ", ".join(f"{level_reached(one, model)} AS {one.key}" for one in model.comparisons)
        self._connection.execute(
            f"CREATE OR REPLACE TABLE {into} AS SELECT record_l AS l, record_r AS r, match_weight AS weight, {levels}"
            f" FROM {scored.physical_name}"
        )
        scored.drop_table_from_database_and_remove_from_cache()
        self._api.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]

    def _fresh(self) -> str:
        self._made += 1
        return f"given_{self._made}"


def numbered(model: Model) -> Model:
    """A model in which the weight of each level is its number and one more, so that nothing said is nought."""
    odds = {
        one.key: {level.key: Odds(same=2.0 ** (one.value(level.key) - 20), other=2.0**-21) for level in one.levels}
        for one in model.comparisons
    }
    return replace(model, odds=odds)


def level_reached(one: Comparison, model: Model) -> str:
    """Splink keeps the weight of each comparison and not its level; no two levels weigh the same (learning.py)."""
    ranked = sorted((model.odds[one.key][level.key].weight, one.value(level.key)) for level in one.levels)
    steps = " ".join(
        f"WHEN mw_{one.key} < {(low + high) / 2!r} THEN {value}" for (low, value), (high, _) in pairwise(ranked)
    )
    return f"CAST(CASE WHEN mw_{one.key} = 0 THEN -1 {steps} ELSE {ranked[-1][1]} END AS TINYINT)"


def settings_of(model: Model, dialect: str, *, rarity: bool) -> SettingsCreator:
    comparisons: list[ComparisonCreator | dict[str, Any]] = [
        _comparison(one, model, dialect, rarity=rarity) for one in model.comparisons
    ]
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[],
        probability_two_random_records_match=model.prior,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )


def _comparison(one: Comparison, model: Model, dialect: str, *, rarity: bool) -> dict[str, Any]:
    unsaid = {"sql_condition": one.unsaid, "label_for_charts": "not said", "is_null_level": True}
    levels = [_level(level, model.odds[one.key][level.key], dialect, rarity=rarity) for level in one.levels]
    return {"output_column_name": one.key, "comparison_levels": [unsaid, *levels]}


def _level(level: Level, odds: Odds, dialect: str, *, rarity: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "sql_condition": level.condition.format(**FUNCTIONS[dialect]),
        "label_for_charts": level.words,
        "m_probability": max(odds.same, _SMALLEST),
        "u_probability": max(odds.other, _SMALLEST),
    }
    if level.rarity and rarity:
        said |= {"tf_adjustment_column": level.rarity, "tf_minimum_u_value": 1e-6}
    return said
