"""What statements of their own would show them: every table, view and function, with the application's own checks left out."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from onestory.safety.canaries.driving import Drive, Said
from onestory.safety.canaries.planting import STAFF
from onestory.safety.canaries.surfaces import nearest, surface
from onestory.safety.canaries.world import ANONYMOUS, BY_KEY

_TABLES = """SELECT n.nspname || '.' || quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'v', 'm', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1"""
_FUNCTIONS = """SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = 'wall' AND has_function_privilege(p.oid, 'EXECUTE') AND p.provolatile <> 'v' ORDER BY 1"""


def _names(statement: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[str, ...]] = cursor.fetchall()
        return found


def _asked(drive: Drive, actor: str, place: str, statement: str, values: list[object] | None = None) -> Said:
    text = "\n".join(drive.query(actor, statement, values))
    # Whoever signs in is looked up before anybody is known: accounts, teams and organisations are open to every statement.
    return Said(actor, place, text, beyond=BY_KEY[actor].by_statement | STAFF)


@surface("every row of every table that a statement shows")
def tables(drive: Drive) -> Iterator[Said]:
    for (table,) in _names(_TABLES):
        for actor in (*nearest(), "linkage"):
            yield _asked(drive, actor, table, f"SELECT * FROM {table}")


@surface("every column of every table, put in order and counted")
def ordered(drive: Drive) -> Iterator[Said]:
    """Whoever sees no row must not learn of it by its order, its greatest or its number."""
    for table, column in (
        ("people_address", "postcode"),
        ("people_personname", "family"),
        ("people_contactpoint", "value"),
    ):
        for actor in (*nearest(), "linkage"):
            yield _asked(
                drive, actor, table, f"SELECT min({column}), max({column}), string_agg({column}, ',') FROM {table}"
            )


@surface("functions of the wall, called by a statement")
def functions(drive: Drive) -> Iterator[Said]:
    """Each with the protected family and its people for whatever it asks for."""
    world = drive.world
    family, person = world.protected.family, world.protected.people["mother_id"]
    for (name,) in _names(_FUNCTIONS):
        called, _, rest = name.partition("(")
        kinds = [one.strip() for one in rest.rstrip(")").split(",") if one.strip()]
        for subject in (family, person):
            values = ", ".join(_value(kind, str(subject)) for kind in kinds)
            for actor in (*nearest(), "linkage"):
                yield _asked(drive, actor, name, f"SELECT x.* FROM {called}({values}) x")


def _value(kind: str, subject: str) -> str:
    known = {"uuid": f"'{subject}'", "uuid[]": f"ARRAY['{subject}']::uuid[]", "integer": "100", "bigint": "999999999",
             "boolean": "true", "text": "''", "text[]": "'{shared}'"}  # fmt: skip
    return f"{known.get(kind, 'NULL')}::{kind}"


_NUMBER = """INSERT INTO people_identifier (id, created_at, person_id, system, issuer, value, status, source)
  VALUES (gen_random_uuid(), now(), %s, %s, '', %s, 'stated', '')"""
_PLACE = """INSERT INTO people_membership (id, created_at, family_id, person_id, role)
  VALUES (gen_random_uuid(), now(), %s, %s, 'parent')"""
_FAMILY = "INSERT INTO people_family (id, created_at, name, created_by_id) VALUES (%s, now(), 'x', wall.viewer())"


@surface("refusals of the database: a key that is taken, a row that is not there")
def keys(drive: Drive) -> Iterator[Said]:
    """What the words of a refusal quote is what was typed, and never the row that stands in the way (HZ-16)."""
    mother, family = drive.world.protected.people["mother_id"], drive.world.protected.family
    for actor in (*nearest(), "linkage"):
        for token in drive.world.worth("upn number", "local number"):
            asked = [[mother, token.name.split()[0], value] for value in (token.value, token.twin)]
            texts = ["\n".join(drive.query(actor, _NUMBER, values)) for values in asked]
            beyond = BY_KEY[actor].by_statement
            yield Said(actor, "a number that is taken", texts[0], typed=(token,), control=texts[1], beyond=beyond)
        yield _asked(drive, actor, "a place in a family", _PLACE, [family, mother])
        yield _asked(drive, actor, "a family’s key", _FAMILY, [family])


@surface("what the database says of itself to the application")
def catalogues(drive: Drive) -> Iterator[Said]:
    """Statements that others run, and what it noted of the values in its tables in order to plan."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    for actor in (*nearest(), "linkage"):
        for where in (
            "pg_stat_activity",
            "pg_stats",
            "pg_stats_ext",
            "pg_stat_statements",
            "pg_prepared_statements",
            "pg_settings",
            "pg_description",
            "pg_locks",
        ):
            yield _asked(drive, actor, where, f"SELECT * FROM {where}")


@surface("plans of statements")
def plans(drive: Drive) -> Iterator[Said]:
    """Unbound values in a plan: none may come from a row."""
    for actor in (*nearest(), "linkage"):
        for table in ("people_address", "people_fact", "story_entry"):
            yield _asked(
                drive,
                actor,
                table,
                f"EXPLAIN (ANALYZE, VERBOSE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT * FROM {table}",
            )


@surface("tables, to a connection that says nothing of who looks")
def no_viewer(drive: Drive) -> Iterator[Said]:
    for (table,) in _names(_TABLES):
        yield _asked(drive, ANONYMOUS, f"{table}, by nobody", f"SELECT count(*), array_agg(t::text) FROM {table} t")
