"""Processes that end with this one, however it ends, so that nothing is left holding a port or a queue."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence

_PR_SET_PDEATHSIG = 1
PATIENCE = 20


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start one in a session of its own: Ctrl-C at the terminal reaches this process, which stops its children in order."""
    return subprocess.Popen(  # noqa: S603 - our own programs, no shell
        command, start_new_session=True, preexec_fn=_end_with(os.getpid())
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, and insist after a while."""
    process.terminate()
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_with(parent: int) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def ask_the_kernel() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended before the kernel was asked
            os._exit(1)

    return ask_the_kernel
