"""The database's roles, what each may do, and the database made ready for migrations.

| role | logs in | what it is for |
|---|---|---|
| onestory_owner | yes | owns the database, the schema and the tables; runs migrations; row-level security binds it too |
| onestory_app | yes | the web and worker processes; owns nothing |
| onestory_rls | no | owns the few security-definer functions that must see past row-level security |
| onestory_backup | yes | reads everything, writes nothing |
| onestory_insight | yes | has no right on any case table |

Everything here may be run again at any time and then changes nothing. Nothing here makes a table.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, LiteralString

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from onestory.postgres.server import Server

OWNER = "onestory_owner"
APP = "onestory_app"
RLS = "onestory_rls"
BACKUP = "onestory_backup"
INSIGHT = "onestory_insight"

LOGIN = (OWNER, APP, BACKUP, INSIGHT)
ATTRIBUTES: Mapping[str, LiteralString] = {
    OWNER: "LOGIN INHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION",
    APP: "LOGIN INHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION",
    RLS: "NOLOGIN INHERIT NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION",
    BACKUP: "LOGIN INHERIT NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION",
    INSIGHT: "LOGIN INHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION",
}
EXTENSIONS = ("pg_trgm", "unaccent", "fuzzystrmatch", "btree_gin", "btree_gist")
SEARCH_PATH: LiteralString = "public, extensions"

Connection = psycopg.Connection[tuple[object, ...]]


def prepare(*, admin_url: str, passwords: Mapping[str, str], database: str = "onestory") -> None:
    """Make the roles and the database on a server, as a superuser. `passwords` has one for each role in LOGIN."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        # Two commands started together would both see a role missing and both create it.
        admin.execute("SELECT pg_advisory_lock(hashtext('onestory roles'))")
        for role, attributes in ATTRIBUTES.items():
            _make_role(admin, role=role, attributes=attributes, password=passwords.get(role))
        _let_the_owner_hand_over_functions(admin)
        _make_database(admin, name=database)
        with psycopg.connect(admin_url, dbname=database, autocommit=True) as inside:
            _fit_out(inside, database=database)


def prepare_on(server: "Server", *, database: str = "onestory") -> None:
    """The same on an embedded server, with the passwords kept in its home."""
    prepare(
        admin_url=server.url("postgres", database="postgres"),
        passwords={role: server.password(role) for role in LOGIN},
        database=database,
    )


def clone(*, admin_url: str, template: str, name: str) -> None:
    """A copy of a database nobody is connected to, for one test process."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        _ask(
            admin,
            "CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY",
            sql.Identifier(name), sql.Identifier(template), sql.Identifier(OWNER),
        )  # fmt: skip
        _close_to_the_public(admin, database=name)  # a copy has none of its template's rights and settings


def drop(*, admin_url: str, name: str) -> None:
    """Remove a database, disconnecting whoever is in it. It is not an error when there is none."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        _ask(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", sql.Identifier(name))


def hand_to_rls(*, function: str) -> str:
    """SQL for a migration that gives a function, as 'name(argument types)', to the role that sees past row-level security.

    The new owner must be allowed to create in the schema at that moment, and at no other.
    """
    return (
        f"GRANT CREATE ON SCHEMA public TO {RLS};\n"
        f"ALTER FUNCTION {function} OWNER TO {RLS};\n"
        f"REVOKE CREATE ON SCHEMA public FROM {RLS};\n"
    )


def _make_role(admin: Connection, *, role: str, attributes: LiteralString, password: str | None) -> None:
    exists = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb: LiteralString = "ALTER" if exists else "CREATE"
    _ask(admin, verb + " ROLE {} " + attributes, sql.Identifier(role))
    if "NOLOGIN" in attributes.split():
        return
    if not password:
        raise ValueError(f"{role} needs a password")
    # Only the verifier is sent, so that no statement log anywhere can hold the password.
    verifier = admin.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    _ask(admin, "ALTER ROLE {} PASSWORD {}", sql.Identifier(role), sql.Literal(verifier))
    # The text of an error can quote what somebody typed. The application hears it; the server's log need not.
    _ask(admin, "ALTER ROLE {} SET log_min_messages = 'log'", sql.Identifier(role))


def _let_the_owner_hand_over_functions(admin: Connection) -> None:
    """Migrations give functions to onestory_rls and replace them later: that needs membership that is inherited.

    BYPASSRLS is an attribute and never inherited, so row-level security still binds the owner.
    """
    _ask(admin, "GRANT {} TO {}", sql.Identifier(RLS), sql.Identifier(OWNER))
    _ask(admin, "GRANT pg_read_all_data TO {}", sql.Identifier(BACKUP))


def _make_database(admin: Connection, *, name: str) -> None:
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        _ask(
            admin, "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'",
            sql.Identifier(name), sql.Identifier(OWNER),
        )  # fmt: skip
    _close_to_the_public(admin, database=name)


def _close_to_the_public(admin: Connection, *, database: str) -> None:
    name = sql.Identifier(database)
    _ask(admin, "REVOKE ALL ON DATABASE {} FROM PUBLIC", name)
    for role in (APP, BACKUP, INSIGHT):
        _ask(admin, "GRANT CONNECT ON DATABASE {} TO {}", name, sql.Identifier(role))
    _ask(admin, "ALTER DATABASE {} SET search_path = " + SEARCH_PATH, name)


def _fit_out(inside: Connection, *, database: str) -> None:
    for extension in EXTENSIONS:
        _ask(inside, "CREATE SCHEMA IF NOT EXISTS extensions")
        _ask(inside, "CREATE EXTENSION IF NOT EXISTS {} SCHEMA extensions", sql.Identifier(extension))
    for statement in RIGHTS:
        inside.execute(statement)


# Extensions' functions are harmless and used inside indexes and policies; everything else starts closed.
RIGHTS: tuple[LiteralString, ...] = (
    "GRANT USAGE ON SCHEMA extensions TO PUBLIC",
    f"ALTER SCHEMA public OWNER TO {OWNER}",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    f"GRANT USAGE ON SCHEMA public TO {APP}, {RLS}, {BACKUP}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {APP}, {RLS}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public"
    f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}, {RLS}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT USAGE ON SEQUENCES TO {APP}, {RLS}",
)


def _ask(connection: Connection, statement: LiteralString, *names: sql.Composable) -> None:
    connection.execute(sql.SQL(statement).format(*names))
