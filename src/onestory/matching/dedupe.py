"""The whole road: files in, a cluster for each record out.

    read -> standardise -> block -> learn -> score -> guard -> choose a threshold -> cluster

The same files give the same clusters, in whatever order their rows stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np

from onestory.matching import block, compare, guards, learning, model, reading, standardise, threshold
from onestory.matching.cluster import Flags, Floats, Ints, Pairs, cluster
from onestory.matching.compare import Comparison
from onestory.matching.engine import Engine, open_engine
from onestory.matching.learning import Learnt, Patterns
from onestory.matching.model import Model
from onestory.matching.reading import Delivered

Progress = Callable[[str], None]
# Pairs put together at random to learn chance from, and pairs that share a key to learn agreement from.
_CHANCE, _LEARN_FROM = 250_000, 1_000_000
_UNSURE = -3.0
# Below this a pair is neither linked nor shown to anybody.
_FLOOR = -10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`clusters`: of each record, in the order read, the number of its cluster; `pairs`: how many were compared."""

    delivered: Delivered
    clusters: Ints
    pairs: int
    linked: int
    doubtful: int
    model: Model
    expected_f1: float | None
    families: bool

    @property
    def probability(self) -> float:
        """From which pairs were linked."""
        return threshold.probability_of(self.model.threshold)

    @property
    def people(self) -> int:
        return len(np.unique(self.clusters))


def connect(*, memory: str = "") -> duckdb.DuckDBPyConnection:
    """A database of its own in memory, which spills to disk when it must."""
    connection = duckdb.connect(config={"memory_limit": memory} if memory else {})
    connection.execute("SET preserve_insertion_order = false")
    return connection


def dedupe(
    connection: duckdb.DuckDBPyConnection,
    *,
    files: Sequence[Path],
    columns: Mapping[str, tuple[str, ...]] | None = None,
    truth: str = "",
    link_from: float | None = None,
    using: Model | None = None,
    engine: str = "duckdb",
    progress: Progress = lambda _: None,
) -> Outcome:
    """Find who is who. `link_from`: a probability, in place of the threshold chosen; `using`: a model learnt before."""
    progress("reading")
    delivered = reading.read(connection, files=files, told=columns, truth=truth)
    progress("standardising")
    said = standardise.standardise(connection, delivered)
    progress("blocking")
    compared = pair_up(connection)
    compares = open_engine(engine, connection)
    progress("learning")
    learnt = learn(connection, compares, compare.for_columns(said), delivered.records) if using is None else None
    known = using or (learnt.model if learnt else None)
    if known is None:
        raise RuntimeError("There is neither a model given nor one learnt.")
    progress("scoring")
    compares.score(model=known, people="people", pairs="candidates", into="scored", lowest=_FLOOR)
    families = guards.families_among(connection, delivered.records)
    guard(connection, known, families=families)
    chosen = _choose(connection, known, learnt, families=families) if learnt else None
    weight = threshold.weight_of(link_from) if link_from is not None else chosen.weight if chosen else known.threshold
    progress("clustering")
    pairs = fetch_pairs(connection)
    clusters = cluster(records=delivered.records, pairs=pairs, threshold=weight, numbers=fetch_numbers(connection))
    joined = clusters[pairs.left] == clusters[pairs.right]
    return Outcome(
        delivered=delivered,
        clusters=clusters,
        pairs=compared,
        linked=int(joined.sum()),
        doubtful=int(((pairs.weight >= weight) & ~joined).sum()),
        model=replace(known, threshold=weight),
        expected_f1=chosen.expected_f1 if chosen and link_from is None else None,
        families=families,
    )


def pair_up(connection: duckdb.DuckDBPyConnection) -> int:
    """Make `candidates`, the pairs worth comparing; how many there are."""
    connection.execute(f"CREATE OR REPLACE TABLE keys AS {block.keys_sql('people')}")
    connection.execute(f"CREATE OR REPLACE TABLE candidates AS {block.pairs_sql('keys')}")
    connection.execute("DROP TABLE keys")
    return _count(connection, "candidates")


def learn(
    connection: duckdb.DuckDBPyConnection, engine: Engine, comparisons: Sequence[Comparison], records: int
) -> Learnt:
    """A model of these records."""
    started = model.start(comparisons, prior=1 / max(records, 2))
    _put_together_at_random(connection, records)
    by_chance = learning.chance(started, _patterns(connection, engine, started, "by_chance"))
    _sample(connection)
    return learning.agreement(by_chance, _patterns(connection, engine, by_chance, "sampled"))


