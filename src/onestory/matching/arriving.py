"""What arrives is matched against everything known, and only what it touches is worked out again.

    read -> standardise -> sort out -> find pairs -> compare and weigh -> cluster what is touched -> write

A record is known by its source and id: one that comes again is put right, one that is withdrawn is taken out. The outcome is that
of matching everything in the book at once by the same model, in whatever order and in however many batches it came. Three things
make it so: a model holds all that is true of the records as a whole (population.py); a key that too many come to share is given
up, and taken up again, as it would have been from the start; and those who do not hang together have no say in each other's
clusters (cluster.py), so that those which nothing touched stand as they did.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from onestory.core.errors import Invalid
from onestory.matching import block, book, columns, reading, rejoining, standardise
from onestory.matching.dedupe import APART, WEIGHT, Progress
from onestory.matching.engine import open_engine
from onestory.matching.identities import Change
from onestory.matching.model import Model
from onestory.matching.weighing import weigh

STEPS = ("reading", "standardising", "sorting out", "finding pairs", "comparing", "clustering", "writing")
# What is matching, and neither reading files nor writing the book.
MATCHING = STEPS[1:-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of a delivery, and what the book holds now. `pairs`: how many were compared; `seconds`: of each step."""

    new: int
    changed: int
    unchanged: int
    withdrawn: int
    pairs: int
    touched: int
    records: int
    people: int
    change: Change
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What is no longer delivered: the records in a file of [source,] id, or with `whole` all that this delivery lacks."""

    file: Path | None = None
    whole: bool = False


def add(
    path: Path,
    *,
    files: Sequence[Path] = (),
    told: Mapping[str, tuple[str, ...]] | None = None,
    source: str = "",
    withdrawal: Withdrawal = Withdrawal(),
    engine: str = "duckdb",
    memory: str = "",
    progress: Progress = lambda _: None,
) -> Added:
    """Match the records of these files against a book and write down what came of it.

    Raises Invalid, and changes nothing then.
    """
    timed = _Timed(progress)
    with book.opened(path, memory=memory) as (connection, about):
        timed.begin("reading")
        _read(connection, files, told or about.columns, source)
        timed.begin("standardising")
        delivered = reading.Delivered(records=_count(connection, "delivered"), filled=())
        standardise.standardise(connection, delivered, among=about.model.population)
        timed.begin("sorting out")
        counts = _sort_out(connection, withdrawal)
        timed.begin("finding pairs")
        compared = _find_pairs(connection)
        timed.begin("comparing")
        _compare(connection, about.model, engine)
        timed.begin("clustering")
        touched, change = rejoining.rejoin(connection, about.model.threshold)
        timed.begin("writing")
        rejoining.write(connection, change)
        timed.end()
        return Added(
            **counts,
            pairs=compared,
            touched=touched,
            records=_count(connection, "book.records"),
            people=_count(connection, "(SELECT DISTINCT identity FROM book.clusters)"),
            change=change,
            seconds=timed.seconds,
        )


class _Timed:
    def __init__(self, progress: Progress) -> None:
        self._progress, self._step, self._began = progress, "", 0.0
        self.seconds: dict[str, float] = {}

    def begin(self, step: str) -> None:
        self.end()
        self._progress(step)
        self._step, self._began = step, time.monotonic()

    def end(self) -> None:
        if self._step:
            self.seconds[self._step] = round(time.monotonic() - self._began, 3)


def _read(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Path], told: Mapping[str, tuple[str, ...]], source: str
) -> None:
    if files:
        reading.read(connection, files=files, told=told, source=source, ids=True)
        return
    nothing = ", ".join(f"CAST(NULL AS VARCHAR) AS {name}" for name in ("source", "id", *columns.STANDARD))
    connection.execute(f"CREATE TABLE delivered AS SELECT CAST(0 AS INTEGER) AS record, {nothing} WHERE false")


# --- who is new, who is put right, who goes


def _sort_out(connection: duckdb.DuckDBPyConnection, withdrawal: Withdrawal) -> dict[str, int]:
    """Make `arriving`, records as they are to stand in the book, and `leaving`, the numbers of those that go or are put right."""
    said = [row[0] for row in connection.execute("DESCRIBE people").fetchall() if row[0] != "record"]
    # Whoever is in the book under the same name: found by it alone first, because few are, and a million rows are wide.
    connection.execute("""
      CREATE TABLE known AS SELECT b.record FROM book.records b JOIN delivered d ON b.source = d.source AND b.id = d.id
    """)
    connection.execute("CREATE TABLE held AS SELECT b.* FROM book.records b SEMI JOIN known USING (record)")
    theirs, ours = (", ".join(f"{table}.{name}" for name in said) for table in "ph")
    connection.execute(f"""
      CREATE TABLE standing AS
      SELECT d.source, d.id, h.record AS held, {theirs},
             h.record IS NOT NULL AND ({theirs}) IS NOT DISTINCT FROM ({ours}) AS unchanged
      FROM delivered d JOIN people p USING (record) LEFT JOIN held h ON h.source = d.source AND h.id = d.id
    """)
    connection.execute(f"""
      CREATE TABLE arriving AS
      SELECT source, id, CAST(coalesce(held, (SELECT coalesce(max(record), -1) FROM book.records)
                + row_number() OVER (PARTITION BY held IS NULL ORDER BY id, source)) AS INTEGER) AS record, {", ".join(said)}
      FROM standing WHERE NOT unchanged
    """)
    _find_withdrawn(connection, withdrawal)
    connection.execute("""
      CREATE TABLE leaving AS
      SELECT held AS record FROM standing WHERE held IS NOT NULL AND NOT unchanged UNION SELECT record FROM gone
    """)
    new, changed, unchanged = connection.execute("""
      SELECT count_if(held IS NULL), count_if(held IS NOT NULL AND NOT unchanged), count_if(unchanged) FROM standing
    """).fetchall()[0]
    return {"new": new, "changed": changed, "unchanged": unchanged, "withdrawn": _count(connection, "gone")}


def _find_withdrawn(connection: duckdb.DuckDBPyConnection, withdrawal: Withdrawal) -> None:
    """Make `gone`, the numbers of the records that are withdrawn. One that is delivered as well is not."""
    if withdrawal.file:
        _read_withdrawn(connection, withdrawal.file)
        which = "JOIN withdrawn w ON b.id = w.id AND b.source = coalesce(w.source, b.source)"
    elif withdrawal.whole:
        which = "JOIN (SELECT DISTINCT source FROM delivered) w ON b.source = w.source"
    else:
        which = "WHERE false"
    connection.execute(
        f"CREATE TABLE told_gone AS SELECT DISTINCT b.record, b.source, b.id FROM book.records b {which}"
    )
    connection.execute(
        "CREATE TABLE gone AS SELECT record FROM told_gone g ANTI JOIN delivered d ON g.source = d.source AND g.id = d.id"
    )


def _read_withdrawn(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    if not file.is_file():
        raise Invalid(f"There is no file {file}.")
    table = reading.scan(file)
    header = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()]
    if header not in (["id"], ["source", "id"]):
        raise Invalid(f"{file} should have one column, id, or two: source, id.")
    source = "source" if "source" in header else "CAST(NULL AS VARCHAR)"
    # One that the book does not hold was withdrawn before, or never came: saying it twice changes nothing.
    connection.execute(f"CREATE TABLE withdrawn AS SELECT DISTINCT {source} AS source, id FROM {table}")


# --- which pairs are worth comparing, and which no longer are


def _find_pairs(connection: duckdb.DuckDBPyConnection) -> int:
    """Make `candidates`, the pairs to compare, and `parting`, pairs of the book that fall away."""
    _find_keys(connection)
    connection.execute(f"""
      CREATE TABLE meeting AS SELECT key, record, arrives FROM shared JOIN widths USING (key)
      WHERE stays AND now BETWEEN 2 AND {block.WIDEST}
    """)
    connection.execute("""
      CREATE TABLE met AS
      SELECT DISTINCT least(a.record, b.record) AS low, greatest(a.record, b.record) AS high
      FROM (SELECT key, record FROM meeting WHERE arrives) a JOIN meeting b ON a.key = b.key AND a.record <> b.record
    """)
    # A key that was given up and is narrow again brings together those who were known, too.
    connection.execute(f"""
      INSERT INTO met SELECT DISTINCT a.record, b.record
      FROM (SELECT m.* FROM meeting m JOIN widths w USING (key) WHERE w.before > {block.WIDEST}) a
      JOIN meeting b ON a.key = b.key AND a.record < b.record ANTI JOIN met ON met.low = a.record AND met.high = b.record
    """)
    _find_parting(connection)
    connection.execute("""
      CREATE TABLE involved AS SELECT * FROM arriving UNION ALL BY NAME SELECT b.* FROM book.records b
      SEMI JOIN (SELECT low AS record FROM met UNION SELECT high FROM met) m USING (record)
      ANTI JOIN arriving a USING (record)
    """)
    # The left one comes first by id, whenever it came.
    connection.execute("""
      CREATE TABLE candidates AS
      SELECT CASE WHEN turned THEN high ELSE low END AS join_key_l, CASE WHEN turned THEN low ELSE high END AS join_key_r,
             0 AS match_key
      FROM (SELECT low, high, (a.id, a.source) > (b.id, b.source) AS turned
            FROM met JOIN involved a ON a.record = low JOIN involved b ON b.record = high)
    """)
    return _count(connection, "candidates")


def _find_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `shared`, whoever has a key that is touched, before and now, and `widths`, how many that is."""
    connection.execute(f"CREATE TABLE brought AS {block.keys_sql('arriving')}")
    connection.execute("""
      CREATE TABLE touched_keys AS SELECT key FROM brought UNION SELECT key FROM book.keys SEMI JOIN leaving USING (record)
    """)
    connection.execute("""
      CREATE TABLE shared AS
      SELECT k.key, k.record, g.record IS NULL AS stays, false AS arrives
      FROM book.keys k SEMI JOIN touched_keys t USING (key) LEFT JOIN leaving g ON g.record = k.record
      UNION ALL SELECT key, record, true, true FROM brought
    """)
    connection.execute("""
      CREATE TABLE widths AS
      SELECT key, count_if(NOT arrives) AS before, count_if(stays) AS now FROM shared GROUP BY key
    """)


