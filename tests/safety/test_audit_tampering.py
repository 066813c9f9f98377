"""The tamper drill: ten ways to alter the audit, by a superuser on the real database, each of them found.

The first six need nothing but the chain and its signatures, or what was anchored. For the last four the attacker has stolen the
signing key as well, and makes everything in the database fit: what finds them out are the anchors, which are somewhere else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from tests.integration.audit.record import Record, clone, drop

from onestory.audit import checking
from onestory.audit.actions import seals
from onestory.audit.keeping import Keeping
from onestory.audit.verifier import Finding

AT = "(SELECT event_id FROM audit_sealedevent WHERE seq = {})"


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Record]:
    """Nine events under three seals, all anchored, and whole."""
    clone("drill")
    record = Record(database="drill", folder=tmp_path)
    for _ in range(3):
        record.write(3)
        record.seal()
    assert record.check().is_whole()
    yield record
    record.close()
    drop("drill")


def seal_again_with_the_stolen_key(record: Record, *, after_seal: int = 0) -> None:
    """Throw away the seals after one and seal what is left anew, with the real key, and anchors nobody else sees."""
    record.attack(
        f"DELETE FROM audit_sealedevent WHERE seq > {3 * after_seal}",
        f"DELETE FROM audit_seal WHERE number > {after_seal}",
    )
    elsewhere = Keeping(key=record.keeping.key, anchors=record.folder / "forged-anchors")
    elsewhere.anchors.write_bytes(b"".join(record.keeping.anchors.read_bytes().splitlines(keepends=True)[:after_seal]))
    seals.seal_all(url=record.url("sealer"), keeping=elsewhere, at_once=3)
    assert checking.verify(url=record.url("sealer"), keeping=elsewhere).is_whole(), "the forgery fits in itself"


def edit(record: Record) -> None:
    record.attack(f"UPDATE audit_auditevent SET account_id = gen_random_uuid() WHERE id = {AT.format(5)}")


def delete_from_the_middle(record: Record) -> None:
    record.attack("DELETE FROM audit_auditevent WHERE id = (SELECT event_id FROM audit_sealedevent WHERE seq = 5)")


def delete_the_tail(record: Record) -> None:
    """With its seals, so that nothing in the database points at it any longer."""
    record.attack(
        "DELETE FROM audit_auditevent WHERE id IN (SELECT event_id FROM audit_sealedevent WHERE seq > 6)",
        "DELETE FROM audit_sealedevent WHERE seq > 6",
        "DELETE FROM audit_seal WHERE first > 6",
    )


def insert(record: Record) -> None:
    """An event that was never written, made to look as old as another."""
    record.attack(
        "INSERT INTO audit_auditevent (at, transaction, action, person_ids, subject, detail, request_id)"
        " SELECT at, transaction, 'families.open', '{}', '', '{}', '' FROM audit_auditevent ORDER BY id LIMIT 1"
    )


def reorder(record: Record) -> None:
    """Two events change places."""
    record.attack(
        "UPDATE audit_sealedevent SET event_id = -event_id WHERE seq IN (4, 5)",
        "UPDATE audit_sealedevent SET event_id = (SELECT -sum(event_id) FROM audit_sealedevent WHERE seq IN (4, 5)) + event_id"
        " WHERE seq IN (4, 5)",
    )
    assert record.value("SELECT count(*) FROM audit_sealedevent WHERE event_id > 0") == 9


def date_back(record: Record) -> None:
    """A new event that says it happened last year is sealed like any other, and found by what was sealed before it."""
    record.attack("INSERT INTO audit_auditevent (at, action, person_ids, subject, detail, request_id)"
                  " VALUES (now() - interval '1 year', 'families.open', '{}', '', '{}', '')")  # fmt: skip
    record.seal()


def fork(record: Record) -> None:
    """From the fourth event on another story, sealed with the stolen key under the same numbers."""
    record.attack(f"UPDATE audit_auditevent SET action = 'families.rename' WHERE id >= {AT.format(4)}")
    seal_again_with_the_stolen_key(record, after_seal=1)


def swap_the_table(record: Record) -> None:
    """Another table under the audit's name, with other events."""
    record.attack(
        "ALTER TABLE audit_auditevent RENAME TO audit_real",
        "CREATE TABLE audit_auditevent (LIKE audit_real INCLUDING ALL)",
        "INSERT INTO audit_auditevent SELECT * FROM audit_real WHERE id % 2 = 0",
        "GRANT ALL ON audit_auditevent TO onestory_rls",
    )
    seal_again_with_the_stolen_key(record)


def recompute_everything(record: Record) -> None:
    """Triggers off, one event edited, every hash worked out again."""
    record.superuser.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER ALL")
    edit(record)
    record.superuser.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER ALL")
    seal_again_with_the_stolen_key(record, after_seal=1)


def restore_an_older_backup(record: Record) -> None:
    """The database as it was after the second seal, exactly; and new events on top of it, sealed with the stolen key."""
    delete_the_tail(record)
    record.write(3)
    seal_again_with_the_stolen_key(record, after_seal=2)


