"""The identities of clusters that a whole run found, in the table `named`: of each record its own."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from onestory.core.errors import Invalid
from onestory.matching.cluster import Ints
from onestory.matching.dedupe import Outcome
from onestory.matching.identities import Identity, Key, carry_over


def name(connection: duckdb.DuckDBPyConnection, found: Outcome, *, before: Path | None = None) -> None:
    """Make `named`. A cluster keeps the identity it had in the file of the run before."""
    _put(connection, "grouped", "cluster", pa.array(found.clusters))
    if before or not _name_after_first(connection):
        _carry_over(connection, found.clusters, dict(clusters_of(before)) if before else {})


def _put(connection: duckdb.DuckDBPyConnection, table: str, column: str, values: pa.Array) -> None:
    made = pa.table({"record": pa.array(np.arange(len(values), dtype=np.int32)), column: values})
    connection.register("made", made)
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM made")
    connection.unregister("made")


def _name_after_first(connection: duckdb.DuckDBPyConnection) -> bool:
    """Each after the first of its records, where no two would have one name."""
    connection.execute("""
      CREATE OR REPLACE TABLE named AS
      WITH firsts AS (SELECT cluster, min((source, id)) AS first FROM grouped JOIN delivered USING (record) GROUP BY cluster)
      SELECT record, concat(first[1], ':', first[2]) AS identity FROM grouped JOIN firsts USING (cluster)
    """)
    once = "SELECT count(DISTINCT identity) = (SELECT count(DISTINCT cluster) FROM grouped) FROM named"
    return bool(connection.execute(once).fetchall()[0][0])


def _carry_over(connection: duckdb.DuckDBPyConnection, found: Ints, known: dict[Key, Identity]) -> None:
    rows = connection.execute("SELECT source, id FROM delivered ORDER BY record").fetchall()
    clusters: defaultdict[int, list[Key]] = defaultdict(list)
    for key, number in zip(rows, found.tolist(), strict=True):
        clusters[number].append(key)
    taken = set(known.values())

    def named(members: Collection[Key]) -> Identity:
        return unused(min(members), taken)

    names = carry_over(clusters=clusters.values(), before=known, new=named).identities
    _put(connection, "named", "identity", pa.array([names[key] for key in rows], pa.string()))


def unused(first: Key, taken: set[Identity]) -> Identity:
    """An identity after the first of a cluster's records that nobody has, or had; it is taken from then on."""
    called = ":".join(first)
    while called in taken:
        called += "'"
    taken.add(called)
    return called


def clusters_of(file: Path) -> Iterator[tuple[Key, Identity]]:
    """What an earlier run wrote. Raises Invalid."""
    if not file.is_file():
        raise Invalid(f"There is no file {file}.")
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.reader(opened)
        if next(rows, []) != ["source", "id", "cluster"]:
            raise Invalid(
                f"{file} was not written by `onestory match dedupe`: its columns are not source, id, cluster."
            )
        for source, key, cluster in rows:
            yield (source, key), cluster
