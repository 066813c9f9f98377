"""Taking a request, from whichever door: kept from the first word, and saved before anything else is asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.core.ids import uuid7
from onestory.faces import ringing
from onestory.faces.workspace.asking import forms
from onestory.faces.workspace.changing import FormPage
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.requests import Request
from onestory.support import request_queries
from onestory.support.actions import requests, tellings
from onestory.support.models import Telling
from onestory.support.models.requests import Urgency
from onestory.ui.parts import Link

SAID = "It is kept. Somebody looks at it, and whoever asked hears what becomes of it."
URGENT = "It is kept. If somebody is in danger now, ring 999 before anything else."


@require_GET
def begin(request: Request) -> HttpResponse:
    """Gives the page a number of its own, so that a reload or a crash comes back to the same draft."""
    if not request.viewer.may(May.ASK_FOR_HELP):
        raise NotThere("asking for help")
    return redirect("workspace:new_request", uuid7())


@require_http_methods(["GET", "POST"])
def take(request: Request, draft_id: UUID) -> HttpResponse:
    viewer = request.viewer
    if not viewer.may(May.ASK_FOR_HELP):
        raise NotThere("asking for help")
    takes = viewer.may(May.TAKE_REQUESTS) and bool(viewer.teams)
    made: list[forms.RequestForm] = []

    def make(data: Any, initial: dict[str, Any]) -> forms.RequestForm:
        made.append(forms.RequestForm(data, takes=takes, initial=initial))
        return made[-1]

    written = pages.Written(
        family=None, form="request", draft=draft_id, page=_page(viewer), make=make, initial={},
        act=lambda _: _receive(viewer, made[-1], draft_id),
    )  # fmt: skip
    answer = pages.write(request, written)
    if answer.status_code == 302 and made and made[-1].is_bound and "keep" not in request.POST:
        return _onward(request, viewer, made[-1], draft_id)
    return answer


def _receive(viewer: Viewer, form: forms.RequestForm, draft_id: UUID) -> None:
    requests.receive(by=viewer, new=form.new(viewer), form_key=draft_id, own=form.keeps())
    found = request_queries.by_form(viewer, draft_id)
    if found and form.cleaned_data.get("told"):
        for one in request_queries.tellings(viewer, found):
            if one.told_at is None:
                tellings.tell(by=viewer, telling=one.pk, how=Telling.How.THEY_CAME)


def _onward(request: Request, viewer: Viewer, form: forms.RequestForm, draft_id: UUID) -> HttpResponse:
    """To the request, where they see it; else to what they asked for."""
    if form.cleaned_data["urgency"] == Urgency.NOW:
        messages.warning(request, URGENT)
    found = request_queries.by_form(viewer, draft_id)
    return redirect("workspace:request", found.pk) if found else redirect("workspace:asked")


def _page(viewer: Viewer) -> FormPage:
    takes = viewer.may(May.TAKE_REQUESTS)
    return FormPage(
        title="Ask for help",
        heading="Somebody asks for help" if takes else "Ask for help for somebody",
        intro="One line is enough. What you write is kept as you write it.",
        button="Save the request",
        said=SAID,
        back=Link(text="Requests", url=reverse("workspace:requests" if takes else "workspace:asked")),
        template="workspace/asking/take.html",
        more={"takes": takes, "numbers": ringing.numbers()},
    )
