"""`onestory audit …`, as the owner of the machine runs it, and what it prints for programs to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from psycopg.conninfo import conninfo_to_dict
from tests.integration.audit.record import Record

from onestory.audit.verifier import verify_files
from onestory.config.cli import main

FAMILY = "018f0000-0000-7000-8000-000000000001"
OPENED = (
    "INSERT INTO audit_auditevent (at, action, family_id, person_ids, subject, detail, request_id, account_id, roles, purpose)"
    " VALUES (%s, 'families.open', %s, '{}', 'people.family', '{\"to\": \"read\"}', '', %s, '{practitioner}', %s)"
)


@pytest.fixture
def installed(record: Record, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[Record]:
    """The commands meet this record's database, key and anchors instead of the tests' own."""
    monkeypatch.setenv("ONESTORY_SEALER_DATABASE_URL", record.url("sealer"))
    monkeypatch.setenv("ONESTORY_AUDIT_KEY", str(record.keeping.key))
    monkeypatch.setenv("ONESTORY_AUDIT_ANCHORS", str(record.keeping.anchors))
    there = conninfo_to_dict(record.url("app"))
    for ours, theirs in {
        "NAME": "dbname",
        "USER": "user",
        "PASSWORD": "password",
        "HOST": "host",
        "PORT": "port",
    }.items():
        monkeypatch.setitem(connections["default"].settings_dict, ours, there.get(theirs, ""))
    connections["default"].close()
    connections["default"].close_pool()
    with django_db_blocker.unblock():
        yield record
        connections["default"].close()
        connections["default"].close_pool()


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    last: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return last


def test_verifying_says_how_many_events_and_that_none_is_bad(
    installed: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    installed.write(4)
    assert main(["audit", "seal"]) == 0
    assert main(["audit", "verify", "--json"]) == 0
    finding = said(capsys)
    assert (finding["events"], finding["first_bad"], finding["whole"]) == (4, None, True)
    assert finding["seconds"] >= 0


def test_verifying_what_was_altered_says_where_and_fails(installed: Record, capsys: pytest.CaptureFixture[str]) -> None:
    installed.write(4)
    main(["audit", "seal"])
    installed.attack(
        "UPDATE audit_auditevent SET action = 'nothing' WHERE id = (SELECT max(id) - 1 FROM audit_auditevent)"
    )
    assert main(["audit", "verify", "--json"]) == 1
    assert said(capsys)["first_bad"] == 3


def test_an_export_is_private_is_checked_elsewhere_and_is_audited(installed: Record, tmp_path: Path) -> None:
    installed.write(2)
    main(["audit", "seal"])
    file = tmp_path / "export"
    assert main(["audit", "export", str(file)]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert verify_files([file], anchors=[installed.keeping.anchors], keys=[installed.keeping.public]).is_whole()
    assert installed.value("SELECT count(*) FROM audit_auditevent WHERE action = 'audit.export'") == 1
    assert main(["audit", "export", str(file)]) == 1, "never over another"


def test_who_saw_a_family_between_two_moments(installed: Record, capsys: pytest.CaptureFixture[str]) -> None:
    """When, who, in what role, what and why; times as here, and nothing from outside them."""
    account = "018f0000-0000-7000-8000-00000000000a"
    installed.attack(
        "INSERT INTO access_account (id, email, name, job_title, kind, is_active, created_at)"
        f" VALUES ('{account}', 'a@example.org', 'Sam Reed', '', 'staff', true, now())"
    )
    for day in ("2026-07-01", "2026-07-02T00:30", "2026-07-03"):
        installed.superuser.execute(
            OPENED, [f"{day}+01:00" if "T" in day else f"{day} 12:00+01", FAMILY, account, "In your circle"]
        )
    assert main(["audit", "seen", "--family", FAMILY, "--from", "2026-07-02", "--to", "2026-07-03", "--json"]) == 0
    (row,) = said(capsys)["seen"]
    assert (row["who"], row["role"], row["what"], row["why"]) == (
        "Sam Reed", "practitioner", "families.open (read)", "In your circle",
    )  # fmt: skip
    assert row["when"].startswith("2026-07-0")
    assert (
        installed.value(f"SELECT count(*) FROM audit_auditevent WHERE action = 'audit.seen' AND family_id = '{FAMILY}'")
        == 1
    )


@pytest.mark.parametrize("words", [["--family", "x", "--from", "2026-07-01", "--to", "2026-07-02"],
                                   ["--family", FAMILY, "--from", "yesterday", "--to", "2026-07-02"]])  # fmt: skip
def test_what_is_mistyped_is_said_in_a_sentence(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["audit", "seen", *words])
    assert "is no" in capsys.readouterr().err.replace("is not", "is no")


def test_somebody_says_that_the_tail_is_gone(installed: Record, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        installed.write()
        main(["audit", "seal"])
    installed.attack("DELETE FROM audit_seal WHERE number = 2", "DELETE FROM audit_sealedevent WHERE seq = 2")
    assert main(["audit", "seal"]) == 1
    assert "older copy" in capsys.readouterr().err
    assert main(["audit", "resume", "--because", "Restored the night's backup", "--json"]) == 0
    assert said(capsys) == {"after": 1, "upto": 2}
    assert main(["audit", "seal"]) == 0
    assert main(["audit", "verify", "--json"]) == 0
    assert said(capsys)["lost"][0]["why"] == "Restored the night's backup"
