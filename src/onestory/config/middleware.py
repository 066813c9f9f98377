"""What happens around every page: a request has a name, acts as one viewer in one transaction, and is never stored."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from onestory.access import signing_in
from onestory.access.viewer import name_viewer
from onestory.audit.actions.events import Device, Sitting, request_id, sitting
from onestory.config import second_steps
from onestory.core.errors import NotThere
from onestory.core.ids import uuid7
from onestory.people.merging import queries as merges

# Coarse on purpose: enough to ask "was that you, on a phone?", and no help in following anybody about.
DEVICES: tuple[tuple[str, Device], ...] = (
    ("iPad", "tablet"), ("Tablet", "tablet"), ("Mobi", "phone"), ("Android", "tablet"), ("Mozilla", "computer"),
)  # fmt: skip

Respond = Callable[[HttpRequest], HttpResponseBase]


def where_they_sit(request: HttpRequest) -> Sitting:
    """For the audit: which of somebody's sessions, as a digest that opens none, and what kind of device."""
    key = request.session.session_key or ""
    digest = hashlib.sha256(f"onestory.audit.{key}".encode()).hexdigest()[:32] if key else ""
    said = request.headers.get("User-Agent", "")
    return Sitting(digest, next((kind for word, kind in DEVICES if word in said), "program"))


class RequestId:
    """Gives each request a number of our own; one sent from outside could carry anything into the logs."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = uuid7().hex
        token = request_id.set(number)
        structlog.contextvars.bind_contextvars(request_id=number)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
            structlog.contextvars.unbind_contextvars("request_id")
        response["X-Request-Id"] = number
        return response


class NeverStored:
    """No page of a signed-in person is kept by a browser or anything between (HZ-83)."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        # Said of every page, or the header alone would tell a page that asked who is signed in from one that is not there.
        patch_vary_headers(response, ("Cookie",))
        return response


class StillHere:
    """Ends a session whose time is over, and counts idleness from the last minute in which somebody did something.

    How long is said in `access.session_limits`. Saving the session with every request would cost each page a second
    transaction and the disc's time to keep it.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            minute = int(time.time()) // 60
            if signing_in.is_over(request.session):
                logout(request)
            elif request.session.get("minute") != minute:
                request.session["minute"] = minute
        return self.get_response(request)


class SecondStepFirst:
    """Where more than a password is required of staff, whoever has no second step is led to set one up before anything else."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not settings.REQUIRE_SECOND_FACTOR or not request.user.is_authenticated or _may_come_first(request, view):
            return None
        return None if second_steps.are_enough(request) else redirect("own:second_step")


def _may_come_first(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """One's own account, where a second step is set up, and what asks nobody who they are."""
    return request.path.startswith("/account/") or not getattr(view, "login_required", True)


def _led_on(request: HttpRequest) -> HttpResponseBase | None:
    """Where what is asked for was merged into another: there, with whatever was sent, for whoever may see the other."""
    at, user = request.resolver_match, request.user
    numbers = [value for value in at.kwargs.values() if isinstance(value, UUID)] if at else []
    if at is None or not numbers or isinstance(user, AnonymousUser):
        return None
    with transaction.atomic():
        found = merges.lead_to(name_viewer(user), numbers)
    if not found:
        return None
    to = reverse(at.view_name, kwargs={name: found.get(value, value) for name, value in at.kwargs.items()})
    asked = request.META.get("QUERY_STRING", "")
    return redirect(f"{to}?{asked}" if asked else to, preserve_request=True)


class ActingAsViewer:
    """Runs each view, and the drawing of its page, in one transaction that acts as whoever is signed in.

    Without this no row would be seen at all: row-level security shows nothing to nobody. An answer that fails takes
    everything the view wrote with it, the audit row included, and the reader gets an error instead of a page.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.signing_in = AccountMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if getattr(view, "outside_transaction", False):
            return None
        here = sitting.set(where_they_sit(request))
        try:
            with transaction.atomic():
                return self._answer(request, view, args, kwargs)
        except NotThere:
            if led := _led_on(request):
                return led
            # The very answer a mistyped address gets, made by the same code, so that the two cannot be told apart.
            raise Http404 from None
        except (ImmediateHttpResponse, ReauthenticationRequired) as asked:
            # Django shows other middleware only what a view raises that Django itself has called, and we called this one.
            # Without this, setting up a passkey answers with an error instead of asking for the password again.
            answer: HttpResponseBase = self.signing_in.process_exception(request, asked)
            return answer
        finally:
            sitting.reset(here)

    def _answer(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase:
        self._name_the_viewer(request)
        response: HttpResponseBase = view(request, *args, **kwargs)
        if getattr(response, "streaming", False) and not getattr(response, "file_to_stream", None):
            raise RuntimeError("a streamed answer would outlive the transaction that says who may see it")
        if isinstance(response, HttpResponse) and callable(getattr(response, "render", None)):
            response = response.render()  # type: ignore[attr-defined]
        return response

    def _name_the_viewer(self, request: HttpRequest) -> None:
        user = request.user
        if isinstance(user, AnonymousUser):
            second_steps.knock_halfway(request)
            return
        request.viewer = name_viewer(user)  # type: ignore[attr-defined]
