"""News travels upward: an act tells what happened, and layers above, which it must not import, hear it in its transaction.

Listeners register when the program starts. One that fails takes the act with it: a timeline that silently missed an act would
be worse than an act that has to be done again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Happened:
    """Something a family's timeline should say. `title` is one glance tall and gives no address, number or secret."""

    by: Any
    act: str
    family: UUID
    title: str
    people: tuple[UUID, ...] = ()
    section: str = "shared"
    at: datetime | None = None


Listener = Callable[[Happened], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Register once, at start-up."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(news: Happened) -> None:
    for listener in _listeners:
        listener(news)
