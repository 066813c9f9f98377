"""A story that was lived through once, printed for many families: the rows its acts wrote, of other people and other days.

Runs as the role of the wall's functions, which the owner of the tables may become: it is for filling a city, and no page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from onestory.core.ids import uuid7

WRITTEN = ("support_%", "story_entry", "story_entryabout", "access_grant", "audit_auditevent")
"""Tables in which the acts of a story leave rows."""
# What the database says by itself, of each row anew.
_ITS_OWN = {"audit_auditevent": {"id", "at", "transaction"}, "story_entryabout": {"id"}}
_NAMED = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])")


@dataclass(frozen=True)
class Lived:
    """By table, its columns and the rows of one story as COPY writes them; `made` are the identifiers of the rows themselves."""

    tables: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    made: frozenset[str]

    @property
    def rows(self) -> int:
        return sum(len(rows) for _, rows in self.tables.values())


@dataclass(frozen=True)
class Copy:
    """Of whom it is told instead: each identifier and each name by what stands for it; and how many days earlier it happened."""

    ids: dict[UUID, UUID]
    names: dict[str, str]
    earlier: int


def catch(live: Callable[[], None]) -> Lived:
    """What `live` wrote, while nobody else writes."""
    began = _now()
    live()
    with as_the_wall() as cursor:
        found = {table: (columns, _since(cursor, table, columns, began)) for table, columns in _tables(cursor).items()}
    lived = {table: each for table, each in found.items() if each[1]}
    return Lived(lived, frozenset(_own_ids(lived)))


def print_all(lived: Lived, copies: Iterable[Copy]) -> int:
    """In one transaction. Returns how many rows were written."""
    written: dict[str, list[str]] = {table: [] for table in lived.tables}
    for copy in copies:
        told = _teller(lived, copy)
        for table, (_, mine) in lived.tables.items():
            written[table] += [told(row) for row in mine]
    with as_the_wall() as cursor:
        for table, rows in written.items():
            columns = ", ".join(f'"{one}"' for one in lived.tables[table][0])
            with cursor.cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as into:
                into.write("".join(rows))
    return sum(map(len, written.values()))


def _teller(lived: Lived, copy: Copy) -> Callable[[str], str]:
    """Puts other identifiers, days and names into a row, the same for the same throughout."""
    known = {str(old): str(new) for old, new in copy.ids.items()}
    known |= {each: str(uuid7()) for each in lived.made}
    names = re.compile("|".join(map(re.escape, copy.names))) if copy.names else None

    def other(found: re.Match[str]) -> str:
        said = found.group()
        return known.get(said, said) if len(said) == 36 else _earlier(said, copy.earlier)

    def tell(row: str) -> str:
        row = _NAMED.sub(other, row)
        return names.sub(lambda found: copy.names[found.group()], row) if names else row

    return tell


def _earlier(day: str, by: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=by)).isoformat()


def _own_ids(lived: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> Iterator[str]:
    """Of each row; and the number of the form it came by, which is once in the world as well."""
    for columns, rows in lived.values():
        for at in (columns.index(one) for one in ("id", "form_key") if one in columns):
            yield from (row.rstrip("\n").split("\t")[at] for row in rows)


@contextmanager
def as_the_wall() -> Iterator[Any]:
    owner = connections["owner"]
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE onestory_rls")
        yield cursor


def _now() -> int:
    with as_the_wall() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint & 4294967295")
        return int(cursor.fetchone()[0])


def _tables(cursor: Any) -> dict[str, tuple[str, ...]]:
    cursor.execute(
        "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position) FROM information_schema.columns"
        " JOIN information_schema.tables USING (table_schema, table_name) WHERE table_schema = 'public'"
        " AND table_type = 'BASE TABLE' AND is_generated = 'NEVER' AND table_name LIKE ANY (%s) GROUP BY 1 ORDER BY 1",
        [list(WRITTEN)],
    )
    return {
        table: tuple(one for one in columns if one not in _ITS_OWN.get(table, ()))
        for table, columns in cursor.fetchall()
    }


def _since(cursor: Any, table: str, columns: tuple[str, ...], began: int) -> tuple[str, ...]:
    listed = ", ".join(f'"{one}"' for one in columns)
    asked = f'COPY (SELECT {listed} FROM "{table}" WHERE xmin::text::bigint > {began}) TO STDOUT'
    with cursor.cursor.copy(asked) as out:
        text = b"".join(out).decode()
    return tuple(f"{line}\n" for line in text.split("\n") if line)
