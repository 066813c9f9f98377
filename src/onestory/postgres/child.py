"""A server process that ends when the process that started it ends, however that came about."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

from onestory.postgres.accounts import Account
from onestory.postgres.errors import PostgresError

# A fast stop writes a checkpoint, which on a slow disk takes a while. Longer than this, somebody should look.
PATIENCE = 300


class Child:
    """A process in its own session: Ctrl-C at the terminal reaches the launcher, which stops it in order."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        account: Account,
        environment: Mapping[str, str],
        log: int,
        inherit: int,
    ) -> None:
        """Start it from a thread that then waits for it.

        The kernel sends the parent-death signal when the *thread* that started the child ends. Were that a
        worker thread, the database would stop with it; this thread lives exactly as long as the child, or
        as the whole process.
        """
        self._ended = threading.Event()
        started: Future[subprocess.Popen[bytes]] = Future()

        def keep() -> None:
            try:
                process = subprocess.Popen(  # noqa: S603 - our own programs, no shell
                    _become(command, account=account),
                    env=environment,
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=[inherit],
                    start_new_session=True,
                    umask=0o077,
                )
            except OSError as error:
                started.set_exception(error)
                return
            started.set_result(process)
            process.wait()
            self._ended.set()

        threading.Thread(target=keep, name="postgres", daemon=True).start()
        self._process = started.result()

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_alive(self) -> bool:
        return not self._ended.is_set()

    def stop(self) -> None:
        """PostgreSQL's fast shutdown: open transactions are rolled back, what was acknowledged is kept."""
        if self.is_alive():
            self._process.send_signal(signal.SIGINT)
        if not self._ended.wait(PATIENCE):
            raise PostgresError(f"PostgreSQL (process {self.pid}) has not stopped after {PATIENCE} seconds.")


def _become(command: Sequence[str], *, account: Account) -> list[str]:
    """The command, reached through a small program that first gives up root and ties itself to this process."""
    step = Path(__file__).with_name("become.py")
    uid, gid = account.uid or "", account.gid or ""
    return [sys.executable, "-I", "-S", str(step), str(os.getpid()), str(uid), str(gid), *command]
