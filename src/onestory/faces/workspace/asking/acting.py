"""What is done with a request: looked at, tried, offered, ended, opened again; and whoever asked is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from onestory.core.errors import Invalid
from onestory.faces.workspace.asking import forms, presenters
from onestory.faces.workspace.asking.showing import taking_requests
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.requests import Request
from onestory.support import request_queries
from onestory.support.actions import requests, tellings
from onestory.support.models import Request as Asked
from onestory.support.request_states import REQUEST
from onestory.ui.parts import Link

ENDS: dict[str, tuple[str, Callable[..., None]]] = {
    "requests.take_up": ("They want what was offered, and it begins", requests.take_up),
    "requests.find_other_help": ("Other help was found", requests.find_other_help),
    "requests.not_wanted": ("They do not want help now", requests.not_wanted),
}


@require_POST
def look_at(request: Request, request_id: UUID) -> HttpResponse:
    return _pressed(
        request, request_id, lambda viewer, found: requests.look_at(by=viewer, request=found),
        said="It is yours now. Whoever asked is to hear that somebody looks at it.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def take_over(request: Request, request_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    found = request_queries.request(viewer, request_id)
    page = page_of(found, heading="Take it on", button="Take it on", said="It is yours now.")
    return change(
        request, page=page, form=forms.TakeOverForm(sent(request), subject=found.pk),
        act=lambda said: requests.take(by=viewer, request=found, why=said["why"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def give_back(request: Request, request_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    found = request_queries.request(viewer, request_id)
    page = page_of(found, heading="Give it back to the team", said="The team on duty has it again.")
    return change(
        request, page=page, form=forms.ReasonForm(sent(request), subject=found.pk),
        act=lambda said: requests.give_back(by=viewer, request=found, why=said["reason"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def note(request: Request, request_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    found = request_queries.request(viewer, request_id)
    page = page_of(found, heading="Write down what you tried", said="Written down.")
    form = forms.NoteForm(sent(request), subject=found.pk, initial={"next_on": max(found.next_on, presenters.today())})
    return change(
        request, page=page, form=form,
        act=lambda said: requests.note(by=viewer, request=found, text=said["text"], next_on=said["next_on"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def offer(request: Request, request_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    found = request_queries.request(viewer, request_id)
    page = page_of(
        found, heading="Offer help", button="Save what we offer", said="Written down. Tell them what you offer."
    )
    return change(
        request, page=page, form=forms.OfferForm(sent(request), subject=found.pk),
        act=lambda said: requests.offer_help(by=viewer, request=found, what=said["what"], next_on=said["next_on"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def end(request: Request, request_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    found = request_queries.request(viewer, request_id)
    ends = [(act, words) for act, (words, _) in ENDS.items() if REQUEST.can(found.state, act)]
    page = page_of(
        found, heading="What became of it?", said="Written down. Whoever asked is to hear. It opens again in one press.",
        intro="It ends because somebody decides so, and says why. Everything about it stays.",
    )  # fmt: skip

    def finish(said: dict[str, Any]) -> None:
        ENDS[said["how"]][1](by=viewer, request=found, reason=said["reason"])

    return change(request, page=page, form=forms.EndForm(sent(request), subject=found.pk, ends=ends), act=finish)


@require_POST
def open_again(request: Request, ended_request_id: UUID) -> HttpResponse:
    return _pressed(
        request, ended_request_id, lambda viewer, found: requests.open_again(by=viewer, request=found),
        said="It is open again.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def tell(request: Request, telling_id: UUID) -> HttpResponse:
    viewer = taking_requests(request)
    found = request_queries.telling(viewer, telling_id)
    asker = request_queries.asker(viewer, found.request)
    page = page_of(
        found.request, heading="Tell whoever asked", said="Written down.", template="workspace/asking/tell.html"
    )
    page.more.update(words=found.words, reach=presenters.reach_of_asker(found.request, asker))
    ways = tellings.safe_ways(viewer, found.request)

    def say(said: dict[str, Any]) -> None:
        if bool(said["how"]) == bool(said["why_not"].strip()):
            raise Invalid("Say how they were told, or why they were not.", "how")
        if said["how"]:
            tellings.tell(by=viewer, telling=found.pk, how=said["how"])
        else:
            tellings.do_not_tell(by=viewer, telling=found.pk, why_not=said["why_not"])

    return change(request, page=page, form=forms.TellForm(sent(request), subject=found.pk, ways=ways), act=say)


def page_of(
    found: Asked, *, heading: str, said: str, button: str = "Save", intro: str = "", template: str = ""
) -> FormPage:
    """A page that changes one request, and goes back to it."""
    return FormPage(
        title="A request", heading=heading, caption=presenters.whom(found), said=said, button=button, intro=intro,
        back=Link(text="The request", url=reverse("workspace:request", args=[found.pk])),
        template=template or "workspace/form_page.html",
    )  # fmt: skip


def _pressed(request: Request, request_id: UUID, act: Callable[..., object], *, said: str) -> HttpResponse:
    """A bare button: done, or said why not, on the request's own page."""
    viewer = taking_requests(request)
    found = request_queries.request(viewer, request_id)
    try:
        act(viewer, found)
        messages.success(request, said)
    except Invalid as refusal:
        messages.warning(request, refusal.message)
    return redirect("workspace:request", found.pk)
