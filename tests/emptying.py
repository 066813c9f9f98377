"""Emptying a process's own database of what a test committed there."""

from __future__ import annotations

import psycopg
from psycopg import sql


def empty_tables(url: str) -> list[str]:
    """The tables that have no row now. Those that migrations fill are not among them."""
    with psycopg.connect(url) as admin:
        named = admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        return [table for (table,) in named if not _has_rows(admin, table)]


def _has_rows(admin: psycopg.Connection, table: str) -> bool:
    asked = sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(sql.Identifier(table))
    found = admin.execute(asked).fetchone()
    return bool(found and found[0])


def empty(url: str, tables: list[str]) -> None:
    """Without the triggers that keep what was written from being unwritten: nothing of the test is to stay."""
    with psycopg.connect(url) as admin:
        admin.execute("SET LOCAL session_replication_role = replica")
        every = sql.SQL(", ").join(map(sql.Identifier, tables))
        admin.execute(sql.SQL("TRUNCATE {}").format(every))
