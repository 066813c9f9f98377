"""A server process that ends when the process that started it ends, however that came about."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future

from onestory.postgres.accounts import Account
from onestory.postgres.errors import PostgresError

PR_SET_PDEATHSIG = 1
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
                    command,
                    env=environment,
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=[inherit],
                    start_new_session=True,
                    umask=0o077,
                    preexec_fn=_follow_the_parent(),
                    **account.identity,
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


def _follow_the_parent() -> Callable[[], None] | None:
    """What the child does between fork and exec: ask to be told to stop when its parent dies.

    Python changes the user before it calls this, as it must: changing user clears the request. Everything
    is looked up before the fork, because a forked child of a threaded process must do as little as
    possible.
    """
    if sys.platform != "linux":
        return None
    ask = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def follow() -> None:
        ask(PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)

    return follow
