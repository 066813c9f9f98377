"""What the audit costs and how fast it answers, on SCALE events made by SQL in an embedded PostgreSQL of its own.

    make bench NAME=audit SCALE=10000000

`SEALED` says how many of them are sealed and then verified (a million unless you say), which is told in processor seconds of this
process beside the clock. `ROUNDS` is how often a page is opened with and without its audit event, in turn. One event in five is a
search that showed ten people and names no family; one family in a thousand is opened a thousand times as often as the rest.
The last line is one JSON object.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import psycopg

from benchmarks import scale
from onestory.config import installation
from onestory.postgres import names, roles
from onestory.postgres.server import Server

ROUNDS = int(os.environ.get("ROUNDS", "150"))
SEALED = int(os.environ.get("SEALED", "1000000"))
PEOPLE = 600_000
GOAL_SEEN_S, GOAL_VERIFY_S = 10, 30
STEP = 1_000_000
SHOWN = f"abs(hashint8(n + k)::bigint) %% {PEOPLE}"
OFTEN = "CASE WHEN n %% 3 = 0 THEN hashint8(n) & 127 ELSE hashint8(n) & 262143 END"
WHOSE = "('00000000-0000-7000-8000-' || lpad(to_hex({n}), 12, '0'))::uuid"
# Two hundred to a transaction, as far as their numbers say.
EVENTS = f"""
INSERT INTO audit_auditevent (at, transaction, account_id, action, family_id, person_ids, subject, detail, request_id, roles,
    session, device)
  SELECT timestamptz '2024-01-01' + n * interval '6 seconds', n / 200 + 3, {WHOSE.format(n="n %% 500")},
    CASE WHEN n %% 5 = 0 THEN 'people.found' WHEN n %% 7 = 0 THEN 'entries.write' ELSE 'families.open' END,
    CASE WHEN n %% 5 > 0 THEN {WHOSE.format(n=OFTEN)} END,
    CASE WHEN n %% 5 = 0 THEN ARRAY(SELECT {WHOSE.format(n=SHOWN)} FROM generate_series(1, 10) k)
      ELSE '{{}}' END,
    '', '{{"to": "read"}}', md5(n::text), '{{practitioner}}', md5((n %% 5000)::text), 'computer'
  FROM generate_series(%s::bigint, %s::bigint) n"""
MEMBERS = f"""
INSERT INTO people_membership (id, created_at, family_id, person_id, role)
  SELECT gen_random_uuid(), now(), {WHOSE.format(n="f")}, {WHOSE.format(n="f * 3 + k")}, 'parent'
  FROM generate_series(0, 999) f, generate_series(0, 2) k"""


READER = (
    "INSERT INTO people_family (id, created_at, name, created_by_id) VALUES (%(family)s, now(), '', %(account)s)",
    "INSERT INTO access_grant (id, created_at, family_id, account_id, reason, sections, given_by_id)"
    " VALUES (gen_random_uuid(), now(), %(family)s, %(account)s, 'circle', '{shared}', %(account)s)",
    "INSERT INTO access_account (id, email, name, job_title, kind, is_active, created_at)"
    f" SELECT {WHOSE.format(n='n')},"
    " n || '@example.org', 'Sam Reed', '', 'staff', true, now() FROM generate_series(0, 499) n",
)


def main() -> None:
    events = scale.asked(100_000)
    with installed() as (server, folder):
        print(json.dumps(measure(server, folder, events)))


@contextmanager
def installed() -> Iterator[tuple[Server, Path]]:
    """A migrated, durable database in a temporary folder, with Django ready to use it."""
    folder = Path(tempfile.mkdtemp(prefix="onestory-bench-audit-"))
    folder.chmod(0o755)
    server = Server(folder / "postgres")
    server.start()
    try:
        roles.prepare_on(server)
        os.environ |= {
            "ONESTORY_HOME": str(folder), "ONESTORY_SECRET_KEY": "only-for-benchmarks-0123456789-0123456789",
            "DATABASE_URL": server.url(names.APP), "ONESTORY_OWNER_DATABASE_URL": server.url(names.OWNER),
            "ONESTORY_LOG_LEVEL": "ERROR",
        }  # fmt: skip
        installation.set_up_django()
        installation.migrate(verbosity=0)
        installation.collect_static()
        yield server, folder
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(server: Server, folder: Path, events: int) -> dict[str, Any]:
    opening = cost_of_an_opening()
    made = make(server, events)
    return {
        "events": events, "opening": opening, "made": made, "seen": who_saw(server, events), "looked": family_reads(server),
        "sealed": seal_and_verify(server, folder, events), "load_average": os.getloadavg(),
    }  # fmt: skip


def cost_of_an_opening() -> dict[str, Any]:
    """A family's page from the request to the last byte, with its event and without, in turn; the commit's wait included."""
    from django.db import connection

    from benchmarks.answering import Counted, _answer, _cookie
    from onestory.config.wsgi import application

    account, family = a_family_to_open()
    cookie, counted = _cookie(str(account)), Counted()
    took: dict[str, list[float]] = {"with": [], "without": []}
    with connection.execute_wrapper(counted):
        for number in range(ROUNDS + 5):
            for kind in sorted(took, reverse=bool(number % 2)):
                with patch("onestory.people.actions.openings.events.record") if kind == "without" else patch.dict({}):
                    answer = _answer(application, f"/families/{family}", cookie, counted)
                assert answer["status"] == 200
                if number >= 5:
                    took[kind].append(answer["ms"])
    with_event, without = (statistics.median(took[kind]) for kind in ("with", "without"))
    return {"with_ms": round(with_event, 2), "without_ms": round(without, 2), "ratio": round(with_event / without, 3)}


def a_family_to_open() -> tuple[UUID, UUID]:
    from onestory.access.viewer import acting_as
    from onestory.config import staffing
    from onestory.people.actions import families
    from onestory.people.inputs import NameGiven, NewPerson

    account = staffing.open_account(email="bench@example.org", name="Sam Reed", role="practitioner", team="Bench")
    with acting_as(account) as viewer:
        people = [
            NewPerson(name=NameGiven(given=given, family="Okafor"), role="parent") for given in ("Ada", "Ben", "Cy")
        ]
        return account.pk, families.start(by=viewer, people=people).pk


def make(server: Server, events: int) -> dict[str, Any]:
    began = time.monotonic()
    with admin(server) as cursor:
        cursor.execute("SET session_replication_role = replica")
        # As many transactions as the events say they were written in, so that all of those have ended.
        cursor.execute(
            f"DO $$ BEGIN FOR i IN 1..{events // 200} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"
        )
        cursor.execute(MEMBERS)
        for first in range(1, events + 1, STEP):
            cursor.execute(EVENTS, [first, min(first + STEP - 1, events)])
            report(f"made {min(first + STEP - 1, events):,} events")
        cursor.execute("VACUUM ANALYZE audit_auditevent")
        cursor.execute("SELECT pg_relation_size('audit_auditevent') >> 20, pg_indexes_size('audit_auditevent') >> 20")
        table, indexes = cursor.fetchone()
    return {"seconds": round(time.monotonic() - began), "table_mb": table, "indexes_mb": indexes}


def who_saw(server: Server, events: int) -> dict[str, Any]:
    """Who saw a family in a week, in a year, ever: of those opened most and of others."""
    from onestory.audit import checking

    last = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=6 * events)
    spans = {"a week": timedelta(days=7), "a year": timedelta(days=365), "ever": timedelta(days=36_500)}
    said = {}
    for kind, numbers in {"opened most": range(10), "others": range(500, 530)}.items():
        for words, span in spans.items():
            seconds, rows = [], 0
            for number in numbers:
                began = time.monotonic()
                found = checking.seen(
                    url=server.url(names.SEALER),
                    family=UUID(int=(0x7 << 76) | (0x8 << 60) | number),
                    since=last - span,
                    until=last,
                )
                seconds.append(time.monotonic() - began)
                rows = max(rows, len(found))
            said[f"{kind}, {words}"] = {
                "worst_s": round(max(seconds), 3),
                "median_s": round(statistics.median(seconds), 3),
                "rows": rows,
            }
            report(f"{kind}, {words}: {said[f'{kind}, {words}']}")
    return said | {"goal_met": all(each["worst_s"] < GOAL_SEEN_S for each in said.values())}


def family_reads(server: Server) -> dict[str, Any]:
    """The first fifty looks as a family reads them, of a family opened very often."""
    with admin(server) as cursor:
        cursor.execute("SELECT id FROM access_account WHERE email = 'bench@example.org'")
        account = cursor.fetchone()[0]
        family = UUID(int=(0x7 << 76) | (0x8 << 60) | 5)
        cursor.execute("SET session_replication_role = replica")
        for statement in READER:
            cursor.execute(statement, {"family": family, "account": account})
    from onestory.access import knocking
    from onestory.access.viewer import acting_as
    from onestory.audit.queries import who_looked

    reader = knocking.of_session(account)
    assert reader is not None
    took, looks = [], 0
    for _ in range(12):
        with acting_as(reader) as viewer:
            began = time.monotonic()
            looks = len(who_looked(viewer, family))
            took.append((time.monotonic() - began) * 1000)
    return {"looks": looks, "p50_ms": round(statistics.median(took), 1), "worst_ms": round(max(took), 1)}


def seal_and_verify(server: Server, folder: Path, events: int) -> dict[str, Any]:
    """Seals of the usual size, one after another as the worker makes them, and then a check of all of them."""
    from onestory.audit import checking
    from onestory.audit.actions import seals
    from onestory.audit.keeping import Keeping

    keeping, url, sealed = Keeping(key=folder / "key.pem", anchors=folder / "anchors"), server.url(names.SEALER), 0
    wanted = min(SEALED, events)
    began, worked = time.monotonic(), time.process_time()
    with psycopg.connect(url, autocommit=True) as connection:
        while sealed < wanted and (done := seals.seal_some(connection, keeping=keeping)):
            sealed += done
            report(f"sealed {sealed:,}") if sealed % 100_000 < done else None
    sealing, sealing_cpu = time.monotonic() - began, time.process_time() - worked
    began, worked = time.monotonic(), time.process_time()
    finding = checking.verify(url=url, keeping=keeping)
    seconds, cpu = time.monotonic() - began, time.process_time() - worked
    return {
        "events": sealed, "a_second": round(sealed / sealing), "a_processor_second": round(sealed / sealing_cpu),
        "verify_s": round(seconds, 1), "verify_s_a_million": round(seconds * 1e6 / sealed, 1),
        "verify_processor_s_a_million": round(cpu * 1e6 / sealed, 1), "first_bad": finding.first_bad,
        "why": finding.why, "waiting": finding.waiting, "seals": finding.seals,
        "goal_met": seconds * 1e6 / sealed <= GOAL_VERIFY_S,
        "seals_mb": size(server, "audit_sealedevent"), "anchors_kb": keeping.anchors.stat().st_size >> 10,
    }  # fmt: skip


def size(server: Server, table: str) -> int:
    with admin(server) as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s::regclass) >> 20", [table])
        return int(cursor.fetchone()[0])


@contextmanager
def admin(server: Server) -> Iterator[Any]:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection, connection.cursor() as cursor:
        yield cursor


def report(said: str) -> None:
    print(said, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
