"""What must be put right before walking alongside a family may end: each part of the work asks for itself, when somebody ends it.

A part says what stands in the way in words ("Nobody has answered about the visit of 3 May"), and registers with `ask_first`
when the program starts. Nothing here ends anything.
"""

from __future__ import annotations

from collections.abc import Callable

from onestory.access.viewer import Viewer
from onestory.people.models import Family

Reasons = Callable[[Viewer, Family], list[str]]
_asked: list[Reasons] = []


def ask_first(reasons: Reasons) -> None:
    """Register once, at start-up."""
    if reasons not in _asked:
        _asked.append(reasons)


def reasons_not_to_end(viewer: Viewer, family: Family) -> list[str]:
    """A sentence for each thing in the way; none, and it may end."""
    return [why for reasons in _asked for why in reasons(viewer, family)]
