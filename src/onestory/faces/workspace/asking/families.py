"""Whom a request is about: found among the families one sees, or started here with what was said at the door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onestory.access.roles import May
from onestory.core.dates import PartialDate
from onestory.core.errors import NotThere
from onestory.faces.workspace.asking import forms, presenters
from onestory.faces.workspace.asking.acting import page_of
from onestory.faces.workspace.asking.showing import taking_requests
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.finding.forms import FindForm
from onestory.faces.workspace.requests import Request
from onestory.people import queries as people
from onestory.people.actions import finds
from onestory.people.inputs import NameGiven, NewPerson
from onestory.support import request_queries
from onestory.support.actions import request_families


@require_http_methods(["GET", "POST"])
def find(request: Request, request_id: UUID) -> HttpResponse:
    """Those among the families one sees that it might be about. With none, one is started."""
    viewer = taking_requests(request)
    found = request_queries.request(viewer, request_id)
    if found.family_id:
        return redirect("workspace:request", found.pk)
    search = _search(request)
    looked = finds.find(by=viewer, typed=search.cleaned_data["q"]) if search and search.is_valid() else []
    choices = presenters.families_alike([*request_families.might_be(by=viewer, request=found), *looked])
    page = page_of(
        found, heading="Do we know them?", button="It is about them", template="workspace/asking/family.html",
        said="It is about them now. The team on duty sees their record until the request ends.",
    )  # fmt: skip
    page.more.update(
        request_id=found.pk,
        may_ask=viewer.may(May.ASK_WHO_IS_ALONGSIDE),
        search=search,
        looked=search and search.is_bound,
    )

    def link(said: dict[str, Any]) -> None:
        family = people.family(viewer, said["family"])
        request_families.link(by=viewer, request=found, family=family)

    chosen = None if "look" in request.POST else sent(request)
    return change(request, page=page, form=forms.FamilyForm(chosen, subject=found.pk, families=choices), act=link)


def _search(request: Request) -> FindForm | None:
    """By something else than was said at the door; what was looked for goes along with the choice that is made of it."""
    if not request.viewer.may(May.FIND_FAMILIES):
        return None
    typed = request.POST if request.POST.get("q") or "look" in request.POST else None
    return FindForm(typed, label="Look for them by something else")


@require_http_methods(["GET", "POST"])
def start(request: Request, request_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    if not viewer.may(May.CREATE_FAMILIES):
        raise NotThere("starting a record")
    found = request_queries.request(viewer, request_id)
    page = page_of(
        found, heading="Start their record", button="Start their record",
        said="Their story starts here. The team on duty sees it until the request ends.",
        intro="One name is enough. What was said at the door is here already.",
    )  # fmt: skip
    born = PartialDate(found.about_born) if found.about_born else None
    form = forms.StartForm(
        sent(request),
        subject=found.pk,
        initial={"given": found.about_given, "family": found.about_family, "born": born},
    )

    def begin(said: dict[str, Any]) -> None:
        name = NameGiven(given=said["given"], family=said["family"])
        person = NewPerson(name=name, born=said["born"], role=said["role"])
        request_families.start(by=viewer, request=found, everybody=[person])

    return change(request, page=page, form=form, act=begin)


@require_http_methods(["GET", "POST"])
def join(request: Request, request_id: UUID) -> HttpResponse:
    """To another request that one sees, about the same family."""
    viewer = taking_requests(request)
    found = request_queries.request(viewer, request_id)
    others = {one.pk: one for one in request_queries.waiting(viewer) if one.pk != found.pk}
    names = people.names_of_families(viewer, [one.family_id for one in others.values() if one.family_id])
    choices = [(str(key), presenters.choice(one, names)) for key, one in others.items()]
    page = page_of(
        found, heading="Is it about the same family as another?", button="Join them",
        said="Joined. Whoever asked hears what becomes of the other.",
    )  # fmt: skip
    return change(
        request, page=page, form=forms.JoinForm(sent(request), subject=found.pk, others=choices),
        act=lambda said: request_families.join(
            by=viewer, request=found, other=others[said["other"]], reason=said["reason"]
        ),
    )  # fmt: skip
