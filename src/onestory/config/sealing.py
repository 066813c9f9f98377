"""Sealing the audit every few seconds, in the worker, on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import structlog

from onestory.audit.actions import seals
from onestory.audit.chain import Bad
from onestory.audit.keeping import Keeping
from onestory.config import environment
from onestory.core.errors import Invalid

EVERY = 5.0
log = structlog.get_logger("onestory.sealing")


def keeping() -> Keeping:
    """Where this installation keeps the key and the anchors."""
    here = environment.read()
    return Keeping(key=here.audit_key, anchors=here.audit_anchors)


def address() -> str:
    """Raises Unset."""
    return environment.needed(
        "ONESTORY_SEALER_DATABASE_URL",
        why="the audit is sealed and checked as onestory_sealer, which may do nothing else",
    )


def seal_now() -> int:
    """Seal what waits; how many events that was. May raise `seals.Refused`, Unset and Invalid."""
    return seals.seal_all(url=address(), keeping=keeping())


FAILURES = (seals.Refused, Bad, Invalid, environment.Unset, psycopg.Error, OSError)


def try_to_seal(*, failing: bool = False) -> bool:
    """The same for the worker, which goes on with its other work when this fails. Says in the log when that begins."""
    try:
        seal_now()
    except FAILURES:
        if not failing:
            log.exception("the audit was not sealed; onestory doctor says why")
        return False
    return True


@contextmanager
def going_on(*, every: float = EVERY) -> Iterator[None]:
    """Seal every few seconds while the block runs, and once more at its end."""
    stop = threading.Event()

    def go_on() -> None:
        well = True
        while not stop.wait(every):
            well = try_to_seal(failing=not well)

    thread = threading.Thread(target=go_on, name="sealing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        try_to_seal()
