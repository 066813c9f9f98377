"""One PostgreSQL for one folder, run as a child of this process and gone when this process goes.

It listens on a socket in a private folder and on no network. It is for trials, development and tests; an
authority's real record belongs on a PostgreSQL that somebody looks after (docs/how-to/use-your-own-
postgresql.md).
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote, urlencode

from onestory.postgres import accounts, binaries, cluster, locks, settings
from onestory.postgres.answering import answers
from onestory.postgres.child import Child
from onestory.postgres.errors import AlreadyRunning, PostgresError
from onestory.postgres.home import PORT, Home
from onestory.postgres.names import DATABASE

BETWEEN_LOOKS = 0.02
BETWEEN_REPORTS = 5.0

Progress = Callable[[str], None]


class Parts(TypedDict):
    """What a driver needs to connect, under libpq's names."""

    host: str
    port: int
    user: str
    password: str
    dbname: str


def quiet(_message: str) -> None:
    """For callers who want no news of progress."""


class Server:
    """An embedded PostgreSQL. `durable=False` gives up safety for speed, and is for tests only."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self._account = accounts.to_run_postgres()
        self._home = Home(home, account=self._account)
        self._bin = binaries.find()
        self._durable = durable
        self._child: Child | None = None
        self._launcher_lock: int | None = None

    @property
    def home(self) -> Path:
        return self._home.folder

    @property
    def bin(self) -> Path:
        """The programs this server runs, for pg_dump and its like to match."""
        return self._bin

    @property
    def log(self) -> Path:
        return self._home.log

    @property
    def pid(self) -> int | None:
        """The server's process number while this object's own server runs."""
        return self._child.pid if self._child and self._child.is_alive() else None

    def start(self, *, reuse: bool = False, progress: Progress = quiet) -> bool:
        """Start and wait until it answers. True if this call started it, False if a living one is reused.

        There is no time limit while PostgreSQL is at work: after a crash, a big database may take minutes
        to recover, and giving up would only begin the recovery again. `progress` hears about it.
        """
        self._home.make()
        lock = self._take_the_folder(reuse=reuse, progress=progress)
        if lock is None:
            return False
        try:
            self._bin = binaries.for_account(self._bin, self._account)
            cluster.check_version(self._home, programs=self._bin)
            self._home.clear_leftovers()
            if self._home.data_version() is None:
                cluster.make(self._home, programs=self._bin, durable=self._durable)
            self._launch(lock)
        finally:
            os.close(lock)  # PostgreSQL has its own copy of it by now
        try:
            self._wait_until_ready(progress)
        except BaseException:  # Ctrl-C too: a server nobody knows about must not stay
            self.stop()
            raise
        return True

    def stop(self) -> None:
        """Disconnect everybody, write everything down, and wait until it has ended."""
        if self._launcher_lock is not None:
            os.close(self._launcher_lock)  # first: from now on nobody should choose to reuse this server
            self._launcher_lock = None
        if self._child:
            self._child.stop()
            self._child = None
            self._tidy_away_sockets()

    def is_live(self) -> bool:
        """Whether a server answers on this folder and means to stay."""
        return (
            locks.is_held(self._home.server_lock)
            and self._home.status() == "ready"
            and locks.is_held(self._home.launcher_lock)
            and answers(self._home.socket)
        )

    def password(self, role: str) -> str:
        return self._home.password(role)

    def parts(self, role: str, *, database: str = DATABASE) -> Parts:
        """Connection parameters for a role, as psycopg's keywords."""
        return {
            "host": str(self._home.sockets),
            "port": PORT,
            "user": role,
            "password": self.password(role),
            "dbname": database,
        }

    def url(self, role: str, *, database: str = DATABASE) -> str:
        """The same as a libpq URL. It holds a password: never print or log it."""
        parts = self.parts(role, database=database)
        # libpq reads "+" as itself, not as a space.
        place = urlencode({"host": parts["host"], "port": parts["port"]}, quote_via=quote)
        return f"postgresql://{quote(role)}:{quote(parts['password'])}@/{quote(database)}?{place}"

    def _take_the_folder(self, *, reuse: bool, progress: Progress) -> int | None:
        """Wait out a server that is starting or going; refuse or reuse one that stays."""
        report = _every(BETWEEN_REPORTS, progress)
        while True:
            lock = locks.try_to_take(self._home.server_lock)
            if lock is not None:
                return lock
            if self.is_live():
                if reuse:
                    return None
                raise AlreadyRunning(
                    f"Another process runs the database in {self.home}. Stop that one, or use it as it is."
                )
            self._end_an_orphan()
            report(lambda: f"Waiting for another server in {self.home} ({self._home.status() or 'starting'})")
            time.sleep(BETWEEN_LOOKS)

    def _end_an_orphan(self) -> None:
        """Where the kernel cannot tell a child that its parent died (it can on Linux), tell it here."""
        orphan = self._home.postmaster()
        if sys.platform != "linux" and orphan and not locks.is_held(self._home.launcher_lock):
            os.kill(orphan, signal.SIGINT)

    def _tidy_away_sockets(self) -> None:
        """A folder outside the home is removed with the last server, unless another is starting in it already."""
        lock = locks.try_to_take(self._home.server_lock)
        if lock is not None:
            self._home.remove_sockets()
            os.close(lock)

    def _launch(self, lock: int) -> None:
        self._home.make_sockets()
        self._launcher_lock = locks.take_afresh(self._home.launcher_lock)
        chosen = settings.embedded(sockets=self._home.sockets, durable=self._durable)
        command = [str(self._bin / "postgres"), "-D", str(self._home.data)]
        for name, value in chosen.items():
            command += ["-c", f"{name}={value}"]
        log = self._home.open_log()
        try:
            self._child = Child(
                command,
                account=self._account,
                environment=cluster.environment(self._bin),
                log=log,
                inherit=lock,
            )
        finally:
            os.close(log)

    def _wait_until_ready(self, progress: Progress) -> None:
        assert self._child
        report = _every(BETWEEN_REPORTS, progress)
        while not (self._home.status() == "ready" and self._home.postmaster() == self._child.pid):
            if not self._child.is_alive():
                raise PostgresError(f"PostgreSQL did not start. The end of {self.log}:\n{self._home.last_words()}")
            report(lambda: f"The database is starting: {_last_line(self._home.last_words())}")
            time.sleep(BETWEEN_LOOKS)


@contextmanager
def running(home: Path, *, durable: bool = True, progress: Progress = quiet) -> Iterator[Server]:
    """A server for this folder: a living one, left alone afterwards, or one started for the block."""
    server = Server(home, durable=durable)
    server.start(reuse=True, progress=progress)
    try:
        yield server
    finally:
        server.stop()  # ends only what this call started


def _last_line(text: str) -> str:
    return text.rpartition("\n")[2]


def _every(seconds: float, progress: Progress) -> Callable[[Callable[[], str]], None]:
    """Pass on at most one message in so many seconds, none in the first; others are not even worded."""
    due = time.monotonic() + seconds

    def report(worded: Callable[[], str]) -> None:
        nonlocal due
        if time.monotonic() >= due:
            progress(worded())
            due = time.monotonic() + seconds

    return report
