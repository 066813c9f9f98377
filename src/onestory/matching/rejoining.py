"""Who is who among those whom an arrival touches: all who hang together with any of them, and nobody else.

Needs what arriving.py made: `arriving`, `leaving`, `gone`, `parting` and `coming`, beside the tables of the book.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import duckdb
import numpy as np
import pyarrow as pa

from onestory.matching.cluster import Ints, cluster, hang_together
from onestory.matching.dedupe import APART, NUMBERS, WEIGHT, as_numbers, as_pairs
from onestory.matching.identities import Change, Identity, Key, carry_over
from onestory.matching.naming import unused


def rejoin(connection: duckdb.DuckDBPyConnection, threshold: float) -> tuple[int, Change]:
    """Make `renewed`, the clusters of those touched; how many they are, and what became of identities."""
    _find_touched(connection, threshold)
    told = connection.execute(
        f"SELECT source, id, record, identity, {NUMBERS} FROM touched ORDER BY place"
    ).fetchnumpy()
    records = len(told["record"])
    pairs = as_pairs(connection.execute(f"""
      SELECT a.place AS l, b.place AS r, {WEIGHT} AS weight, {APART} AS apart FROM (
        SELECT l, r, weight, guard FROM standing_pairs UNION ALL SELECT l, r, weight, guard FROM coming) p
      JOIN touched a ON a.record = p.l JOIN touched b ON b.record = p.r
    """).fetchnumpy())  # fmt: skip
    together = hang_together(records=records, pairs=pairs, threshold=threshold)
    clusters = cluster(records=records, pairs=pairs, threshold=threshold, numbers=as_numbers(told), together=together)
    keys: list[Key] = list(zip(told["source"].tolist(), told["id"].tolist(), strict=True))
    change = _carry_over(connection, keys, clusters)
    named = pa.table({
        "record": told["record"],
        "together": told["record"][together] if records else np.empty(0, dtype=np.int64),
        "identity": pa.array([change.identities[key] for key in keys], pa.string()),
    })  # fmt: skip
    connection.register("made", named)
    connection.execute("CREATE TABLE renewed AS SELECT * FROM made")
    connection.unregister("made")
    return records, change


def _find_touched(connection: duckdb.DuckDBPyConnection, threshold: float) -> None:
    """Make `touched`, in the order of ids, and `standing_pairs`, the pairs of the book among them that still stand."""
    # A pair that is no link matters only where its two hang together in any case.
    connection.execute(f"""
      CREATE TABLE stirred AS
      SELECT record FROM leaving UNION SELECT l FROM coming WHERE linked UNION SELECT r FROM coming WHERE linked UNION
      SELECT unnest([p.l, p.r]) FROM (
        SELECT l, r, {WEIGHT} >= {threshold!r} AND NOT {APART} AS linked FROM parting
        UNION ALL SELECT l, r, linked FROM coming WHERE NOT linked) p
      JOIN book.clusters a ON a.record = p.l JOIN book.clusters b ON b.record = p.r
      WHERE p.linked OR a.together = b.together
    """)
    connection.execute("""
      CREATE TABLE before AS SELECT c.* FROM book.clusters c SEMI JOIN (
        SELECT DISTINCT together FROM book.clusters SEMI JOIN stirred USING (record)) t USING (together)
    """)
    # Of many that are known, the few are looked up and their cells fetched.
    connection.execute("""
      CREATE TABLE touched AS
      SELECT row_number() OVER (ORDER BY id, source) - 1 AS place, * FROM (
        SELECT n.source, n.id, n.record, b.identity, n.nhs, n.upn FROM arriving n LEFT JOIN before b USING (record)
        UNION ALL
        SELECT h.source, h.id, h.record, b.identity, h.nhs, h.upn FROM book.records h
        JOIN before b USING (record) ANTI JOIN leaving g ON g.record = h.record)
    """)
    connection.execute("""
      CREATE TABLE standing_pairs AS
      SELECT p.* FROM book.pairs p SEMI JOIN touched t ON t.record = p.l SEMI JOIN touched u ON u.record = p.r
      ANTI JOIN parting g ON g.l = p.l AND g.r = p.r
    """)


def _carry_over(connection: duckdb.DuckDBPyConnection, keys: list[Key], clusters: Ints) -> Change:
    """Those who were known keep their identities; whoever is new has one that nobody ever had."""
    rows = connection.execute("""
      SELECT h.source, h.id, b.identity FROM before b JOIN book.records h USING (record)
    """).fetchall()  # fmt: skip
    grouped: defaultdict[int, list[Key]] = defaultdict(list)
    for key, number in zip(keys, clusters.tolist(), strict=True):
        grouped[number].append(key)
    taken = _taken(connection, keys)

    def named(members: Collection[Key]) -> Identity:
        return unused(min(members), taken)

    return carry_over(clusters=grouped.values(), before={(source, key): name for source, key, name in rows}, new=named)


def _taken(connection: duckdb.DuckDBPyConnection, keys: Iterable[Key]) -> set[Identity]:
    """Of the identities that there ever were, those that a new one could be mistaken for."""
    wanted = pa.table({"identity": pa.array([":".join(key) for key in keys], pa.string())})
    connection.register("wanted", wanted)
    rows = connection.execute("""
      SELECT i.identity FROM book.identities i SEMI JOIN wanted USING (identity)
      UNION ALL SELECT identity FROM book.identities WHERE suffix(identity, '''')
    """).fetchall()  # fmt: skip
    connection.unregister("wanted")
    return {row[0] for row in rows}


def write(connection: duckdb.DuckDBPyConnection, change: Change) -> None:
    """Write down in the book what was worked out: all of it or nothing."""
    _make_identities(connection, change)
    connection.execute("BEGIN")
    for table, which in (("records", "record"), ("keys", "record"), ("clusters", "record")):
        connection.execute(f"DELETE FROM book.{table} WHERE {which} IN (SELECT record FROM leaving)")
    connection.execute("DELETE FROM book.clusters WHERE record IN (SELECT record FROM renewed)")
    connection.execute("DELETE FROM book.pairs p USING parting g WHERE p.l = g.l AND p.r = g.r")
    connection.execute("INSERT INTO book.records BY NAME SELECT * FROM arriving")
    connection.execute("INSERT INTO book.keys SELECT key, record FROM brought")
    connection.execute("INSERT INTO book.pairs SELECT l, r, weight, guard FROM coming")
    connection.execute("INSERT INTO book.clusters SELECT record, together, identity FROM renewed")
    connection.execute("""
      UPDATE book.identities i SET became = n.became, ended = n.ended FROM new_identities n WHERE n.identity = i.identity
    """)
    connection.execute("""
      INSERT INTO book.identities SELECT n.* FROM new_identities n ANTI JOIN book.identities i USING (identity)
    """)
    connection.execute("COMMIT")


def _make_identities(connection: duckdb.DuckDBPyConnection, change: Change) -> None:
    """Make `new_identities`: those that stand, those that lead to another, and those that ended."""
    stand = sorted(set(change.identities.values()))
    names = [*stand, *change.joined, *change.ended]
    became = [*[None] * len(stand), *change.joined.values(), *[None] * len(change.ended)]
    ended = [*[False] * (len(stand) + len(change.joined)), *[True] * len(change.ended)]
    told = pa.table(
        {
            "identity": pa.array(names, pa.string()),
            "became": pa.array(became, pa.string()),
            "ended": pa.array(ended, pa.bool_()),
        }
    )
    connection.register("made", told)
    connection.execute("CREATE TABLE new_identities AS SELECT * FROM made")
    connection.unregister("made")
