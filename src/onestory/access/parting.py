"""What is to happen when somebody leaves, in the transaction in which their account is closed.

What waits for them stands in layers above, which this one must not import: they register here when the program starts. One that
fails takes the closing with it, since work that nobody has is noticed by nobody.
"""

from __future__ import annotations

from typing import Protocol

from onestory.access.models import Account
from onestory.access.viewer import Viewer


class Parting(Protocol):
    def __call__(self, *, by: Viewer, account: Account) -> None: ...


_partings: list[Parting] = []


def when_leaving(parting: Parting) -> None:
    """Register once, at start-up."""
    if parting not in _partings:
        _partings.append(parting)


def part(*, by: Viewer, account: Account) -> None:
    """The account is closed already; whoever it was is in no team."""
    for parting in _partings:
        parting(by=by, account=account)
