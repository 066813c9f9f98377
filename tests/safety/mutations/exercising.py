"""What each test exercises: the functions of the wall it called, and the tables whose walls its statements met.

Noted on the first run of every test, without any change. A mutant is then shown only to tests that could notice it.
"""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.signals import connection_created
from tests.safety.mutations import standing

WRITES = re.compile(r'\b(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
CALLED = re.compile(r"wall\.\w+")
LOCKS = re.compile(r"\bFOR (NO KEY )?UPDATE\b", re.IGNORECASE)
WORD = re.compile(r"\w+")
VERBS = {"insert into": "insert", "update": "update", "delete from": "delete"}
COUNTS = "SELECT schemaname || '.' || funcname, sum(calls) FROM pg_stat_user_functions GROUP BY 1"


@dataclass
class Noted:
    """`wall.deny`, `select people_fact`, or where a Python function begins."""

    what: set[str] = field(default_factory=set)


@dataclass
class Notebook:
    """Notes while a test runs. Python's calls are noted only where asked for: it takes time."""

    url: str
    python: bool
    statements: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Functions are counted in sessions opened from now on; what each connection is sent is kept."""
        with psycopg.connect(self.url, autocommit=True) as admin:
            admin.execute("ALTER DATABASE onestory_alone SET track_functions = 'all'")
        connection_created.connect(self._listen, weak=False)

    def end(self) -> None:
        """The same session would go on counting, at a cost, and keeping."""
        connection_created.disconnect(self._listen)
        with psycopg.connect(self.url, autocommit=True) as admin:
            admin.execute("ALTER DATABASE onestory_alone RESET track_functions")

    def _listen(self, *, connection: Any, **_: object) -> None:
        connection.execute_wrappers.append(self._keep)

    def _keep(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.statements.append(str(sql))
        return execute(sql, params, many, context)

    @contextmanager
    def noting(self) -> Iterator[Noted]:
        self.statements.clear()
        noted, before = Noted(), self._counts()
        if self.python:
            sys.setprofile(lambda frame, event, _: noted.what.add(place(frame.f_code)) if event == "call" else None)
        try:
            yield noted
        finally:
            sys.setprofile(None)
            after = self._counts()
            noted.what |= {name for name, calls in after.items() if calls > before.get(name, 0)}
            for statement in set(self.statements):
                noted.what |= met_by(statement)

    def _counts(self) -> dict[str, int]:
        """A session keeps what it has counted to itself until it is told to hand it over."""
        if connection.connection is not None and not connection.connection.closed:
            connection.connection.execute("SELECT pg_stat_force_next_flush()")
        with psycopg.connect(self.url, autocommit=True) as admin:
            return dict(admin.execute(COUNTS).fetchall())


def place(code: types.CodeType) -> str:
    return f"{code.co_filename}:{code.co_firstlineno}"


def met_by(statement: str) -> set[str]:
    """The walls a statement meets: of what it writes, of what its triggers write, and of all that these read."""
    met = {f"{VERBS[verb.lower()]} {table}" for verb, table in WRITES.findall(statement)}
    met |= {f"insert {table}history" for _, table in WRITES.findall(statement)}
    tables = {word for word in WORD.findall(statement) if word in conditions()}
    if LOCKS.search(statement):
        met |= {f"update {table}" for table in tables}
    return met | {f"select {table}" for table in _read_through(tables)} | _called_by(statement)


def _called_by(statement: str) -> set[str]:
    """The functions it names and those that they name: PostgreSQL does not count a call that ends in a refusal."""
    found: set[str] = set()
    waiting = [statement]
    while waiting:
        named = {name for name in CALLED.findall(waiting.pop()) if name in bodies()} - found
        found |= named
        waiting += [bodies()[name] for name in named]
    return found


@cache
def bodies() -> types.MappingProxyType[str, str]:
    return types.MappingProxyType({signature.partition("(")[0]: body for signature, body in standing.bodies().items()})


def _read_through(tables: set[str]) -> set[str]:
    """With the tables that their walls ask, and those that theirs ask."""
    found, waiting = set(tables), list(tables)
    while waiting:
        asked = {word for word in WORD.findall(conditions()[waiting.pop()]) if word in conditions()} - found
        found |= asked
        waiting += asked
    return found


@cache
def conditions() -> types.MappingProxyType[str, str]:
    """Every walled table, with all that its wall says."""
    from onestory.core import walls

    said = {
        table: (getattr(wall, name) or "" for name in (*walls.COMMANDS, "becomes")) for table, wall in walls.walled()
    }
    return types.MappingProxyType({table: " ".join(parts) for table, parts in said.items()})
