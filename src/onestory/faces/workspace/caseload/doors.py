from __future__ import annotations

from uuid import UUID

from onestory.access.models import Team
from onestory.safety.doors import Door, Of, Thing, staff
from onestory.safety.making import Making


def _myself(making: Making) -> UUID:
    """Everybody may look at their own; nobody at that of whom they do not supervise."""
    return making.viewer.account_id


def _whitleigh(_: Making) -> UUID:
    """The one that every actor of the matrix has a place in."""
    return Team.objects.get(name="Whitleigh").pk


THINGS = {
    "colleague_id": Thing(_myself, of=Of.ACCOUNT),
    "team_id": Thing(_whitleigh, of=Of.NETWORK),
}
DOORS = {
    "caseload": Door("see with how many families they walk, and what weighs there", staff()),
    "caseload_of": Door("see the caseload of somebody they supervise, and their own", staff(own=True)),
    "caseloads": Door("see the caseloads of those whose work they look after", staff(roles=("supervisor",))),
    "caseload_team": Door("see the caseload of a team they look after", staff(roles=("supervisor",))),
    "caseload_places": Door("see caseloads by neighbourhood", staff(roles=("supervisor",))),
}