def _put_together_at_random(connection: duckdb.DuckDBPyConnection, records: int) -> None:
    """Make `by_chance`: each record beside some others, far off in an order that means nothing."""
    turns = max(1, min(_CHANCE // max(records, 1), records - 1))
    most = _CHANCE if records > _CHANCE else records
    connection.execute(f"""
      CREATE OR REPLACE TABLE by_chance AS
      WITH shuffled AS (SELECT record, row_number() OVER (ORDER BY hash(record), record) - 1 AS place FROM people),
      turned AS (SELECT record, (place + turn * 7919) % {max(records, 1)} AS opposite
                 FROM shuffled CROSS JOIN range(1, {turns + 1}) AS turns(turn) WHERE place < {most})
      SELECT least(t.record, s.record) AS join_key_l, greatest(t.record, s.record) AS join_key_r, 0 AS match_key
      FROM turned t JOIN shuffled s ON s.place = t.opposite WHERE t.record <> s.record
    """)


def _sample(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `sampled`: as many of the candidates as learning needs, the same ones each time."""
    every = max(1, _count(connection, "candidates") // _LEARN_FROM)
    connection.execute(
        "CREATE OR REPLACE TABLE sampled AS SELECT * FROM candidates"
        + (f" WHERE hash(join_key_l, join_key_r) % {every} = 0" if every > 1 else "")
    )


def _patterns(connection: duckdb.DuckDBPyConnection, engine: Engine, known: Model, pairs: str) -> Patterns:
    engine.levels(model=known, people="people", pairs=pairs, into="patterns")
    levels = ", ".join(one.key for one in known.comparisons)
    rows = connection.execute(f"SELECT {levels}, count(*) FROM patterns GROUP BY ALL ORDER BY ALL").fetchall()
    connection.execute(f"DROP TABLE patterns; DROP TABLE {pairs}")
    return learning.patterns_of(rows, len(known.comparisons))


def guard(connection: duckdb.DuckDBPyConnection, known: Model, *, families: bool) -> None:
    """Make `judged`: the pairs of `scored`, each with the number of the guard that forbids it, or 0."""
    forbids = guards.sql(known.comparisons, families=families)
    connection.execute(f"""
      CREATE OR REPLACE TABLE judged AS SELECT p.*, {forbids} AS guard
      FROM scored p JOIN people a ON a.record = p.l JOIN people b ON b.record = p.r
    """)
    connection.execute("DROP TABLE scored")


def _choose(connection: duckdb.DuckDBPyConnection, known: Model, learnt: Learnt, *, families: bool) -> threshold.Choice:
    levels = ", ".join(one.key for one in known.comparisons)
    told = connection.execute(f"SELECT weight, {levels} FROM judged WHERE guard = 0").fetchnumpy()
    table = np.stack([np.asarray(told[one.key], dtype=np.int64) for one in known.comparisons], axis=1)
    return threshold.choose(
        weights=np.asarray(told["weight"], dtype=float), likely=learnt.likelihood(table), families=families
    )


def fetch_pairs(connection: duckdb.DuckDBPyConnection) -> Pairs:
    """The judged pairs. One that is only unsure is never linked, and keeps nobody from being joined through others."""
    told = connection.execute(f"""
      SELECT l, r, CASE WHEN guard = {guards.UNSURE} THEN least(weight, {_UNSURE}) ELSE weight END AS weight,
             guard NOT IN (0, {guards.UNSURE}) AS apart FROM judged
    """).fetchnumpy()
    apart: Flags = np.asarray(told["apart"])
    weight: Floats = np.asarray(told["weight"], dtype=float)
    return Pairs(left=np.asarray(told["l"]), right=np.asarray(told["r"]), weight=weight, apart=apart)


def fetch_numbers(connection: duckdb.DuckDBPyConnection) -> list[Ints]:
    """Of each record its NHS number, and its pupil number, as a number that only says which are alike."""
    told = connection.execute("""
      SELECT coalesce(CAST(nhs AS BIGINT), -1) AS nhs,
             CASE WHEN upn IS NULL THEN -1 ELSE CAST(hash(upn) >> 1 AS BIGINT) END AS upn FROM people ORDER BY record
    """).fetchnumpy()
    return [np.asarray(told["nhs"]), np.asarray(told["upn"])]


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    counted = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(counted[0]) if counted else 0
