"""The whole road: files in, a cluster for each record out.

    read -> standardise -> block -> compare -> learn -> weigh and guard -> choose a threshold -> cluster

The same files give the same clusters, in whatever order their rows stand.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from onestory.core.errors import Invalid
from onestory.matching import block, compare, guards, learning, model, population, reading, standardise, threshold
from onestory.matching.cluster import Flags, Floats, Ints, Pairs, cluster, hang_together
from onestory.matching.compare import Comparison
from onestory.matching.engine import Engine, open_engine
from onestory.matching.learning import Learnt, Patterns
from onestory.matching.model import Model
from onestory.matching.reading import Delivered
from onestory.matching.standardise import Standard
from onestory.matching.weighing import weigh

Progress = Callable[[str], None]
# Pairs put together at random to learn chance from, and pairs that share a key to learn agreement from.
_CHANCE, _LEARN_FROM = 250_000, 1_000_000
# A pair that is only unsure is never linked, and keeps nobody from being joined through others.
_UNSURE = -3.0
WEIGHT = f"CASE WHEN guard IN {guards.UNSURE} THEN least(weight, {_UNSURE}) ELSE weight END"
APART = f"guard NOT IN {(0, *guards.UNSURE)}"
NUMBERS = """coalesce(CAST(nhs AS BIGINT), -1) AS nhs,
    CASE WHEN upn IS NULL THEN -1 ELSE CAST(hash(upn) >> 1 AS BIGINT) END AS upn"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`clusters`: of each record, in the order read, the number of its cluster; `pairs`: how many were compared.

    `together`: what it hangs together with by links, of which a cluster is all or a part.
    """

    delivered: Delivered
    clusters: Ints
    together: Ints
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
    """A database of its own in memory, which spills to disk when it must. Raises Invalid for a memory that is none."""
    # DuckDB removes it when the connection closes; otherwise it would stand in the folder one happens to be in.
    spilled = str(Path(tempfile.gettempdir()) / f"onestory-{os.getpid()}")
    told: dict[str, str | bool | int | float | list[str]] = {"temp_directory": spilled}
    try:
        connection = duckdb.connect(config=told | ({"memory_limit": memory} if memory else {}))
    except duckdb.Error:
        raise Invalid(f"{memory} is no amount of memory. Write one such as 4GB.") from None
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
    source: str = "",
    ids: bool = False,
    progress: Progress = lambda _: None,
) -> Outcome:
    """Find who is who. `link_from`: a probability, in place of the threshold chosen; `using`: a model learnt before.

    `source` and `ids` are as reading has them: a book needs records that have an id each.
    """
    progress("reading")
    delivered = reading.read(connection, files=files, told=columns, truth=truth, source=source, ids=ids)
    progress("standardising")
    said = standardise.standardise(connection, delivered, among=using.population if using else None)
    progress("blocking")
    candidates = pair_up(connection)
    progress("comparing")
    compares = open_engine(engine, connection)
    comparisons = using.comparisons if using else compare.for_columns(said.said)
    compares.compare(people="people", pairs="candidates", comparisons=comparisons, into="compared")
    connection.execute("DROP TABLE candidates")
    progress("learning")
    learnt = None if using else learn(connection, compares, said, records=delivered.records)
    known = using or (learnt.model if learnt else None)
    if known is None:
        raise RuntimeError("There is neither a model given nor one learnt.")
    progress("weighing")
    weigh(connection, known)
    connection.execute("DROP TABLE compared")
    chosen = _choose(connection, known, learnt) if learnt else None
    weight = threshold.weight_of(link_from) if link_from is not None else chosen.weight if chosen else known.threshold
    progress("clustering")
    found = join(connection, records=delivered.records, threshold=weight)
    return Outcome(
        delivered=delivered,
        clusters=found.clusters,
        together=found.together,
        pairs=candidates,
        linked=found.linked,
        doubtful=found.doubtful,
        model=replace(known, threshold=weight),
        expected_f1=chosen.expected_f1 if chosen and link_from is None else None,
        families=known.population.families,
    )


def pair_up(connection: duckdb.DuckDBPyConnection) -> int:
    """Make `candidates`, the pairs worth comparing; how many there are."""
    connection.execute(f"CREATE OR REPLACE TABLE keys AS {block.keys_sql('people')}")
    connection.execute(f"CREATE OR REPLACE TABLE candidates AS {block.pairs_sql('keys')}")
    connection.execute("DROP TABLE keys")
    return _count(connection, "candidates")


def learn(connection: duckdb.DuckDBPyConnection, engine: Engine, said: Standard, *, records: int) -> Learnt:
    """A model of these records, which they are also the population of, from pairs in `compared`."""
    comparisons = compare.for_columns(said.said)
    among = population.count(
        connection,
        columns=compare.rarities(comparisons),
        records=records,
        families=guards.families_among(connection, records),
        numbers_hold=said.numbers_hold,
    )
    started = replace(model.start(comparisons, prior=1 / max(records, 2)), population=among)
    _put_together_at_random(connection, records)
    engine.compare(people="people", pairs="by_chance", comparisons=comparisons, into="strangers")
    by_chance = learning.chance(started, _patterns(connection, comparisons, "strangers"))
    connection.execute("DROP TABLE by_chance; DROP TABLE strangers")
    return learning.agreement(by_chance, _patterns(connection, comparisons, f"compared {_sampled(connection)}"))


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


def _sampled(connection: duckdb.DuckDBPyConnection) -> str:
    """As many of the pairs as learning needs, the same ones each time."""
    every = max(1, _count(connection, "compared") // _LEARN_FROM)
    return f"WHERE hash(l, r) % {every} = 0" if every > 1 else ""


def _patterns(connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], pairs: str) -> Patterns:
    levels = ", ".join(one.key for one in comparisons)
    rows = connection.execute(f"SELECT {levels}, count(*) FROM {pairs} GROUP BY ALL ORDER BY ALL").fetchnumpy()
    return learning.patterns_of([np.asarray(column) for column in rows.values()])


def _choose(connection: duckdb.DuckDBPyConnection, known: Model, learnt: Learnt) -> threshold.Choice:
    """What each pattern of levels says is worked out once, and looked up for each pair."""
    levels = ", ".join(one.key for one in known.comparisons)
    patterns = connection.execute(f"SELECT DISTINCT {levels} FROM judged WHERE guard = 0 ORDER BY ALL").fetchnumpy()
    table = np.stack([np.asarray(patterns[one.key], dtype=np.int64) for one in known.comparisons], axis=1)
    made = pa.table(
        {**{one.key: pa.array(patterns[one.key]) for one in known.comparisons}, "place": np.arange(len(table))}
    )
    connection.register("patterns", made)
    told = connection.execute(f"""
      SELECT weight, CAST(place AS INTEGER) AS place FROM judged JOIN patterns USING ({levels}) WHERE guard = 0
    """).fetchnumpy()
    connection.unregister("patterns")
    return threshold.choose(
        weights=np.asarray(told["weight"], dtype=float),
        likely=learnt.likelihood(table)[np.asarray(told["place"])],
        families=known.population.families,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Clusters, and what hangs together; how many pairs came together, and how many weigh enough and did not."""

    clusters: Ints
    together: Ints
    linked: int
    doubtful: int


