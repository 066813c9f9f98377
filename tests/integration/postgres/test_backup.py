"""A backup that comes back exactly: rows, row-level security, policies, owners, grants, triggers."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from onestory.postgres import roles
from onestory.postgres.backup import backup, restore
from onestory.postgres.errors import Damaged, NotEmpty, PostgresError
from onestory.postgres.server import Server, quiet

RECORD = """
    CREATE TABLE family (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, team int NOT NULL, words text NOT NULL,
                         found text GENERATED ALWAYS AS (lower(words)) STORED, CHECK (words <> ''));
    CREATE TABLE looked (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, family bigint REFERENCES family, who text);
    CREATE INDEX ON family USING gin (words gin_trgm_ops);
    CREATE VIEW mine WITH (security_invoker) AS SELECT id, words FROM family;
    ALTER TABLE family ENABLE ROW LEVEL SECURITY;
    ALTER TABLE family FORCE ROW LEVEL SECURITY;
    CREATE FUNCTION teams() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
        AS 'SELECT array_agg(DISTINCT team) FROM family';
    CREATE POLICY seen ON family TO onestory_app USING (team = ANY ((SELECT teams())::int[])) WITH CHECK (team > 0);
    CREATE POLICY never ON family AS RESTRICTIVE FOR DELETE TO onestory_app USING (false);
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'append only'; END $$;
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON looked FOR EACH ROW EXECUTE FUNCTION refuse();
    CREATE TRIGGER not_emptied BEFORE TRUNCATE ON looked EXECUTE FUNCTION refuse();
    ALTER TABLE looked ENABLE ALWAYS TRIGGER append_only;
    REVOKE UPDATE, DELETE ON looked FROM onestory_app;
    GRANT SELECT (id) ON looked TO onestory_insight;
    COMMENT ON TABLE looked IS 'Who looked, shown to the family';
"""

CATALOGUE = {
    "tables": """SELECT relname, relkind::text, relowner::regrole::text,
        relrowsecurity, relforcerowsecurity, reloptions,
        (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(relacl) a), obj_description(oid, 'pg_class')
        FROM pg_class WHERE relnamespace = 'public'::regnamespace""",
    "columns": """SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull,
        attidentity::text, attgenerated::text, attacl::text, attnum FROM pg_attribute
        WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) AND attnum > 0""",
    "policies": "SELECT * FROM pg_policies",
    "functions": """SELECT oid::regprocedure::text, proowner::regrole::text, prosecdef, proconfig, prosrc,
        (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(proacl) a)
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
    "triggers": "SELECT pg_get_triggerdef(oid), tgenabled::text FROM pg_trigger WHERE NOT tgisinternal",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "views": "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'",
    "sequences": "SELECT sequencename, sequenceowner::text, last_value FROM pg_sequences",
    "schemas": """SELECT nspname, nspowner::regrole::text,
        (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(nspacl) a) FROM pg_namespace
        WHERE nspname IN ('public', 'extensions')""",
    "defaults": """SELECT defaclrole::regrole::text, defaclnamespace::regnamespace::text, defaclobjtype::text,
        (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(defaclacl) a) FROM pg_default_acl""",
    "extensions": "SELECT extname, extversion, extnamespace::regnamespace::text FROM pg_extension",
    "family": "SELECT * FROM family",
    "looked": "SELECT * FROM looked",
}


def catalogue(url: str) -> dict[str, list[str]]:
    with psycopg.connect(url) as connection:
        return {name: sorted(map(str, connection.execute(query))) for name, query in CATALOGUE.items()}


@pytest.fixture
def record(server: Server, database: str) -> str:
    """A database that holds 500 families and who looked at them."""
    with psycopg.connect(server.url("onestory_owner", database=database)) as owner:
        owner.execute(RECORD)
        owner.execute(roles.hand_to_rls(function="teams()"))
    with psycopg.connect(server.url("postgres", database=database)) as admin:
        admin.execute(
            "INSERT INTO family (team, words) SELECT n % 7 + 1, 'Tëll once ' || n FROM generate_series(1, 500) n"
        )
        admin.execute("INSERT INTO looked (family, who) SELECT id, 'somebody' FROM family")
    return database


@pytest.fixture
def empty(server: Server) -> Iterator[str]:
    roles.prepare_on(server, database="empty")
    yield "empty"
    roles.drop(admin_url=server.url("postgres", database="postgres"), name="empty")


