"""Who has the folder, answered by the kernel.

Two files are locked. `server.lock` is held by PostgreSQL itself: the open file is handed down to it and to
every process it starts, so the lock is free exactly when the last of them is gone. A pid file cannot say
that: after kill -9 its number may belong to a corpse or to a stranger. `launcher.lock` is held by the
process that started the server, so that a server whose launcher died (it is shutting down) is told from one
that is staying.
"""

import contextlib
import fcntl
import os
from pathlib import Path


def try_to_take(path: Path) -> int | None:
    """An open file that holds the lock, or None when somebody else holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def take_afresh(path: Path) -> int:
    """Lock a new file put in the old one's place.

    A process forked from a launcher that has died still holds the old file; that must not count as a living
    launcher.
    """
    fresh = path.with_suffix(".new")
    with contextlib.suppress(FileNotFoundError):
        fresh.unlink()
    handle = try_to_take(fresh)
    if handle is None:
        raise BlockingIOError(f"{fresh} was locked as soon as it was made")
    fresh.rename(path)
    return handle


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock."""
    if not path.exists():
        return False
    handle = try_to_take(path)
    if handle is not None:
        os.close(handle)
    return handle is None
