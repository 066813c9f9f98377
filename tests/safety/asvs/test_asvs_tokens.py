"""Signed tokens, what is encrypted, and the way to the database."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import signing
from django.db import connection
from tests.factories import Known

from onestory.access import second_factors
from onestory.access.viewer import acting_as
from onestory.config import doctor, sessions
from onestory.faces.workspace.drafts import keeping

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_draft_s_ticket_is_good_for_a_day_and_no_longer(known: Known) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        with acting_as(known.author) as viewer:
            ticket = keeping.begin(viewer, known.family, form=keeping.ENTRY).ticket
        clock.shift(timedelta(hours=15))
        assert keeping.read(ticket) is not None
        clock.shift(timedelta(hours=2))
        assert keeping.read(ticket) is None


@pytest.mark.parametrize("place", [0, 14, -3])
def test_what_is_encrypted_is_not_read_once_a_letter_of_it_is_changed(place: int) -> None:
    sealed = second_factors.seal("JBSWY3DPEHPK3PXP", account="one")
    kept = bytearray(base64.b64decode(sealed))
    kept[place] ^= 1
    changed = second_factors.Sealed(base64.b64encode(bytes(kept)).decode())
    changed.account = sealed.account
    assert second_factors.unseal(sealed) == "JBSWY3DPEHPK3PXP"
    with pytest.raises(second_factors.Unreadable):
        second_factors.unseal(changed)


def test_the_same_secret_encrypted_twice_looks_different() -> None:
    assert second_factors.seal("JBSWY3DPEHPK3PXP", account="one") != second_factors.seal(
        "JBSWY3DPEHPK3PXP", account="one"
    )


def test_signatures_are_of_256_bits_and_the_digest_of_a_session_of_160() -> None:
    signature = signing.Signer().signature("what was said")
    assert len(base64.urlsafe_b64decode(signature + "=")) == 32
    assert settings.SESSION_ENGINE == "onestory.config.sessions"
    assert len(sessions._kept("z" * 32)) * 4 == 160


@pytest.mark.parametrize(
    ("host", "mode", "well"),
    [
        ("db.example", "verify-full", True), ("db.example", "require", False), ("db.example", "", False),
        ("/run/postgresql", "", True), ("127.0.0.1", "", True),
    ],
)  # fmt: skip
def test_the_doctor_asks_for_a_database_that_is_encrypted_and_proved(
    monkeypatch: pytest.MonkeyPatch, host: str, mode: str, well: bool
) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", host)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"sslmode": mode} if mode else {})
    assert (doctor._connection().mend == "") is well
