"""The operating-system account PostgreSQL runs under: never root, whoever starts it.

Nothing here creates an account, and nothing changes the mode of a folder that Onestory did not make.
"""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from onestory.postgres.errors import PostgresError

UNPRIVILEGED = ("postgres", "nobody")


class Identity(TypedDict, total=False):
    """The arguments of subprocess.Popen that make a child run as another account."""

    user: int
    group: int
    extra_groups: Sequence[int]


@dataclass(frozen=True)
class Account:
    """An account to drop to; `uid` is None when the present user is fit to run PostgreSQL."""

    name: str
    uid: int | None = None
    gid: int | None = None

    @property
    def identity(self) -> Identity:
        if self.uid is None or self.gid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give this account a file or folder that Onestory has just made."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def owns(self, path: Path) -> bool:
        """Whether a real folder (not a link to one) belongs to this account."""
        found = path.lstat()
        return path.is_dir() and not path.is_symlink() and found.st_uid == (self.uid or os.geteuid())

    def can(self, *command: str | Path) -> bool:
        """Whether a command succeeds when this account runs it."""
        parts = [str(part) for part in command]
        try:
            done = subprocess.run(parts, cwd="/", capture_output=True, check=False, **self.identity)  # noqa: S603
        except PermissionError:
            return False
        return done.returncode == 0


def to_run_postgres() -> Account:
    """The present user, or an unprivileged account when that is root."""
    if os.geteuid() != 0:
        return Account(name=pwd.getpwuid(os.geteuid()).pw_name)
    for name in UNPRIVILEGED:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=found.pw_uid, gid=found.pw_gid)
    raise PostgresError(
        "PostgreSQL must not run as root, and this machine has neither a 'postgres' nor a 'nobody' account. "
        "Start Onestory as an ordinary user."
    )
