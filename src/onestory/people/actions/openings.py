"""Opening a family's record, its own people included: a read that matters, written down before anything is shown."""

from __future__ import annotations

from uuid import UUID

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.people import queries
from onestory.people.models import Family
from onestory.people.portal.queries import OwnSpace, own_space


def open_family(*, by: Viewer, family_id: UUID, to: str = "read") -> Family:
    """The family, for showing its page. Raises NotThere; a refused opening writes nothing a clock could tell apart."""
    family = queries.family(by, family_id)
    events.record(by=by, action="families.open", family=family.pk, subject=family, to=to)
    return family


def open_own(*, by: Viewer, to: str) -> OwnSpace:
    """A family's own page, for one of its people: what is known, the plan, who may see it or who looked, as `to` says.

    Empty for anybody else.
    """
    space = own_space(by)
    for family in space.families:
        theirs = [one.person for one in space.people if one.family == family]
        events.record(by=by, action="portal.read", family=family, people=theirs, to=to)
    return space
