"""Two records that are of one family."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from onestory.access.roles import May
from onestory.core.errors import NotThere
from onestory.core.merging import Of
from onestory.faces.workspace import opening
from onestory.faces.workspace.merging import side, steps
from onestory.faces.workspace.requests import Request
from onestory.people import queries
from onestory.ui.parts import Link


def same_family(request: Request, family_id: UUID) -> HttpResponse:
    """Find the other record of a family; then read what putting the two together would do, and do it."""
    viewer = request.viewer
    if not viewer.may(May.MERGE):
        raise NotThere("family")
    family = opening.to_keep_from_others(viewer, family_id)
    at = reverse("workspace:same_family", args=[family.pk])
    back = Link(text=family.name, url=reverse("workspace:family", args=[family.pk]))
    other = steps.chosen(request)
    if other is None:
        links = steps.Links(at=at, of=Of.FAMILY, this=family.pk)
        heading = f"Which other record is {family.name}?"
        return steps.look(request, at=at, back=back, heading=heading, near=[], links=links)
    if other == family.pk:
        raise NotThere("family")
    that = opening.to_read(viewer, other)
    pair = steps.Pair(
        of=Of.FAMILY, family=family.pk, this=family.pk, other=that.pk, turned=request.GET.get("keep") == "other"
    )
    kept, merged = (that, family) if pair.turned else (family, that)
    rows = side.of_families((kept, queries.members(viewer, kept)), (merged, queries.members(viewer, merged)))
    sides = steps.Sides(table=rows, at=at, back=Link(text="Find another", url=at))
    return steps.decide(request, pair, sides)
