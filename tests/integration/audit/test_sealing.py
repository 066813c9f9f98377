"""Every event that was kept gets one place in the chain, whatever order transactions ended in."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg import errors
from psycopg.types.json import Json
from tests.integration.audit.record import WRITE, Record

from onestory.audit import chain
from onestory.audit.actions import seals
from onestory.core.errors import Invalid


def test_what_is_written_is_sealed_once_and_is_whole(record: Record) -> None:
    record.write(7)
    assert (record.seal(), record.seal()) == (7, 0)
    finding = record.check()
    assert (finding.events, finding.seals, finding.anchored_to, finding.first_bad) == (7, 1, 7, None)
    assert finding.is_whole()


def test_more_than_one_seal_holds_is_sealed_by_several(record: Record) -> None:
    with psycopg.connect(record.url("app")) as application:
        for _ in range(5):
            application.execute(WRITE, ["families.open", "{}"])  # five in one transaction, where seals hold two
    record.write(4)
    assert record.seal(at_once=2) == 9
    finding = record.check()
    assert (finding.events, finding.waiting, finding.is_whole()) == (9, 0, True)


def test_a_transaction_that_ends_late_is_not_left_out(record: Record) -> None:
    """It wrote first and is sealed last; what began after it waits, so that nothing slips in below."""
    with psycopg.connect(record.url("app")) as slow:
        slow.execute(WRITE, ["families.open", "{}"])
        record.write(3)
        assert record.seal() == 0
    assert record.seal() == 4
    assert record.check().is_whole()


def test_what_was_rolled_back_leaves_no_gap(record: Record) -> None:
    with psycopg.connect(record.url("app")) as undone:
        undone.execute(WRITE, ["families.open", "{}"])
        undone.rollback()
    record.write(2)
    record.seal()
    assert record.value("SELECT array_agg(seq ORDER BY seq) FROM audit_sealedevent") == [1, 2]


def test_many_writers_and_two_sealers_at_once_leave_nothing_out(record: Record) -> None:
    """Eight connections that commit out of order and roll back one time in five, while two sealers race."""

    def work(number: int) -> int:
        chance, kept = random.Random(number), 0
        with psycopg.connect(record.url("app"), autocommit=True) as application:
            for _ in range(40):
                keeps = chance.random() > 0.2
                application.execute("BEGIN")
                for _ in range(written := chance.randrange(1, 4)):
                    application.execute(WRITE, ["families.open", "{}"])
                application.execute("SELECT pg_sleep(%s)", [chance.random() / 200])
                application.execute("COMMIT" if keeps else "ROLLBACK")
                kept += written if keeps else 0
        return kept

    def seal(_: int) -> int:
        return sum(record.seal(at_once=17) for _ in range(40))

    with ThreadPoolExecutor(10) as crowd:
        sealing, writing = [crowd.submit(seal, n) for n in range(2)], [crowd.submit(work, n) for n in range(8)]
        kept, sealed = sum(each.result() for each in writing), sum(each.result() for each in sealing)
    sealed += record.seal(at_once=17)
    places = record.value("SELECT array_agg(seq ORDER BY seq) FROM audit_sealedevent")
    assert (sealed, places) == (kept, list(range(1, kept + 1)))
    assert record.value("SELECT count(*) FROM audit_auditevent") == kept
    finding = record.check()
    assert (finding.events, finding.waiting, finding.is_whole()) == (kept, 0, True)


@pytest.mark.parametrize(
    "detail", ['{"n": 1e400}', '{"n": 123456789012345678901234567890}', '{"ü": "\\u2028 \\u0007 é"}']
)
def test_nothing_the_application_can_write_stops_the_sealer(record: Record, detail: str) -> None:
    record.write(detail=detail)
    assert record.seal() == 1
    assert record.check().is_whole()


def test_falling_behind_is_noticed(record: Record) -> None:
    """What `onestory doctor` asks: it seals nothing, and makes no key that another account's worker could not read."""
    record.write()
    assert seals.look_after(url=record.url("sealer"), keeping=record.keeping)
    record.attack("UPDATE audit_auditevent SET at = at - interval '6 minutes'")
    assert not seals.look_after(url=record.url("sealer"), keeping=record.keeping)
    assert not record.keeping.key.exists()


def test_a_seal_the_machine_died_over_is_anchored_next_time(record: Record) -> None:
    record.write()
    record.seal()
    kept = record.keeping.anchors.read_bytes()
    record.write()
    record.seal()
    record.keeping.anchors.write_bytes(kept)  # the database had it on disc, and the file had not
    record.seal()
    assert len(record.keeping.anchors.read_bytes().splitlines()) == 2
    assert record.check().is_whole()


def test_the_key_is_its_owners_alone(record: Record) -> None:
    record.write()
    record.seal()
    assert record.keeping.key.stat().st_mode & 0o777 == 0o600
    record.keeping.key.chmod(0o644)
    with pytest.raises(Invalid, match="chmod 600"):
        record.seal()


