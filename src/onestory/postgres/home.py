"""The folder an embedded server lives in: data, passwords, socket, locks, log, all closed to others."""

import contextlib
import hashlib
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from onestory.postgres.accounts import Account
from onestory.postgres.errors import PostgresError
from onestory.postgres.names import LOGIN, SUPERUSER

PORT = 5432
# The kernel keeps a socket's path in 108 bytes on Linux and 104 on a Mac, with the closing zero.
LONGEST_SOCKET_PATH = 103


class Home:
    """The places in it. Only folders made here are given to the account or closed to others."""

    def __init__(self, folder: Path, *, account: Account) -> None:
        self.folder = folder.expanduser().absolute()
        self.account = account
        self.data = self.folder / "data"
        self.passwords = self.folder / "passwords"
        self.log = self.folder / "server.log"
        self.server_lock = self.folder / "server.lock"
        self.launcher_lock = self.folder / "launcher.lock"

    @property
    def sockets(self) -> Path:
        """Inside the folder, or beside the system's own when the path would be too long for the kernel."""
        inside = self.folder / "socket"
        if len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return inside
        short = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path("/run" if os.geteuid() == 0 else tempfile.gettempdir()) / f"onestory-{short}"

    @property
    def socket(self) -> Path:
        return self.sockets / f".s.PGSQL.{PORT}"

    def make(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self._make_private(self.folder, ours=not self.folder.exists())
        self._check_the_account_can_enter()
        self._make_private(self.passwords, ours=True)

    def make_sockets(self) -> None:
        """Separately, each time: the fallback lies in a folder that is emptied when the machine restarts."""
        self._make_private(self.sockets, ours=True)

    def remove_sockets(self) -> None:
        """Only those outside the home, and only for whoever holds the server's lock."""
        if self.sockets.parent == self.folder:
            return
        with contextlib.suppress(OSError):  # somebody has put something in it, or it has gone: neither is our business
            self.sockets.rmdir()

    def password(self, role: str) -> str:
        """The password of a role that logs in, made at random the first time it is asked for."""
        if role not in (SUPERUSER, *LOGIN):
            raise PostgresError(f"There is no role {role!r} that logs in.")
        file = self.passwords / role
        if not file.exists():
            self.make()
            self._write_once(file, secrets.token_urlsafe(32))
        return file.read_text()

    def open_log(self) -> int:
        """For appending; put aside when it has grown, so that at most two are ever kept."""
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.rename(self.log.with_suffix(".log.1"))
        handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self.account.own(self.log)
        return handle

    def last_words(self) -> str:
        """The end of the log, for an error message."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])

    def data_version(self) -> int | None:
        """The major version that wrote the data, or None where there is none yet."""
        file = self.data / "PG_VERSION"
        return int(file.read_text().strip()) if file.exists() else None

    def status(self) -> str:
        """What PostgreSQL last wrote about itself: '' (nothing), 'starting', 'ready' or 'stopping'."""
        lines = self._pid_file_lines()
        return lines[7].strip() if len(lines) > 7 else ""

    def postmaster(self) -> int | None:
        """The process number PostgreSQL wrote; believe it only while the server's lock is held."""
        lines = self._pid_file_lines()
        return int(lines[0]) if lines else None

    def clear_leftovers(self) -> None:
        """After kill -9. Only for whoever holds the server's lock: nothing of the old one is left then."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left in (self.socket, self.socket.with_name(f"{self.socket.name}.lock")):
            left.unlink(missing_ok=True)
        shutil.rmtree(self.folder / "data.new", ignore_errors=True)

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _make_private(self, folder: Path, *, ours: bool) -> None:
        """A folder only the account can enter. One found in a shared place must already be exactly that.

        It appears under its name when it is already the account's: another process may be starting at this moment.
        """
        if not os.path.lexists(folder):
            fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
            self.account.own(fresh)
            try:
                fresh.rename(folder)
            except OSError:  # the other process was first, and has put something in it
                fresh.rmdir()
        if ours and not self.account.owns(folder):
            raise PostgresError(
                f"{folder} belongs to another account than {self.account.name}. Remove it, or choose another home."
            )

    def _check_the_account_can_enter(self) -> None:
        if not self.account.can("test", "-x", self.folder):
            raise PostgresError(
                f"The account {self.account.name}, which runs PostgreSQL, cannot enter {self.folder}. "
                "Choose a home that it can reach, such as /var/lib/onestory/home, or start Onestory as an "
                "ordinary user."
            )

    def _write_once(self, file: Path, text: str) -> None:
        """Whole or not at all, and the first writer wins."""
        handle, name = tempfile.mkstemp(dir=self.passwords)
        with os.fdopen(handle, "w") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        self.account.own(Path(name))
        try:
            os.link(name, file)
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()
