"""Two records that are of one person."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.core.merging import Of
from onestory.faces.workspace import opening
from onestory.faces.workspace.merging import side, steps
from onestory.faces.workspace.people.subject import person_url
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.wording import name_of
from onestory.people import queries
from onestory.people.merging import queries as merges
from onestory.people.models import Family
from onestory.ui.parts import Link


def same_person(request: Request, family_id: UUID, person_id: UUID) -> HttpResponse:
    """Find the other record of somebody; then read what putting the two together would do, and do it."""
    viewer = request.viewer
    if not viewer.may(May.MERGE):
        raise NotThere("family")
    family = opening.to_keep_from_others(viewer, family_id)
    members = queries.members(viewer, family)
    place = queries.place_of(members, person_id)
    at = reverse("workspace:same_person", args=[family.pk, person_id])
    back = Link(text=name_of(place), url=person_url(family, person_id))
    other = steps.chosen(request)
    if other is None:
        links = steps.Links(at=at, of=Of.PERSON, this=person_id)
        near = [links.to(one.person_id, name_of(one)) for one in members if one.person_id != person_id]
        heading = f"Which other record is {name_of(place)}?"
        return steps.look(request, at=at, back=back, heading=heading, near=near, links=links)
    pair = steps.Pair(
        of=Of.PERSON, family=family.pk, this=person_id, other=other, turned=request.GET.get("keep") == "other"
    )
    this, that = _side(viewer, person_id, family), _side(viewer, other)
    kept, merged = (that, this) if pair.turned else (this, that)
    sides = steps.Sides(table=side.of_people(kept, merged), at=at, back=Link(text="Find another", url=at))
    return steps.decide(request, pair, sides)


def _side(viewer: Viewer, person_id: UUID, family: Family | None = None) -> side.Side:
    """What is known of one, through a family that is opened for it and said to be. Raises NotThere."""
    families = merges.families_open(viewer, person_id)
    for each in families:
        opened = family if family and each.pk == family.pk else opening.to_read(viewer, each.pk)
        for place in queries.members(viewer, opened):
            if place.person_id == person_id:
                return side.Side(name_of(place), place, families)
    raise NotThere("person")
