import pytest
from django.db import connection
from django.test import Client


def test_health_answers_without_the_database(client: Client) -> None:
    # No database fixture here: a query would be refused.
    response = client.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_says_that_the_tables_are_those_expected(db: None, client: Client) -> None:
    response = client.get("/ready")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": True, "migrations": True, "watched": True}


def test_not_ready_when_a_migration_is_missing(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from onestory.config import health

    monkeypatch.setattr(health, "is_up_to_date", lambda: False)
    assert client.get("/ready").status_code == 503


def test_every_answer_carries_a_number_of_ours_and_forbids_storing(db: None, client: Client) -> None:
    response = client.get("/ready", headers={"X-Request-Id": "theirs"})
    assert len(response["X-Request-Id"]) == 32
    assert response["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert connection.queries_log is not None
