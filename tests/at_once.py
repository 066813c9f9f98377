"""Somebody else acts, with a connection of their own, while what was begun here is not over."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future

from django.db import connection

_SOMEBODY_WAITS_FOR_ME = (
    "SELECT EXISTS (SELECT FROM pg_locks l WHERE NOT l.granted AND pg_backend_pid() = ANY (pg_blocking_pids(l.pid)))"
)


def meanwhile(threads: Executor, act: Callable[[], str]) -> Future[str]:
    """Begun, and come as far as it can: it is over, or waits for what is not over here."""

    def alone() -> str:
        try:
            return act()
        finally:
            connection.close()

    begun = threads.submit(alone)
    with connection.cursor() as cursor:
        cursor.execute(_SOMEBODY_WAITS_FOR_ME)
        while not begun.done() and not cursor.fetchone()[0]:
            os.sched_yield()
            cursor.execute(_SOMEBODY_WAITS_FOR_ME)
    return begun