@pytest.mark.hazard("HZ-39")
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM wall.audit_begin()",
        "SELECT * FROM wall.audit_unsealed(0, 1 << 60, true, 10)",
        "SELECT wall.audit_keep('{}', '{}', '{}', '{}')",
        "SELECT * FROM wall.audit_chain(1, 10)",
        "SELECT * FROM wall.audit_seen(gen_random_uuid(), now(), now(), 1)",
        "INSERT INTO audit_seal (number) VALUES (1)",
        "INSERT INTO audit_sealedevent (seq, event_id, chain) VALUES (1, 1, '')",
        "UPDATE audit_sealedevent SET seq = 2",
        "DELETE FROM audit_seal",
        "INSERT INTO audit_auditevent (at, action, person_ids, subject, detail, request_id)"
        " VALUES ('2020-01-01', 'x', '{}', '', '{}', '')",
        "INSERT INTO audit_auditevent (transaction, action, person_ids, subject, detail, request_id)"
        " VALUES (3, 'x', '{}', '', '{}', '')",
    ],
)
def test_the_application_can_neither_read_nor_forge_what_is_sealed(record: Record, statement: str) -> None:
    record.write()
    record.seal()
    with psycopg.connect(record.url("app")) as application, pytest.raises(errors.InsufficientPrivilege):
        application.execute(statement)


def test_the_sealer_has_its_functions_and_nothing_else(record: Record) -> None:
    with psycopg.connect(record.url("sealer"), autocommit=True) as sealer:
        tables = sealer.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm')"
            " AND n.nspname IN ('public', 'wall') AND has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE')"
        ).fetchall()
        called = sealer.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'wall'::regnamespace AND has_function_privilege(oid, 'EXECUTE')"
        ).fetchall()
    assert tables == []
    assert called
    assert all(name.startswith("audit_") for (name,) in called), called


def test_an_older_copy_of_the_database_is_not_sealed_on_until_somebody_says_so(record: Record) -> None:
    """After a restore the tail is gone: that is found, owned up to, signed, and told for ever."""
    record.write(3)
    record.seal()
    _lose_the_rest_after(record, 3, lambda: (record.write(2), record.seal()))
    record.write()
    with pytest.raises(seals.Refused, match="older copy"):
        record.seal()
    assert record.check().first_bad == 4
    lost = seals.resume(url=record.url("sealer"), keeping=record.keeping, why="restored last night's backup")
    assert lost
    assert (lost["after"], lost["upto"], record.seal()) == (1, 2, 1)
    finding = record.check()
    assert (finding.first_bad, finding.lost[0]["why"]) == (None, "restored last night's backup")


def _lose_the_rest_after(record: Record, seq: int, happens: Callable[[], object]) -> None:
    happens()
    record.attack(
        f"DELETE FROM audit_seal WHERE first > {seq}",
        f"DELETE FROM audit_auditevent WHERE id IN (SELECT event_id FROM audit_sealedevent WHERE seq > {seq})",
        f"DELETE FROM audit_sealedevent WHERE seq > {seq}",
    )


def test_what_came_from_another_cluster_is_found(record: Record) -> None:
    """Transactions there count from elsewhere, perhaps from further than this one will ever get."""
    record.write(2)
    record.attack("UPDATE audit_auditevent SET transaction = transaction + 1000000000")
    record.write()
    with psycopg.connect(record.url("sealer")) as sealer:
        below = sealer.execute("SELECT below FROM wall.audit_begin()").fetchone()
        assert below
        found = [
            len(sealer.execute("SELECT FROM wall.audit_unsealed(0, %s, %s, 10)", [below[0], same]).fetchall())
            for same in (True, False)
        ]
    assert found == [1, 3]


def test_a_backlog_of_years_is_sealed_without_looking_dated_back(record: Record) -> None:
    """Several seals over what was written long before the first of them, as when an older installation begins to seal."""
    record.write(6)
    record.attack("UPDATE audit_auditevent SET at = at - interval '1 year'")
    assert record.seal(at_once=2) == 6
    assert record.check().is_whole()


AWKWARD = 'é "quoted" \\ / \u2028 \u00a0 \x7f \x1f \x01 \t\n\r\b\f 👩‍👧 </script>'


def test_the_database_writes_an_event_as_the_standard_does(record: Record) -> None:
    """Otherwise what is sealed here could not be checked by another program."""
    with psycopg.connect(record.url("app"), autocommit=True) as application:
        application.execute(
            "INSERT INTO audit_auditevent (action, person_ids, subject, detail, request_id, roles, fields, purpose, family_id)"
            " VALUES (%s, ARRAY[gen_random_uuid(), gen_random_uuid()], %s, %s, '', %s, %s, %s, gen_random_uuid())",
            [AWKWARD, AWKWARD, Json({"terms": AWKWARD, "n": 1.5}), [AWKWARD[:40], "NULL", "a,b"], [], AWKWARD],
        )
    with psycopg.connect(record.url("sealer")) as sealer:
        written = sealer.execute(
            "SELECT plain, personal FROM wall.audit_unsealed(0, 1::bigint << 62, true, 9)"
        ).fetchone()
    assert written
    for part in written:
        assert part.encode() == chain.canonical(json.loads(part))
    assert json.loads(written[0])["action"] == AWKWARD
