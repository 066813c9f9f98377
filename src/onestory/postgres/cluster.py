"""The data folder PostgreSQL works in (its word is "cluster"): made once, never read by another version."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from onestory.postgres import binaries
from onestory.postgres.errors import PostgresError, WrongVersion
from onestory.postgres.home import Home
from onestory.postgres.names import SUPERUSER


def check_version(home: Home, *, programs: Path) -> None:
    """Refuse data of another major version before PostgreSQL sees it, and say how to move it."""
    wrote, reads = home.data_version(), binaries.version(programs)
    if wrote is not None and wrote != reads:
        raise WrongVersion(
            f"The data in {home.data} was written by PostgreSQL {wrote}; the programs in {programs} are "
            f"version {reads} and cannot read it. Nothing was changed. To move it: set ONESTORY_PG_BIN to "
            f"the 'bin' folder of a PostgreSQL {wrote} and run 'onestory backup'; then unset it, choose "
            "a new, empty home and run 'onestory restore' with that backup."
        )


def make(home: Home, *, programs: Path, durable: bool) -> None:
    """Make it under another name first: half of one must never look like a whole one."""
    unfinished = home.folder / "data.new"
    unfinished.mkdir(mode=0o700)
    home.account.own(unfinished)
    home.password(SUPERUSER)  # initdb reads the file, which this makes
    command = [
        str(programs / "initdb"),
        f"--pgdata={unfinished}",
        f"--username={SUPERUSER}",
        f"--pwfile={home.passwords / SUPERUSER}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--data-checksums",
        *_locale(binaries.version(programs)),
        *([] if durable else ["--no-sync"]),
    ]
    done = subprocess.run(  # noqa: S603 - our own programs, no shell
        command,
        env=environment(programs),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        **home.account.identity,
    )
    if done.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise PostgresError(f"PostgreSQL could not make a new database folder: {done.stderr.strip()}")
    unfinished.rename(home.data)
    _write_down(home.folder)


def environment(programs: Path) -> dict[str, str]:
    """None of the launcher's own variables: they may hold secrets, and PG* ones would change the outcome."""
    return {"PATH": f"{programs}:/usr/bin:/bin", "LC_ALL": _libc_locale(), "TZ": "UTC"}


def _locale(version: int) -> list[str]:
    """C.UTF-8 sorts by code point, the same everywhere and for ever: indexes survive upgrades of libc."""
    libc = f"--locale={_libc_locale()}"
    if version < 17:
        return [libc]
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", libc]


def _libc_locale() -> str:
    return "C.UTF-8" if sys.platform == "linux" else "C"


def _write_down(folder: Path) -> None:
    """Make a rename in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
