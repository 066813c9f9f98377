"""Who of a family has a page of their own; giving somebody one, and closing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access import queries as access
from onestory.access.actions import portal as act
from onestory.access.sections import CIRCLE, Section
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.circle.forms import SureForm
from onestory.faces.workspace.own_pages import forms, presenters
from onestory.faces.workspace.requests import Request
from onestory.people import queries as people
from onestory.people.models import Family
from onestory.people.permissions import can_write


@require_GET
def listed(request: Request, family_id: UUID) -> HttpResponse:
    family = _shared(opening.to_read(request.viewer, family_id), request.viewer)
    names = people.names_in(request.viewer, family)
    context = {
        "family": family,
        "pages": presenters.lines(family, access.ways_in(request.viewer, family.pk), names),
        "may_write": can_write(request.viewer),
        "may_give": can_write(request.viewer) and _sees_enough(family, request.viewer),
    }
    return render(request, "workspace/own_pages/own_pages.html", context)


@require_http_methods(["GET", "POST"])
def give(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    if not _sees_enough(family, viewer):
        raise NotThere("family")
    members, names = people.members(viewer, family), people.names_in(viewer, family)
    form = forms.OwnPageForm(
        sent(request), subject=family.pk, people=presenters.people_to_choose(members, names),
        children=presenters.children_to_choose(members, names),
    )  # fmt: skip

    def invite(said: dict[str, Any]) -> None:
        person = UUID(said["person"])
        children = [UUID(child) for child in said.get("children", ())]
        act.invite(
            by=viewer, email=said["email"], name=names[person], family=family.pk, person=person, children=children,
            kind=presenters.kind_of(person, members, children=bool(children)), evidence=said["evidence"],
        )  # fmt: skip

    return change(request, page=presenters.giving(family), form=form, act=invite)


@require_http_methods(["GET", "POST"])
def close(request: Request, family_id: UUID, way_in_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = _shared(opening.to_write_in(viewer, family_id), viewer)
    one = next((one for one in access.ways_in(viewer, family.pk) if one.pk == way_in_id), None)
    if one is None:
        raise NotThere("way in")
    name = people.names_in(viewer, family).get(one.person_id, "")
    form = SureForm(sent(request), subject=one.pk)
    return change(
        request, page=presenters.closing(family, name), form=form, act=lambda _: act.close(by=viewer, way_in=one.pk)
    )


def _sees_enough(family: Family, viewer: Viewer) -> bool:
    """Nobody lets somebody in to more than they see themselves; the database asks the same (`wall.open_portal`)."""
    return family.sections_open_to(viewer) >= set(CIRCLE)


def _shared(family: Family, viewer: Viewer) -> Family:
    """Raises NotThere for whoever may not read the family's shared story."""
    if Section.SHARED not in family.sections_open_to(viewer):
        raise NotThere("family")
    return family
