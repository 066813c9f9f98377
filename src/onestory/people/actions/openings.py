"""Opening a family's record: a read that matters, so it is written down before anything is shown."""

from __future__ import annotations

from uuid import UUID

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.people import queries
from onestory.people.models import Family


def open_family(*, by: Viewer, family_id: UUID, to: str = "read") -> Family:
    """The family, for showing its page. Raises NotThere; a refused opening writes nothing a clock could tell apart."""
    family = queries.family(by, family_id)
    events.record(by=by, action="families.open", family=family.pk, subject=family, to=to)
    return family
