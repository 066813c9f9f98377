"""Starting a record with all that is known at the door: who they are, where they live, how to reach them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.dates import today
from onestory.people.actions import contact_points, families, residences
from onestory.people.finding.queries import Found, look_alikes
from onestory.people.finding.said import Said
from onestory.people.inputs import NewAddress, NewPerson, SafeToUse
from onestory.people.models import ContactPoint, Family, Person


@dataclass(frozen=True)
class Reached:
    """A phone for the first person written down."""

    phone: str
    safe: SafeToUse

    @property
    def asked(self) -> bool:
        """What is safe counts as checked today only if something was said about it."""
        return self.safe.call or self.safe.text


@transaction.atomic
def start_with(
    *,
    by: Viewer,
    people: Sequence[NewPerson],
    teams: Sequence[UUID] = (),
    home: NewAddress | None = None,
    reached: Reached | None = None,
) -> Family:
    """Start a record; everybody written down lives at `home`, and `reached` is the first of them. May raise Invalid."""
    family = families.start(by=by, people=people, teams=teams)
    if not (home or reached):
        return family
    everybody = list(Person.objects.filter(memberships__family=family).order_by("id"))
    if home:
        residences.move(by=by, family=family, people=everybody, to=home)
    if reached:
        _reach(by, everybody[0], reached)
    return family


def _reach(by: Viewer, person: Person, reached: Reached) -> None:
    checked, kind = today() if reached.asked else None, ContactPoint.Kind.PHONE
    contact_points.add(by=by, person=person, kind=kind, typed=reached.phone, safe=reached.safe, checked_on=checked)


@transaction.atomic
def might_be(*, by: Viewer, said: Said, limit: int = 5) -> list[Found]:
    """Who, among those the viewer may see, might be the person about to be written down; with the audit of it."""
    found = look_alikes(viewer=by, said=said, limit=limit) if by.may(May.FIND_FAMILIES) else []
    if found:
        events.record(by=by, action="people.found_alike", people=[one.person for one in found], shown=len(found))
    return found
