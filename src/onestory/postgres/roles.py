"""The database's roles, what each may do, and the database made ready for migrations.

The SQL is in the files of `sql/`, which a database administrator can read and run with psql on a server of
their own (docs/how-to/use-your-own-postgresql.md). Everything may be run again at any time.
Nothing here makes a table.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from onestory.postgres.errors import PostgresError
from onestory.postgres.names import LOGIN, OWNER, RLS

if TYPE_CHECKING:
    from onestory.postgres.server import Server

SCRIPTS = Path(__file__).parent / "sql"

Connection = psycopg.Connection[tuple[object, ...]]


def prepare(*, admin_url: str, passwords: Mapping[str, str], database: str = "onestory") -> None:
    """Make the roles and the database on a server, as a superuser. `passwords` has one for each of LOGIN."""
    missing = [role for role in LOGIN if not passwords.get(role)]
    if missing:
        raise PostgresError(f"These roles have no password: {', '.join(missing)}.")
    with psycopg.connect(admin_url, autocommit=True) as admin:
        # Two commands started together would both see a role missing and both create it.
        admin.execute("SELECT pg_advisory_lock(hashtext('onestory roles'))")
        _run(admin, "roles.sql")
        for role in LOGIN:
            _set_password(admin, role=role, password=passwords[role])
        _make_database(admin, name=database)
        with psycopg.connect(admin_url, dbname=database, autocommit=True) as inside:
            _run(inside, "database.sql")
            _run(inside, "schema.sql")


def prepare_on(server: "Server", *, database: str = "onestory") -> None:
    """The same on an embedded server, with the passwords kept in its home."""
    prepare(
        admin_url=server.url("postgres", database="postgres"),
        passwords={role: server.password(role) for role in LOGIN},
        database=database,
    )


def clone(*, admin_url: str, template: str, name: str) -> None:
    """A copy of a database that nobody is connected to, for one test process."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY")
        admin.execute(statement.format(*map(sql.Identifier, (name, template, OWNER))))
    with psycopg.connect(admin_url, dbname=name, autocommit=True) as inside:
        _run(inside, "database.sql")


def drop(*, admin_url: str, name: str) -> None:
    """Remove a database, disconnecting whoever is in it. It is not an error when there is none."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def hand_to_rls(*, function: str) -> str:
    """SQL for a migration: give a function, as 'name(argument types)', to the role that sees every row.

    The new owner must be allowed to create in the schema at that moment, and at no other.
    """
    return (
        f"GRANT CREATE ON SCHEMA public TO {RLS};\n"
        f"ALTER FUNCTION {function} OWNER TO {RLS};\n"
        f"REVOKE CREATE ON SCHEMA public FROM {RLS};\n"
    )


def _run(connection: Connection, script: str) -> None:
    connection.execute((SCRIPTS / script).read_bytes())


def _set_password(admin: Connection, *, role: str, password: str) -> None:
    """Only the verifier is sent, so that no statement log anywhere can hold the password."""
    verifier = admin.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
    admin.execute(statement.format(sql.Identifier(role), sql.Literal(verifier)))


def _make_database(admin: Connection, *, name: str) -> None:
    if admin.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
        admin.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER)))
