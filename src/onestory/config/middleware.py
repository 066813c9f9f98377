"""What happens around every page: a request has a name, acts as one viewer in one transaction, and is never stored."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any

import structlog
from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from onestory.access.viewer import name_viewer, viewer_for
from onestory.audit.actions.events import Device, Sitting, request_id, sitting
from onestory.core.errors import NotThere
from onestory.core.ids import uuid7

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
    """Counts idleness from the last minute in which somebody did something.

    Saving the session with every request would cost each page a second transaction and the disc's time to keep it.
    """

    EVERY = 60

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        minute = int(time.time()) // self.EVERY
        if request.user.is_authenticated and request.session.get("minute") != minute:
            request.session["minute"] = minute
        return self.get_response(request)


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
            return
        name_viewer(user.pk)
        request.viewer = viewer_for(user)  # type: ignore[attr-defined]
