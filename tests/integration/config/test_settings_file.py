"""What an installation sets may stand in one file; the environment wins over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from onestory.config import environment


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "ONESTORY_HOSTS",
        "ONESTORY_HTTPS",
        "ONESTORY_SECRET_KEY",
        "ONESTORY_OWNER_DATABASE_URL",
        "DATABASE_URL",
    ):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "onestory.toml"
    monkeypatch.setenv("ONESTORY_SETTINGS", str(file))
    return file


def test_the_file_says_what_the_environment_does_not(settings_file: Path) -> None:
    settings_file.write_text(
        'database_url = "postgresql://a@b/c"\nsecret_key = "k"\nhosts = ["a.example", "b.example"]\n'
    )
    read = environment.read()
    assert (read.database_url, read.hosts) == ("postgresql://a@b/c", ("a.example", "b.example"))


@pytest.mark.parametrize("written", ["true", '"yes"'])
def test_yes_may_be_written_either_way(settings_file: Path, written: str) -> None:
    settings_file.write_text(f'secret_key = "k"\nhttps = {written}\n')
    assert environment.read().https is True


def test_the_environment_wins(settings_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings_file.write_text('secret_key = "k"\nhosts = ["a.example"]\n')
    monkeypatch.setenv("ONESTORY_HOSTS", "b.example")
    assert environment.read().hosts == ("b.example",)


def test_what_is_missing_is_named_with_its_reason(settings_file: Path) -> None:
    settings_file.write_text("")
    with pytest.raises(environment.Unset, match="Set ONESTORY_OWNER_DATABASE_URL: the owner changes tables"):
        environment.needed("ONESTORY_OWNER_DATABASE_URL", why="the owner changes tables")


def test_how_the_database_is_to_be_encrypted_and_proved_reaches_the_driver() -> None:
    from onestory.config.settings import _database

    made = _database("postgresql://a:b@c:5/d?sslmode=verify-full&sslrootcert=/etc/ca.pem", limits="-c lock_timeout=5s")
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"], made["NAME"]) == ("a", "b", "c", "5", "d")
    options = {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem", "options": "-c lock_timeout=5s"}
    assert made["OPTIONS"] == options
