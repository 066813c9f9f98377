"""Opening a family's record from a page: checked, and written down, before anything of it is shown."""

from __future__ import annotations

from uuid import UUID

from onestory.access import queries as access
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people import permissions
from onestory.people.actions import openings
from onestory.people.models import Family


def to_read(viewer: Viewer, family_id: UUID) -> Family:
    """Raises NotThere alike where there is no such family and where it is not theirs to see."""
    return openings.open_family(by=viewer, family_id=family_id)


def to_keep_from_others(viewer: Viewer, family_id: UUID) -> Family:
    """Raises NotThere also for whoever opened it in an emergency and has no other reason: they decide nothing about it."""
    family = to_read(viewer, family_id)
    if not access.who_sees(viewer, family.pk):
        raise NotThere("family")
    return family


def to_write_in(viewer: Viewer, family_id: UUID) -> Family:
    """Raises NotThere also for somebody whose role only reads."""
    if not permissions.can_write(viewer):
        raise NotThere("family")
    return openings.open_family(by=viewer, family_id=family_id, to="write")
