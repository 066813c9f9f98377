"""Which face is whose. A family's account is shown its own space, and of every other address the answer of one not there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onestory.access.models import Account
from onestory.core.errors import NotThere

HOME = "workspace:today"
FACES = {"workspace"}
"""Namespaces that are for people who work here."""


def lead_elsewhere(request: HttpRequest) -> HttpResponse | None:
    """From the front page to their own, for a family's account. Raises NotThere for any page of the staff's."""
    place = request.resolver_match
    if getattr(request.user, "kind", "") != Account.Kind.FAMILY or place is None or place.namespace not in FACES:
        return None
    if place.view_name == HOME:
        return redirect("portal:own")
    raise NotThere("page")
