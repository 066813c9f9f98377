"""Row-level security, built in PostgreSQL from what each model declares in its `care`.

Migrations only close a table (`Close`): row security enabled and forced, and no policy, so no row is seen. `build` then raises
the declared policies, after every migration and whenever a declaration changes. A table whose policies were never built is
therefore empty to the application, never open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.migrations.operations import RunSQL

from onestory.core.care import Care, NoPersonalData, Wall

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

APPLICATION = "onestory_app"
COMMANDS = ("select", "insert", "update", "delete")
# The triggers that keep history ask this function of their library whether the session wants them skipped. No session may.
NEVER_SKIPPED = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql IMMUTABLE
AS 'SELECT false'
"""


class Close(RunSQL):
    """Migration operation: from its first moment the table shows nothing to anyone without a policy."""

    def __init__(self, *tables: str) -> None:
        self.tables = tables
        super().__init__(
            [
                f'ALTER TABLE "{t}" ENABLE ROW LEVEL SECURITY; ALTER TABLE "{t}" FORCE ROW LEVEL SECURITY'
                for t in tables
            ],
            [f'ALTER TABLE "{t}" DISABLE ROW LEVEL SECURITY' for t in tables],
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return ("Close", list(self.tables), {})


def care_of(model: type[models.Model]) -> Care | NoPersonalData | None:
    """What a model declares; a history table answers as the table whose history it keeps."""
    declared = getattr(model, "care", None)
    if declared is None and hasattr(model, "pgh_tracked_model"):
        return history_care(model.pgh_tracked_model)
    return declared


def history_care(tracked: type[models.Model]) -> Care | NoPersonalData | None:
    """History is seen by whoever sees the row as it is now, written in nobody else's name, changed by nobody."""
    care = care_of(tracked)
    if not isinstance(care, Care):
        return care
    # Not by what the row was: an address hidden since was once open, and its history would still show it.
    seen = f'EXISTS (SELECT 1 FROM "{tracked._meta.db_table}" row_now WHERE row_now.id = {{t}}.pgh_obj_id)'
    # By what happened to a row alone, that is by its trigger: no statement writes what never was.
    by_the_viewer = "pg_trigger_depth() > 0 AND {t}.changed_by IS NOT DISTINCT FROM (SELECT wall.viewer())"
    wall = Wall(select=seen, insert=by_the_viewer, append_only=True)
    return Care(wall, care.audit, care.retention, care.extract, care.columns)


def walled() -> Iterator[tuple[str, Wall]]:
    """Every table that declares a wall, in a stable order."""
    found = ((m._meta.db_table, care_of(m)) for m in apps.get_models(include_auto_created=True))
    return iter(sorted((t, c.wall) for t, c in found if isinstance(c, Care)))


def published() -> list[str]:
    """Tables about nobody, which the application reads and only their owner writes."""
    found = ((m._meta.db_table, care_of(m)) for m in apps.get_models(include_auto_created=True))
    return sorted(table for table, care in found if isinstance(care, NoPersonalData))


def policies(table: str, wall: Wall) -> dict[str, str]:
    """The statements that create one table's policies, by policy name."""
    made = {}
    for command in COMMANDS:
        condition = getattr(wall, command)
        if condition is None:
            continue
        asked = f"WITH CHECK ({condition})" if command == "insert" else f"USING ({condition})"
        if command == "update" and wall.becomes:
            asked += f" WITH CHECK ({wall.becomes})"
        made[f"viewer_{command}"] = (
            f'CREATE POLICY "viewer_{command}" ON "{table}" FOR {command.upper()} TO {APPLICATION} '
            + asked.replace("{t}", f'"{table}"')
        )
    return made


def build(connection: BaseDatabaseWrapper, *, libraries: Mapping[str, Wall]) -> int:
    """Raise every declared wall, and those of libraries' tables, as their owner; returns how many tables were changed.

    Unchanged tables are left alone (the hash of a table's policies is kept as a comment), so that a deploy takes no locks
    it does not need.
    """
    changed = 0
    with connection.cursor() as cursor:
        cursor.execute(NEVER_SKIPPED)
        for table, wall in libraries.items():
            changed += _build_one(cursor, table, wall)
        for table, wall in walled():
            changed += _build_one(cursor, table, wall)
        for table in published():
            cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON "{table}" FROM {APPLICATION}')
    return changed


def _build_one(cursor: Any, table: str, wall: Wall) -> int:
    wanted = policies(table, wall)
    if not wanted:
        # Functions alone read and write it.
        cursor.execute(f'REVOKE ALL ON "{table}" FROM {APPLICATION}')
    mark = hashlib.sha256(repr((wanted, wall.append_only, wall.given, wall.changed)).encode()).hexdigest()[:16]
    cursor.execute(
        "SELECT p.polname, obj_description(p.oid, 'pg_policy') FROM pg_policy p WHERE p.polrelid = %s::regclass",
        [f'"{table}"'],
    )
    standing = dict(cursor.fetchall())
    if set(standing) == set(wanted) and all(v == mark for v in standing.values()):
        return 0
    # A table of ours was closed, and forced, by its migration. A library's is not forced: its owner's migrations write it.
    cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    for name in standing:
        cursor.execute(f'DROP POLICY "{name}" ON "{table}"')
    for name, statement in wanted.items():
        cursor.execute(statement)
        cursor.execute(f'COMMENT ON POLICY "{name}" ON "{table}" IS \'{mark}\'')
    # What no policy allows is not the application's right either, so that a policy added by mistake opens nothing.
    cursor.execute(f'REVOKE TRUNCATE, REFERENCES, TRIGGER ON "{table}" FROM {APPLICATION}')
    for command in COMMANDS:
        allowed = getattr(wall, command) is not None and not (wall.append_only and command in ("update", "delete"))
        # Taken from the whole table first, or the right to some columns would add nothing and take nothing away.
        cursor.execute(f'REVOKE {command} ON "{table}" FROM {APPLICATION}')
        if allowed:
            cursor.execute(f'GRANT {command}{_columns(wall, command)} ON "{table}" TO {APPLICATION}')
    return 1


def _columns(wall: Wall, command: str) -> str:
    named = {"insert": wall.given, "update": wall.changed}.get(command, ())
    return f" ({', '.join(named)})" if named else ""
