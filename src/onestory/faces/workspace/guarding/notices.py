"""While a record is open in an emergency, every page of that family says so, and until when."""

from __future__ import annotations

from django.http import HttpRequest

from onestory.access import queries
from onestory.access.actions import guarding
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.dates import show_time
from onestory.ui.navigation import Notice


def of_an_emergency(request: HttpRequest) -> list[Notice]:
    """Asked of pages with a family in their address alone."""
    viewer, match = getattr(request, "viewer", None), request.resolver_match
    family = match.kwargs.get("family_id") if match else None
    if viewer is None or family is None:
        return []
    one = queries.open_emergency(viewer, family=family)
    if one is None:
        return []
    until = show_time(one.grant.ends_at or one.ends_at)
    return [
        Notice(
            word="Open in an emergency",
            text=f"until {until}, or until you sign out. Others have been told, and look at it after. You said: {one.reason}",
        )
    ]


def end_with_signing_out(*, user: Account | None, **_: object) -> None:
    """What somebody opened in an emergency closes as they sign out, before their session does."""
    if user is not None:
        with acting_as(user) as viewer:
            guarding.end_emergencies(by=viewer)
