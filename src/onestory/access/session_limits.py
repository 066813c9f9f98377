"""How long somebody stays signed in: after how much stillness, and at the most, for each audience.

Both are measured by the server's clock, from what it signed into the session itself, so that neither a browser nor
somebody who writes in the table of sessions can lengthen them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

STAFF = "staff"
FAMILY = "family"
SHARED = "shared"


@dataclass(frozen=True)
class Limit:
    idle: timedelta
    at_most: timedelta
    why: str

    def in_words(self) -> str:
        return f"{_words(self.idle)} of nothing, or {_words(self.at_most)} in all"


LIMITS: dict[str, Limit] = {
    STAFF: Limit(
        timedelta(minutes=20), timedelta(hours=10),
        "a visit may be written up between two knocks at the door; nobody's working day is longer (ASVS 7.1.1)",
    ),
    FAMILY: Limit(
        timedelta(minutes=15), timedelta(hours=4),
        "a telephone at home is picked up by others, one of whom the story may be about (HZ-13)",
    ),
    SHARED: Limit(
        timedelta(minutes=5), timedelta(hours=1),
        "whoever sits down next at the desk in the hub or the library must find nothing open (HZ-13)",
    ),
}  # fmt: skip


def limit_for(*, kind: str, shared: bool) -> Limit:
    """The strictest of what holds for this kind of account and for the device it is used on."""
    return LIMITS[SHARED] if shared else LIMITS[FAMILY if kind == FAMILY else STAFF]


def _words(time: timedelta) -> str:
    minutes = int(time.total_seconds()) // 60
    if minutes < 60:
        return f"{minutes} minutes"
    return "1 hour" if minutes == 60 else f"{minutes // 60} hours"
