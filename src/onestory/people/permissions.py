"""Who may write in a record, beyond seeing it: somebody whose role allows it. Asked by every page that changes one."""

from __future__ import annotations

from onestory.access.roles import May
from onestory.access.viewer import Viewer


def can_write(viewer: Viewer) -> bool:
    return viewer.may(May.WRITE)
