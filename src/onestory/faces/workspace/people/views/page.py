"""One person: everything known about them, each with the way to change it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from onestory.access.roles import May
from onestory.faces.workspace.facts.presenters import theme_links
from onestory.faces.workspace.people.presenters import person as presenter
from onestory.faces.workspace.people.subject import Subject
from onestory.faces.workspace.requests import Request
from onestory.people import asking, permissions, queries
from onestory.people.actions import openings


def show(request: Request, family_id: UUID, person_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = openings.open_family(by=viewer, family_id=family_id, to="person")
    places = queries.members(viewer, family)
    place = queries.place_of(places, person_id)
    known = presenter.Known(
        subject=Subject(viewer, family, place),
        places=places,
        homes=queries.homes(viewer, family, place.person),
        relationships=queries.relationships(viewer, family),
        responsibilities=queries.responsibilities(viewer, family),
        families=queries.families_of(viewer, place.person),
        may_change=permissions.can_write(viewer),
        may_merge=viewer.may(May.MERGE),
    )
    told = theme_links(family, asking.by_theme(viewer, family, place=place), place)
    return render(request, "workspace/people/person.html", {"page": presenter.person_page(known), "themes": told})
