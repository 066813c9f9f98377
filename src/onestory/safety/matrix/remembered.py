"""Sessions read once, for the whole matrix: a third of its time went into reading the same few rows again for every cell.

Nothing that a cell does to a session outlasts the cell, so that what was read first stays true. The sample that runs with
the tests reads each one afresh, as the page server does.
"""

from __future__ import annotations

import copy
from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings

# Where sessions are really kept: this module is read before anything is set to use it.
_Real: Any = import_module(settings.SESSION_ENGINE).SessionStore


class SessionStore(_Real):  # type: ignore[misc]
    known: ClassVar[dict[str, dict[str, Any]]] = {}

    def load(self) -> dict[str, Any]:
        key = self.session_key
        if key not in self.known:
            found: dict[str, Any] = super().load()
            # Of one that is not there, or over, the key is taken away: such are looked for again.
            if self.session_key is None:
                return found
            self.known[key] = found
        return copy.deepcopy(self.known[key])
