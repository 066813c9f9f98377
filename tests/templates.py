"""Keeping a server whose template is migrated, for the next time tests run on the same migrations: they take most of the start.

Kept in the cache folder of whoever runs them, by everything that migrations are made from; the newest few stay. Functions, walls
and published facts are installed each time, as they are now.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import time
from pathlib import Path
from tempfile import mkdtemp

from onestory.postgres import binaries

ROOT = Path(__file__).parent.parent
FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "onestory" / "test-servers"
NEWEST = 4
# What migrations are made from, and what they import of ours.
MADE_FROM = (
    "uv.lock", "src/onestory/*/migrations/*.py", "src/onestory/postgres/sql/*", "src/onestory/core/*.py",
    "src/onestory/people/models/fields.py", "src/onestory/audit/models/events.py",
)  # fmt: skip


def kept() -> Path:
    """Where the server for these migrations is, or would be."""
    made_from = hashlib.sha256(str(binaries.version(binaries.find())).encode())
    for pattern in MADE_FROM:
        for file in sorted(ROOT.glob(pattern)):
            made_from.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return FOLDER / made_from.hexdigest()[:16]


def bring(home: Path) -> bool:
    """A copy of what is kept, where something is."""
    found = kept()
    if not found.exists():
        return False
    os.utime(found)
    _copy(found, home)
    return True


def keep(home: Path) -> None:
    """Of a server that has stopped. Of two that do so at once, one stays."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    begun = Path(mkdtemp(prefix=".", dir=FOLDER))
    _copy(home, begun / "home")
    with contextlib.suppress(OSError):
        (begun / "home").rename(kept())
    shutil.rmtree(begun)
    _forget_what_was_left_half_done()
    for old in sorted(FOLDER.glob("[!.]*"), key=lambda one: one.stat().st_mtime, reverse=True)[NEWEST:]:
        shutil.rmtree(old, ignore_errors=True)


def _forget_what_was_left_half_done() -> None:
    """By runs that were killed; one of the last day may be at it still."""
    for left in FOLDER.glob(".*"):
        if left.stat().st_mtime < time.time() - 24 * 60 * 60:
            shutil.rmtree(left, ignore_errors=True)


def _copy(one: Path, other: Path) -> None:
    # With whose each file is: the server's are its own account's.
    subprocess.run(["cp", "-a", str(one), str(other)], check=True)