def make_backup(server: Server, record: str, file: Path) -> Path:
    backup(url=server.url("onestory_backup", database=record), file=file, progress=quiet)
    return file


def test_everything_comes_back_exactly(server: Server, record: str, empty: str, tmp_path: Path) -> None:
    file = make_backup(server, record, tmp_path / "night.dump")
    restore(url=server.url("postgres", database=empty), file=file, progress=quiet)
    before = catalogue(server.url("postgres", database=record))
    after = catalogue(server.url("postgres", database=empty))
    assert all(before.values())
    for kind in CATALOGUE:
        assert after[kind] == before[kind], kind


def test_a_backup_counts_every_row_behind_row_level_security(server: Server, record: str, tmp_path: Path) -> None:
    contents = backup(url=server.url("onestory_backup", database=record), file=tmp_path / "night.dump", progress=quiet)
    assert contents.rows == {"public.family": 500, "public.looked": 500}
    assert contents.total == 1000


def test_what_is_restored_still_refuses_what_it_refused(server, record, empty, tmp_path) -> None:
    file = make_backup(server, record, tmp_path / "night.dump")
    restore(url=server.url("postgres", database=empty), file=file, progress=quiet)
    with psycopg.connect(server.url("onestory_owner", database=empty), autocommit=True) as owner:
        assert owner.execute("SELECT count(*) FROM family").fetchone() == (0,)
        with pytest.raises(psycopg.errors.RaiseException, match="append only"):
            owner.execute("TRUNCATE looked")


def test_progress_names_each_table(server: Server, record: str, tmp_path: Path) -> None:
    heard: list[str] = []
    backup(url=server.url("onestory_backup", database=record), file=tmp_path / "b", progress=heard.append)
    assert 'dumping contents of table "public.family"' in heard


def test_only_its_owner_can_read_a_backup(server: Server, record: str, tmp_path: Path) -> None:
    file = make_backup(server, record, tmp_path / "night.dump")
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {
        file.name: 0o600,
        f"{file.name}.json": 0o600,
    }


def test_a_backup_is_never_overwritten(server: Server, record: str, tmp_path: Path) -> None:
    file = make_backup(server, record, tmp_path / "night.dump")
    before = file.read_bytes()
    with pytest.raises(PostgresError, match="never overwritten"):
        make_backup(server, record, file)
    assert file.read_bytes() == before


def test_a_backup_that_fails_leaves_no_file(server: Server, record: str, tmp_path: Path) -> None:
    with pytest.raises(PostgresError, match=r"permission denied"):
        backup(url=server.url("onestory_insight", database=record), file=tmp_path / "night.dump", progress=quiet)
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_holds_something_is_not_restored_into(server, record, tmp_path) -> None:
    file = make_backup(server, record, tmp_path / "night.dump")
    before = catalogue(server.url("postgres", database=record))
    with pytest.raises(NotEmpty, match=r"already holds .* nothing was changed\. Restore into a new one"):
        restore(url=server.url("postgres", database=record), file=file, progress=quiet)
    assert catalogue(server.url("postgres", database=record)) == before


def test_a_changed_backup_is_refused_and_nothing_restored(server, record, empty, tmp_path) -> None:
    file = make_backup(server, record, tmp_path / "night.dump")
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 0xFF
    file.write_bytes(changed)
    with pytest.raises(Damaged, match="checksum"):
        restore(url=server.url("postgres", database=empty), file=file, progress=quiet)


def test_half_a_backup_leaves_the_database_empty(server, record, empty, tmp_path) -> None:
    file = make_backup(server, record, tmp_path / "night.dump")
    file.write_bytes(file.read_bytes()[:-2000])
    file.with_name("night.dump.json").unlink()
    with pytest.raises(PostgresError):
        restore(url=server.url("postgres", database=empty), file=file, progress=quiet)
    with psycopg.connect(server.url("postgres", database=empty)) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_rows_that_did_not_come_back_are_named(server, record, empty, tmp_path) -> None:
    file = make_backup(server, record, tmp_path / "night.dump")
    listing = file.with_name("night.dump.json")
    said = json.loads(listing.read_text())
    listing.write_text(json.dumps({**said, "rows": {**said["rows"], "public.looked": 501}}))
    with pytest.raises(Damaged, match=r"did not come back whole: public\.looked\."):
        restore(url=server.url("postgres", database=empty), file=file, progress=quiet)
