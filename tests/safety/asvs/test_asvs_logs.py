"""What is written of signing in, of refusals and of failures; and what somebody sees when something breaks."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog
from django.test import Client
from tests.factories import Known
from tests.safety.asvs.passwords import PASSWORD

from onestory.access.models import Account
from onestory.config import logs

SECRET = "the colour of the door is green"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """The log as it is written in production, of everything."""
    stream, root = io.StringIO(), logging.getLogger()
    formatter = logs.configuration(level="INFO")["formatters"]["json"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
        )
    )
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def _lines(written: io.StringIO, event: str = "") -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    return [line for line in lines if not event or line["event"] == event]


def test_signing_in_failing_to_and_signing_out_are_each_written(
    written: io.StringIO, with_password: Account, client: Client
) -> None:
    client.post("/account/login/", {"login": with_password.email, "password": "not this one either"})
    client.post("/account/login/", {"login": with_password.email, "password": PASSWORD})
    client.post("/account/logout/")
    assert len(_lines(written, "signing in failed")) == 1
    assert _lines(written, "signed in")[0]["account"] == str(with_password.pk)
    assert _lines(written, "signed out")[0]["account"] == str(with_password.pk)


@pytest.mark.hazard("HZ-75")
def test_no_line_holds_a_password_an_address_a_token_or_a_name(
    written: io.StringIO, with_password: Account, client: Client
) -> None:
    client.post("/account/login/", {"login": with_password.email, "password": "not this one either"})
    client.post("/account/login/", {"login": with_password.email, "password": PASSWORD})
    client.get("/families/018f0000-0000-7000-8000-000000000000?q=Okafor")
    text = written.getvalue()
    secrets = (PASSWORD, "not this one", with_password.email, with_password.name, "Okafor", client.session.session_key)
    assert [secret for secret in secrets if str(secret) in text] == []
    assert "018f0000-0000-7000-8000-000000000000" not in text


def test_a_refusal_says_who_was_refused_what_and_when(written: io.StringIO, known: Known) -> None:
    from tests.factories import an_account

    stranger, browser = an_account("Jo Stone"), Client()
    browser.force_login(stranger)
    answer = browser.get(f"/families/{known.family.pk}")
    line = _lines(written, "an answer was refused")[0]
    assert (line["status"], line["method"], line["account"]) == (404, "GET", str(stranger.pk))
    assert line["route"] == "families/<uuid:family_id>"
    assert line["request_id"] == answer["X-Request-Id"]


def test_every_line_is_dated_in_universal_time(written: io.StringIO, client: Client, db: None) -> None:
    client.get("/nowhere")
    for line in _lines(written):
        at = datetime.fromisoformat(line["timestamp"])
        assert at.utcoffset() == timedelta(0)


def test_no_line_can_be_forged_by_what_is_sent(written: io.StringIO, client: Client, db: None) -> None:
    client.get("/nowhere%0d%0a{%22event%22:%22signed%20in%22}", headers={"User-Agent": 'x\n{"event": "signed in"}'})
    client.post("/account/login/", {"login": 'a@b.c\n{"event": "signed in"}', "password": "x\n{}"})
    assert _lines(written), "each line is a whole object"
    assert _lines(written, "signed in") == []


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, worker: Client) -> Client:
    """A page that fails after it has read what it was asked for."""
    from onestory.people import queries

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"{SECRET}: SELECT * FROM people_person")

    monkeypatch.setattr(queries, "family", fail)
    worker.raise_request_exception = False
    return worker


def test_whoever_meets_a_failure_is_told_nothing_of_its_cause(broken: Client, known: Known) -> None:
    answer = broken.get(f"/families/{known.family.pk}")
    html = answer.content.decode()
    assert answer.status_code == 500
    assert "Something went wrong here" in html
    assert not any(word in html for word in (SECRET, "Traceback", "RuntimeError", "SELECT", "onestory/", "Django"))


def test_a_failure_nobody_expected_is_written_with_where_and_not_what(
    broken: Client, known: Known, written: io.StringIO
) -> None:
    broken.get(f"/families/{known.family.pk}")
    failure = next(line for line in _lines(written) if "exception" in line)
    assert failure["exception"] == "RuntimeError"
    assert any("fail" in where for where in failure["where"])
    assert SECRET not in written.getvalue()
    assert _lines(written, "an answer failed")[0]["status"] == 500


def test_an_act_that_fails_half_way_leaves_nothing_behind(
    worker: Client, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onestory.access.viewer import acting_as
    from onestory.audit.actions import events
    from onestory.people.models import Person

    with acting_as(known.author):
        before = Person.objects.count()
    adding = _adding(worker, known)
    monkeypatch.setattr(
        events, "record", lambda **_: (_ for _ in ()).throw(RuntimeError("the audit cannot be written"))
    )
    worker.raise_request_exception = False
    answer = worker.post(f"/families/{known.family.pk}/people/add", adding)
    assert answer.status_code == 500
    monkeypatch.undo()
    with acting_as(known.author):
        assert Person.objects.count() == before


def _adding(worker: Client, known: Known) -> dict[str, Any]:
    from tests.safety.asvs.crawling import Page

    address = f"/families/{known.family.pk}/people/add"
    form = next(f for f in Page(worker.get(address).content.decode(), address).forms if f.action == address)
    return form.filled(lambda name: "Zuri" if "given" in name else "")


def test_the_database_ends_what_takes_too_long(db: None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting::int FROM pg_settings WHERE name = ANY(%s)", [
            ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]
        ])  # fmt: skip
        limits = dict(cursor.fetchall())
    assert len(limits) == 3
    assert all(0 < milliseconds <= 60_000 for milliseconds in limits.values())