def join(connection: duckdb.DuckDBPyConnection, *, records: int, threshold: float) -> Joined:
    """From the pairs in `judged` to clusters. Only pairs whose two hang together leave the database."""
    links = (
        f"SELECT l, r, {WEIGHT} AS weight, {APART} AS apart FROM judged WHERE {WEIGHT} >= {threshold!r} AND NOT {APART}"
    )
    together = hang_together(records=records, pairs=_fetch(connection, links), threshold=threshold)
    connection.register("made", pa.table({"record": np.arange(records, dtype=np.int32), "together": together}))
    connection.execute("CREATE OR REPLACE TABLE hanging AS SELECT * FROM made")
    connection.unregister("made")
    pairs = _fetch(connection, f"""
      SELECT l, r, {WEIGHT} AS weight, {APART} AS apart FROM judged
      JOIN hanging a ON a.record = l JOIN hanging b ON b.record = r WHERE a.together = b.together
    """)  # fmt: skip
    numbers = as_numbers(connection.execute(f"SELECT {NUMBERS} FROM people ORDER BY record").fetchnumpy())
    clusters = cluster(records=records, pairs=pairs, threshold=threshold, numbers=numbers, together=together)
    joined = clusters[pairs.left] == clusters[pairs.right]
    high = _count(connection, f"judged WHERE {WEIGHT} >= {threshold!r}")
    return Joined(
        clusters=clusters,
        together=together,
        linked=int(joined.sum()),
        doubtful=high - int((joined & (pairs.weight >= threshold)).sum()),
    )


def _fetch(connection: duckdb.DuckDBPyConnection, rows: str) -> Pairs:
    return as_pairs(connection.execute(rows).fetchnumpy())


def as_pairs(told: Mapping[str, Any]) -> Pairs:
    apart: Flags = np.asarray(told["apart"])
    weight: Floats = np.asarray(told["weight"], dtype=float)
    return Pairs(left=np.asarray(told["l"]), right=np.asarray(told["r"]), weight=weight, apart=apart)


def as_numbers(told: Mapping[str, Any]) -> list[Ints]:
    """Of each record its NHS number, and its pupil number, as a number that only says which are alike."""
    return [np.asarray(told["nhs"]), np.asarray(told["upn"])]


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    # All of it: a result of which a row was fetched and not the end keeps the connection to itself.
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
