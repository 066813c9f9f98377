"""A backup of the whole record in one file, and a restore that proves it came back.

The file is pg_dump's own custom format, so that any administrator can read it with pg_restore alone.
Beside it lies a small list of what it holds (`<file>.json`): the rows of each table and the file's checksum.
A backup is as private as the record: only its owner can read it, and it is not encrypted here.
"""

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from onestory.postgres import binaries, tools
from onestory.postgres.errors import Damaged, NotEmpty, PostgresError

Progress = Callable[[str], None]
Connection = psycopg.Connection[tuple[object, ...]]

# Made by roles.prepare before a restore, by somebody with more rights than a restore should need.
ALREADY_THERE = ("SCHEMA - public", "SCHEMA - extensions", "EXTENSION -", "COMMENT - EXTENSION")

TABLES: LiteralString = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('information_schema', 'extensions')
      AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1, 2
"""
BELONGINGS: LiteralString = """
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class Contents:
    """What a backup holds, or what a restored database holds: rows by table, as 'schema.table'."""

    server: int
    rows: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def backup(*, url: str, file: Path, progress: Progress, programs: Path | None = None) -> Contents:
    """Write a backup, as the role onestory_backup. It appears under its name only when it is whole."""
    if file.exists():
        raise PostgresError(f"{file} exists already; a backup is never overwritten. Choose another name.")
    unfinished = file.with_name(f".{file.name}.part")
    try:
        with psycopg.connect(url) as connection:
            contents = _dump(connection, url=url, to=unfinished, progress=progress, programs=programs)
        _write_list(contents, file=file, checksum=_checksum(unfinished))
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return contents


def restore(*, url: str, file: Path, progress: Progress, programs: Path | None = None) -> Contents:
    """Fill an empty, prepared database, as a superuser: all of it or nothing. Then count what came back."""
    expected = _read_list(file)
    with psycopg.connect(url, autocommit=True) as connection:
        _check_ready_to_fill(connection)
        _fill(url=url, file=file, progress=progress, programs=programs or binaries.find())
        progress("Counting what came back")
        restored = _count(connection)
        _check_same(expected=expected, restored=restored)
        connection.execute("ANALYZE")  # a dump carries no statistics, and without them the first day is slow
    return restored


def _dump(connection: Connection, *, url: str, to: Path, progress: Progress, programs: Path | None) -> Contents:
    """Dump and count in one snapshot, so that the list is true even while people are working."""
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    row = connection.execute("SELECT pg_export_snapshot()").fetchone()
    assert row
    to.touch(mode=0o600)
    arguments = ["--format=custom", f"--file={to}", f"--snapshot={row[0]}", "--verbose"]
    tools.run("pg_dump", arguments, url=url, programs=programs or binaries.find(), progress=progress)
    with to.open("rb") as written:
        os.fsync(written.fileno())
    progress("Counting rows")
    return _count(connection)


def _count(connection: Connection) -> Contents:
    rows = {}
    for schema, table in connection.execute(TABLES).fetchall():
        statement = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(str(schema), str(table)))
        found = connection.execute(statement).fetchone()
        rows[f"{schema}.{table}"] = int(str(found[0])) if found else 0
    return Contents(server=connection.info.server_version // 10000, rows=rows)


def _write_list(contents: Contents, *, file: Path, checksum: str) -> None:
    listing = _list_beside(file)
    handle = os.open(listing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as written:
        json.dump({"sha256": checksum, **asdict(contents)}, written, indent=1)
        written.flush()
        os.fsync(written.fileno())


def _read_list(file: Path) -> Contents | None:
    """None when the list was lost; a list that contradicts the file is an error."""
    listing = _list_beside(file)
    if not file.exists():
        raise PostgresError(f"There is no backup at {file}.")
    if not listing.exists():
        return None
    said = json.loads(listing.read_text())
    if said["sha256"] != _checksum(file):
        raise Damaged(f"{file} is not what was written: its checksum differs. Use another copy.")
    return Contents(server=said["server"], rows=said["rows"])


def _list_beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.json")


def _checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _check_ready_to_fill(connection: Connection) -> None:
    name = connection.info.dbname
    found = connection.execute(BELONGINGS).fetchall()
    if found:
        raise NotEmpty(
            f"The database {name} already holds {len(found)} tables and other things (such as {found[0][0]}), "
            "and nothing was changed. Restore into a new one: choose another home, or create another database."
        )
    if connection.execute("SELECT FROM pg_namespace WHERE nspname = 'extensions'").fetchone() is None:
        raise PostgresError(f"The database {name} is not prepared: make its roles and schemas first.")


def _fill(*, url: str, file: Path, progress: Progress, programs: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder) / "contents"
        listing = subprocess.run(  # noqa: S603 - our own programs, no shell
            [programs / "pg_restore", "--list", file], capture_output=True, text=True, check=False
        )
        if listing.returncode != 0:
            raise Damaged(f"{file} cannot be read as a backup: {listing.stderr.strip()}")
        chosen.write_text("".join(f"{line}\n" for line in listing.stdout.splitlines() if _is_wanted(line)))
        arguments = ["--single-transaction", "--exit-on-error", "--verbose", f"--use-list={chosen}"]
        arguments += [f"--dbname=service={tools.SERVICE}", str(file)]
        tools.run("pg_restore", arguments, url=url, programs=programs, progress=progress)


def _is_wanted(line: str) -> bool:
    """A line of pg_restore's list reads '12; 2615 2200 SCHEMA - public postgres'."""
    entry = " ".join(line.split(" ")[3:])
    return not entry.startswith(ALREADY_THERE)


def _check_same(*, expected: Contents | None, restored: Contents) -> None:
    if expected is None or dict(expected.rows) == dict(restored.rows):
        return
    tables = sorted(expected.rows.keys() | restored.rows.keys())
    wrong = [table for table in tables if expected.rows.get(table) != restored.rows.get(table)]
    raise Damaged(f"These tables did not come back whole: {', '.join(wrong)}. Do not use this database.")
