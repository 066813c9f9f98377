"""The one door to Splink: how alike the two records of each pair are, on DuckDB or on Spark.

Splink 5 renamed nearly everything in it, so nothing else in Onestory imports it, but for spark.py, which is the other half
of this door. It says which level each comparison reaches. What it is not asked for is to choose pairs, to learn, to weigh by
what was learnt (weighing.py) or to cluster: those are the same whichever engine compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.internals.comparison_creator import ComparisonCreator

from onestory.core.errors import Invalid
from onestory.matching.compare import FUNCTIONS, Comparison

# Pairs compared at once: few enough not to be what takes most memory, and no more parts than are worth their trouble.
_AT_ONCE, _PARTS = 350_000, 6


class Engine(Protocol):
    """Whatever can say how alike pairs are. Tables are named, and stand in DuckDB before and after."""

    def compare(self, *, people: str, pairs: str, comparisons: Sequence[Comparison], into: str) -> None:
        """Make the table `into`: of each pair `l`, `r` and the level reached in each comparison, -1 where nothing is said."""


def open_engine(name: str, connection: duckdb.DuckDBPyConnection) -> Engine:
    """ "duckdb", or "spark" where it is installed. Raises Invalid for another, or where it is not."""
    if name == DuckEngine.name:
        return DuckEngine(connection)
    if name != "spark":
        raise Invalid(f"There is no engine {name}. There are duckdb and spark.")
    # Spark starts a Java machine, and is not installed with Onestory unless it is asked for.
    from onestory.matching.spark import SparkEngine

    return SparkEngine(connection)


class DuckEngine:
    """Compares pairs of one table of people. Tables are named; nothing passes through Python."""

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._api = DuckDBAPI(connection=connection)
        self._made = 0

    def compare(self, *, people: str, pairs: str, comparisons: Sequence[Comparison], into: str) -> None:
        """As Engine.compare."""
        settings = settings_of(comparisons, self.name)
        linker = Linker(self._api.register(people, table_name=self._fresh()), settings, log_level=None)
        kept = ", ".join(f"{one.key} TINYINT" for one in comparisons)
        self._connection.execute(f"CREATE OR REPLACE TABLE {into} (l INTEGER, r INTEGER, {kept})")
        for part in self._parts(pairs):
            given = linker.table_management.register_blocked_pairs_for_predict(self._api.register(part))
            # Splink would copy the people of either side first, who here are nearly all people.
            given.metadata["registered_for_predict"] = False
            compared = linker.inference.predict(warning_mode="never")
            self._connection.execute(f"INSERT INTO {into} {levels_sql(comparisons, compared.physical_name)}")
            compared.drop_table_from_database_and_remove_from_cache()
            self._connection.execute(f"DROP VIEW {part}")
        self._api.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]

    def _parts(self, pairs: str) -> Iterator[str]:
        """A view of each part of these pairs: what Splink keeps of a pair while it compares is ten times what is wanted."""
        many = int(self._connection.execute(f"SELECT count(*) FROM {pairs}").fetchall()[0][0])
        size = max(_AT_ONCE, -(-many // _PARTS))
        for begin in range(0, max(many, 1), size):
            part = self._fresh()
            self._connection.execute(
                f"CREATE TEMP VIEW {part} AS SELECT * FROM {pairs} WHERE rowid >= {begin} AND rowid < {begin + size}"
            )
            yield part

    def _fresh(self) -> str:
        self._made += 1
        return f"given_{self._made}"


def settings_of(comparisons: Sequence[Comparison], dialect: str) -> SettingsCreator:
    """Settings by which the weight of each level is its number and one more, and nothing said is nought."""
    told: list[ComparisonCreator | dict[str, Any]] = [_comparison(one, dialect) for one in comparisons]
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=told,
        blocking_rules_to_generate_predictions=[],
        probability_two_random_records_match=0.5,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )


def _comparison(one: Comparison, dialect: str) -> dict[str, Any]:
    unsaid = {"sql_condition": one.unsaid, "label_for_charts": "not said", "is_null_level": True}
    levels = [
        {
            "sql_condition": level.condition.format(**FUNCTIONS[dialect]),
            "label_for_charts": level.words,
            "m_probability": 2.0 ** (one.value(level.key) - 20),
            "u_probability": 2.0**-21,
        }
        for level in one.levels
    ]
    return {"output_column_name": one.key, "comparison_levels": [unsaid, *levels]}


def levels_sql(comparisons: Sequence[Comparison], predicted: str) -> str:
    """From what Splink makes of pairs by those settings: `l`, `r` and the level reached in each comparison.

    Splink keeps the weight of each comparison and not its level.
    """
    levels = ", ".join(f"CAST(round(mw_{one.key}) - 1 AS TINYINT) AS {one.key}" for one in comparisons)
    return f"SELECT record_l AS l, record_r AS r, {levels} FROM {predicted}"