DRILL: dict[Callable[[Record], None], int] = {
    edit: 5, delete_from_the_middle: 5, delete_the_tail: 7, insert: 10, reorder: 4, date_back: 10,
    fork: 4, swap_the_table: 1, recompute_everything: 4, restore_an_older_backup: 7,
}  # fmt: skip
"""Each with the place in the chain where it must be found: the first that can be told from what was sealed or anchored."""


@pytest.mark.hazard("HZ-39")
@pytest.mark.parametrize("tamper", DRILL, ids=lambda tamper: tamper.__name__)
def test_tampering_is_found_and_where(sealed: Record, tamper: Callable[[Record], None]) -> None:
    tamper(sealed)
    finding = sealed.check()
    assert not finding.is_whole()
    assert finding.first_bad == DRILL[tamper], finding.why


@pytest.mark.hazard("HZ-39")
@pytest.mark.parametrize(
    "tamper", [edit, delete_the_tail, fork, restore_an_older_backup], ids=lambda tamper: tamper.__name__
)
def test_an_export_of_what_was_tampered_with_is_found_elsewhere_too(
    sealed: Record, tamper: Callable[[Record], None], tmp_path: Path
) -> None:
    """By somebody who has the anchors and the public key, and no Onestory."""
    tamper(sealed)
    assert by_somebody_else(sealed, tmp_path / "export").first_bad == DRILL[tamper]


def by_somebody_else(record: Record, file: Path) -> Finding:
    import subprocess
    import sys

    checking.export(url=record.url("sealer"), file=file)
    program = str(Path(sys.executable).with_name("onestory-verify"))
    command = [program, file, "--anchors", record.keeping.anchors, "--key", record.keeping.public, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", env={})
    said = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == (0 if said.pop("whole") else 1)
    return Finding(**said)


@pytest.mark.hazard("HZ-39")
def test_what_was_not_tampered_with_is_whole_elsewhere_too(sealed: Record, tmp_path: Path) -> None:
    finding = by_somebody_else(sealed, tmp_path / "export")
    assert (finding.events, finding.anchored_to, finding.first_bad) == (9, 9, None)


@pytest.mark.hazard("HZ-39")
def test_exports_follow_one_another(sealed: Record, tmp_path: Path) -> None:
    """The second begins after a seal, which an anchor must hold; the first alone says that more was anchored."""
    from onestory.audit.verifier import verify_files

    checking.export(url=sealed.url("sealer"), file=tmp_path / "rest", after=1)
    given = {"anchors": [sealed.keeping.anchors], "keys": [sealed.keeping.public]}
    assert verify_files([tmp_path / "rest"], **given).events == 6
    sealed.keeping.anchors.write_bytes(b"")
    assert not verify_files([tmp_path / "rest"], **given).is_whole()


@pytest.mark.hazard("HZ-39")
def test_a_stolen_key_is_not_enough_to_anchor_another_story(sealed: Record) -> None:
    """The application and the database have no way to write over a line of the anchors, and two seals of one number show."""
    seal_again_with_the_stolen_key(sealed)
    forged = (sealed.folder / "forged-anchors").read_bytes()
    with sealed.keeping.anchors.open("ab") as anchors:
        anchors.write(forged)
    assert sealed.check().first_bad == 1


@pytest.mark.hazard("HZ-39")
def test_what_was_destroyed_with_leave_does_not_break_the_chain(sealed: Record) -> None:
    """What an event said of a family goes, with its salt; the chain holds, and an event must say that it was done."""
    shred = [
        "UPDATE audit_sealedevent c SET commitment = '\\x{0}', salt = NULL WHERE seq = 5",
        "UPDATE audit_auditevent SET family_id = NULL, person_ids = '{{}}', subject_id = NULL, detail = '{{}}' WHERE id ="
        " (SELECT event_id FROM audit_sealedevent WHERE seq = 5)",
    ]
    sealed.attack(*(each.format(committed(sealed, 5)) for each in shred))
    assert (sealed.check().first_bad, sealed.check().shredded) == (5, 1)
    sealed.write(action="audit.shred", detail='{"first": 5, "last": 5}')
    sealed.seal()
    finding = sealed.check()
    assert (finding.first_bad, finding.shredded) == (None, 1)


def committed(record: Record, seq: int) -> str:
    from onestory.audit.chain import commitment

    with psycopg.connect(record.url("sealer")) as sealer:
        row = sealer.execute("SELECT salt, personal FROM wall.audit_chain(%s, %s)", [seq, seq]).fetchone()
    assert row
    return commitment(row[0], row[1].encode()).hex()


@pytest.mark.hazard("HZ-39")
def test_a_hand_on_the_anchors_is_seen(sealed: Record) -> None:
    text = sealed.keeping.anchors.read_text()
    sealed.keeping.anchors.write_text(text.replace('"last":6', '"last":5'))
    assert not sealed.check().is_whole()
    sealed.keeping.anchors.unlink()
    assert sealed.check().warnings
    with pytest.raises(seals.Refused, match="anchors of the audit are gone"):
        sealed.seal()
