"""A family's own pages: what is known of them, who may see it, who looked. Nobody else's account is answered here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access.actions import portal as acts
from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.audit import queries as audit
from onestory.core.errors import NotThere
from onestory.faces.portal import presenters
from onestory.people.actions import openings
from onestory.people.portal import queries

A_PAGE = 50


class Request(HttpRequest):
    viewer: Viewer


def reader(request: Request) -> Viewer:
    """Raises NotThere for anybody but an account of a family."""
    if getattr(request.user, "kind", "") != Account.Kind.FAMILY:
        raise NotThere("page")
    return request.viewer


@require_GET
@never_cache
def own(request: Request) -> HttpResponse:
    space = openings.open_own(by=reader(request), to="own")
    return render(request, "portal/own.html", {"people": presenters.people(space), "words": presenters.words(space)})


@require_GET
@never_cache
def sharing(request: Request) -> HttpResponse:
    viewer = reader(request)
    openings.open_own(by=viewer, to="sharing")
    shared = queries.sharing(viewer)
    return render(request, "portal/sharing.html", {"shared": [presenters.shared(one) for one in shared]})


@require_http_methods(["GET", "POST"])
@never_cache
def withdraw(request: Request, grant_id: UUID) -> HttpResponse:
    """Asked once more before it is done, since nobody but staff can give it again."""
    viewer = reader(request)
    one = next((one for one in queries.sharing(viewer) if one.grant == grant_id and one.may_withdraw), None)
    if one is None:
        raise NotThere("consent")
    if request.method == "POST":
        acts.withdraw(by=viewer, grant=grant_id)
        messages.success(request, "It is done. What you had agreed to has ended.")
        return redirect("portal:sharing")
    return render(request, "portal/withdraw.html", {"one": presenters.shared(one)})


@require_GET
@never_cache
def looked(request: Request) -> HttpResponse:
    viewer = reader(request)
    before = _place(request.GET.get("before", ""))
    families = openings.open_own(by=viewer, to="looked").families
    found = [look for family in families for look in audit.who_looked(viewer, family, before=before, limit=A_PAGE + 1)]
    newest = sorted(found, key=lambda look: -look.place)
    context: dict[str, Any] = {
        "days": presenters.by_day(newest[:A_PAGE]),
        "older": newest[A_PAGE - 1].place if len(newest) > A_PAGE else None,
        "newer": before is not None,
    }
    return render(request, "portal/looked.html", context)


def _place(typed: str) -> int | None:
    """Raises NotThere for a place nobody was given."""
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 18:
        raise NotThere("page")
    return int(typed)
