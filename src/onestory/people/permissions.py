"""Who may write in a record, beyond seeing it: somebody whose role allows it. Asked by every page that changes one."""

from __future__ import annotations

from uuid import UUID

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people import queries
from onestory.people.models import Family


def can_write(viewer: Viewer) -> bool:
    return viewer.may(May.WRITE)


def family_to_write_in(viewer: Viewer, family_id: UUID) -> Family:
    """The family, for changing what is known of it.

    Raises NotThere alike where there is no such family, where it is not theirs to see, and where their role only reads.
    """
    if not can_write(viewer):
        raise NotThere("family")
    return queries.family(viewer, family_id)
