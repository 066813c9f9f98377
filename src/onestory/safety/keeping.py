"""Keeping the doors: an address that declares none answers as one that is not there, and so does another face's.

What is asked here needs no record to be read: whether this face of the product is the account's at all, and whether it has this
method. Whether a family is open, and what a role allows, each view asks for itself, and the matrix finds out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve

from onestory.access.models import Account
from onestory.safety import declared
from onestory.safety.doors import Door, To

KINDS = {To.STAFF: Account.Kind.STAFF, To.PORTAL: Account.Kind.FAMILY}


class Doorkeeper:
    """Stands after whoever is signed out has been sent to sign in, and before anything is read for a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        assert request.resolver_match, "a view was found"
        door = _door(request.resolver_match)
        if door is None:
            raise Http404
        if not _is_for(request.user, door):
            return _elsewhere(request.user, door)
        if request.method not in door.methods:
            return HttpResponseNotAllowed(door.methods)
        return None


def takes(path: str) -> int:
    """Bytes of a form with a file that this address takes; 0 where it takes none, or is no address."""
    try:
        door = _door(resolve(path))
    except Resolver404:
        return 0
    return door.takes if door else 0


def _door(match: ResolverMatch) -> Door | None:
    return _doors(settings.ROOT_URLCONF).get(match.view_name)


def _elsewhere(user: object, door: Door) -> HttpResponseBase:
    if door.otherwise and isinstance(user, Account) and user.kind == Account.Kind.FAMILY:
        return redirect(door.otherwise)
    raise Http404


def _is_for(user: object, door: Door) -> bool:
    wanted = KINDS.get(door.opens_to.to)
    return wanted is None or (isinstance(user, Account) and user.kind == wanted)


@cache
def _doors(_urlconf: str) -> dict[str, Door]:
    return {opening.address.name: opening.door for opening in declared.openings()}
