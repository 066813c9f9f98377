"""A backup taken by one process fills a new home by another, whole, walls and all; and nothing is ever written over."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

pytestmark = pytest.mark.xdist_group("backup")
EMAIL, PASSWORD = "ann@example.org", "harbour-lights-at-dusk"


@dataclass(frozen=True)
class Installation:
    home: Path

    def run(self, *words: str | Path, typed: str = "") -> subprocess.CompletedProcess[str]:
        kept = {key: value for key, value in os.environ.items() if "DATABASE_URL" not in key and "ONESTORY" not in key}
        command = [sys.executable, "-m", "onestory.config.cli", *map(str, words)]
        environment = kept | {"ONESTORY_HOME": str(self.home)}
        return subprocess.run(command, env=environment, capture_output=True, text=True, input=typed, timeout=180)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = Path(mkdtemp(prefix="onestory-backup-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def old(folder: Path) -> Installation:
    installation = Installation(folder / "old")
    for words in (
        ["migrate"],
        ["account", "open", EMAIL, "--name", "Ann", "--role", "administrator", "--team", "Start"],
    ):
        done = installation.run(*words)
        assert done.returncode == 0, done.stderr
    return installation


def verified(installation: Installation) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(installation.run("audit", "verify", "--json").stdout.splitlines()[-1])
    return said


@pytest.fixture(scope="module")
def kept(old: Installation, folder: Path) -> Path:
    assert old.run("audit", "seal").returncode == 0
    old.run("account", "password", EMAIL, typed=f"{PASSWORD}\n")  # written into the audit, and not sealed yet
    done = old.run("backup", folder / "kept")
    assert done.returncode == 0, done.stderr
    return folder / "kept"


@pytest.fixture(scope="module")
def new(kept: Path, folder: Path) -> Installation:
    installation = Installation(folder / "new")
    done = installation.run("restore", kept)
    assert done.returncode == 0, done.stderr
    assert "and counted every one" in done.stdout
    assert "Now run `onestory migrate`" in done.stdout
    migrated = installation.run("migrate")
    assert "No migrations to apply." in migrated.stdout, migrated.stderr
    return installation


def test_an_account_of_the_old_home_is_known_in_the_new_one(new: Installation) -> None:
    known = new.run("account", "password", EMAIL, typed=f"{PASSWORD}\n")
    assert known.returncode == 0, known.stderr
    assert new.run("account", "password", "stranger@example.org", typed=f"{PASSWORD}\n").returncode == 1


def test_what_came_back_has_its_tables_and_its_walls(new: Installation) -> None:
    said = new.run("doctor").stdout
    assert "Tables: as this version expects" in said
    forced, wanted = said.split("forced on ")[1].split(" tables")[0].split(" of ")
    assert forced == wanted
    assert int(forced) > 0


def test_a_record_is_never_filled_from_a_backup(old: Installation, kept: Path) -> None:
    done = old.run("restore", kept)
    assert done.returncode == 1
    assert "nothing was changed. Restore into a new one" in done.stderr


def test_a_backup_is_never_written_over(old: Installation, kept: Path) -> None:
    before = kept.stat().st_mtime_ns
    done = old.run("backup", kept)
    assert done.returncode == 1
    assert "a backup is never overwritten" in done.stderr
    assert kept.stat().st_mtime_ns == before


def test_only_its_owner_can_read_a_backup(kept: Path) -> None:
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.with_name("kept.json").stat().st_mode & 0o077 == 0


def test_after_a_restore_the_audit_is_whole_or_says_which_tail_is_missing(old: Installation, new: Installation) -> None:
    """In another cluster, whose transactions count from elsewhere; with the key and the anchors, which are in no backup."""
    for name in ("audit-key.pem", "audit-key.pem.pub", "audit-anchors.jsonl"):
        shutil.copy(old.home / name, new.home / name)
    came = verified(new)
    assert (came["first_bad"], came["events"], came["waiting"] >= 1) == (None, 1, True)
    # Sealed after the night's backup, and lost with the machine.
    assert old.run("audit", "seal").returncode == 0
    shutil.copy(old.home / "audit-anchors.jsonl", new.home / "audit-anchors.jsonl")
    assert verified(new)["first_bad"] == 2
    assert "Nothing more is sealed until somebody has looked" in new.run("audit", "seal").stderr
    assert new.run("audit", "resume", "--because", "The machine burnt down").returncode == 0
    assert new.run("audit", "seal").returncode == 0
    sealed = verified(new)
    assert (sealed["first_bad"], sealed["waiting"], sealed["lost"][0]["why"]) == (None, 0, "The machine burnt down")
    assert sealed["events"] == came["events"] + came["waiting"] + 1  # and that somebody owned up to it