def _find_parting(connection: duckdb.DuckDBPyConnection) -> None:
    """Pairs of those who leave, and pairs whose last key is now shared by too many."""
    connection.execute("CREATE TABLE parting AS SELECT * FROM book.pairs WHERE false")
    if _count(connection, "leaving"):
        connection.execute("""
          INSERT INTO parting SELECT p.* FROM book.pairs p
          WHERE l IN (SELECT record FROM leaving) OR r IN (SELECT record FROM leaving)
        """)
    widened = f"before BETWEEN 2 AND {block.WIDEST} AND now > {block.WIDEST}"
    if not connection.execute(f"SELECT count(*) FROM widths WHERE {widened}").fetchall()[0][0]:
        return
    connection.execute(f"""
      CREATE TABLE had AS SELECT key, record FROM shared JOIN widths USING (key) WHERE {widened} AND stays AND NOT arrives
    """)
    connection.execute("""
      CREATE TABLE suspects AS SELECT p.* FROM book.pairs p SEMI JOIN (
        SELECT DISTINCT a.record AS l, b.record AS r FROM had a JOIN had b ON a.key = b.key AND a.record <> b.record) USING (l, r)
    """)
    connection.execute("""
      CREATE TABLE theirs AS SELECT DISTINCT k.key, k.record FROM book.keys k
      SEMI JOIN (SELECT l AS record FROM suspects UNION SELECT r FROM suspects) s USING (record)
    """)
    connection.execute(f"""
      CREATE TABLE narrow AS SELECT key FROM (
        SELECT key FROM book.keys k SEMI JOIN theirs t USING (key) ANTI JOIN leaving g ON g.record = k.record
        UNION ALL SELECT key FROM brought) GROUP BY key HAVING count(*) BETWEEN 2 AND {block.WIDEST}
    """)
    connection.execute("""
      INSERT INTO parting SELECT s.* FROM suspects s ANTI JOIN (
        SELECT s.l, s.r FROM suspects s JOIN theirs a ON a.record = s.l JOIN theirs b ON b.record = s.r AND a.key = b.key
        SEMI JOIN narrow n ON n.key = a.key) still USING (l, r)
    """)


def _compare(connection: duckdb.DuckDBPyConnection, known: Model, engine: str) -> None:
    """Make `coming`, the pairs that are new to the book."""
    compares = open_engine(engine, connection)
    compares.compare(people="involved", pairs="candidates", comparisons=known.comparisons, into="compared")
    weigh(connection, known, people="involved")
    connection.execute(f"""
      CREATE TABLE coming AS SELECT l, r, weight, guard, {WEIGHT} >= {known.threshold!r} AND NOT {APART} AS linked
      FROM judged ANTI JOIN (
        SELECT p.l, p.r FROM book.pairs p SEMI JOIN judged USING (l, r) ANTI JOIN parting USING (l, r)) stood USING (l, r)
    """)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
