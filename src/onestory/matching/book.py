"""A matched book: records, the pairs among them, who is who, and the model it was found by, in one DuckDB file.

What arrives later is matched against a book (arriving.py) without matching all that is known again. A book holds records as
they are compared and not as they were delivered, and is to be kept as safe as they are. It is written whole or not at all:
a new one under another name until it is done, an older one in one transaction.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from onestory.core.errors import Invalid
from onestory.matching import block, compare, guards, model, standardise
from onestory.matching.dedupe import Outcome, connect
from onestory.matching.model import Model

FORMAT = 1
# Of each table what it holds; `records` has the columns of `people` besides.
LAYOUT = {
    "about": "format INTEGER, declared VARCHAR, hashes UBIGINT, columns VARCHAR, model VARCHAR",
    "keys": "key UBIGINT, record INTEGER",
    "pairs": "l INTEGER, r INTEGER, weight DOUBLE, guard TINYINT",
    # `together`: what it hangs together with by links, forbidden or not; a cluster is never wider.
    "clusters": "record INTEGER, together INTEGER, identity VARCHAR",
    # Every identity there ever was, so that none is given twice; `became` is where it leads, or nothing where it stands or ended.
    "identities": "identity VARCHAR, became VARCHAR, ended BOOLEAN",
}
# Of each record, in the order of ids, the cluster it is in: what `dedupe` writes too.
CLUSTERS = (
    """SELECT source, id, identity AS cluster FROM book.records JOIN book.clusters USING (record) ORDER BY source, id"""
)
_HASHED = "hash('onestory')"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a book says of itself: its model, and which columns of a file are which where nobody says."""

    model: Model
    columns: Mapping[str, tuple[str, ...]]


def declared() -> str:
    """A fingerprint of how records are read, paired, compared and guarded: what changes it changes answers."""
    told = (
        standardise.declared(),
        block.KEYS,
        block.WIDEST,
        repr(compare.ALL),
        guards.sql(tuple(compare.ALL.values())),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


def keep(
    connection: duckdb.DuckDBPyConnection, found: Outcome, path: Path, *, columns: Mapping[str, tuple[str, ...]]
) -> None:
    """Keep what `dedupe` found as a book, in place of any that stood there. Needs `named`: each record and its identity."""
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    connection.execute(f"ATTACH '{_quoted(unfinished)}' AS book")
    try:
        _fill(connection, found, columns)
    finally:
        connection.execute("DETACH book")
    unfinished.replace(path)


def _fill(connection: duckdb.DuckDBPyConnection, found: Outcome, columns: Mapping[str, tuple[str, ...]]) -> None:
    for table, holds in LAYOUT.items():
        connection.execute(f"CREATE TABLE book.{table} ({holds})")
    connection.execute(f"INSERT INTO book.about SELECT {FORMAT}, ?, {_HASHED}, ?, ?",
                       [declared(), json.dumps(columns), model.as_text(found.model)])  # fmt: skip
    connection.execute(
        "CREATE TABLE book.records AS SELECT d.source, d.id, p.* FROM people p JOIN delivered d USING (record)"
    )
    connection.execute(f"INSERT INTO book.keys {block.keys_sql('people')}")
    connection.execute("INSERT INTO book.pairs SELECT l, r, weight, guard FROM judged")
    connection.execute(
        "INSERT INTO book.clusters SELECT record, together, identity FROM named JOIN hanging USING (record)"
    )
    connection.execute("INSERT INTO book.identities SELECT DISTINCT identity, CAST(NULL AS VARCHAR), false FROM named")


@contextmanager
def opened(path: Path, *, memory: str = "") -> Iterator[tuple[duckdb.DuckDBPyConnection, About]]:
    """A database in which the tables of the book are `book.records` and so on.

    Nobody else can open it meanwhile. Raises Invalid.
    """
    if not path.is_file():
        raise Invalid(f"There is no book {path}. Make one with: onestory match dedupe FILE... --keep {path}")
    connection = connect(memory=memory)
    try:
        _attach(connection, path)
        yield connection, _read_about(connection, path)
    finally:
        connection.close()


def _attach(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    try:
        connection.execute(f"ATTACH '{_quoted(path)}' AS book")
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise Invalid(f"Somebody else is working with {path}. Try again when they are done.") from None
        raise Invalid(f"{path} is not a book that Onestory kept.") from None


def _read_about(connection: duckdb.DuckDBPyConnection, path: Path) -> About:
    try:
        (kept, as_declared, hashes, columns, learnt), *_ = connection.execute("SELECT * FROM book.about").fetchall()
    except (duckdb.Error, ValueError):
        raise Invalid(f"{path} is not a book that Onestory kept.") from None
    if kept != FORMAT or as_declared != declared():
        raise Invalid(
            f"{path} was kept by a version of Onestory that compares otherwise. Make it again from the records."
        )
    if hashes != connection.execute(f"SELECT {_HASHED}").fetchall()[0][0]:
        _hash_again(connection)
    told = {ours: tuple(theirs) for ours, theirs in json.loads(columns).items()}
    return About(model=model.from_text(learnt, called=str(path)), columns=told)


def _hash_again(connection: duckdb.DuckDBPyConnection) -> None:
    """Another version of DuckDB may hash otherwise, and old keys would meet no new one."""
    connection.execute("BEGIN")
    connection.execute("DELETE FROM book.keys")
    connection.execute(f"INSERT INTO book.keys {block.keys_sql('book.records')}")
    connection.execute(f"UPDATE book.about SET hashes = {_HASHED}")
    connection.execute("COMMIT")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
