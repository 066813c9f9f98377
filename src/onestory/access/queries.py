"""Reading who works in the network. Staff may know one another's names and work; no family is seen from here."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now

from onestory.access.models import Account, BreakGlass
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere

AT_MOST = 20


def colleagues(*, called: str) -> list[Account]:
    """Colleagues in whose name every word typed appears, by name; nobody where nothing was typed."""
    words = called.split()
    found = _colleagues()
    for word in words:
        found = found.filter(name__icontains=word)
    return list(found.order_by("name", "pk")[:AT_MOST]) if words else []


def colleague(account_id: UUID) -> Account:
    """Raises NotThere."""
    found = _colleagues().filter(pk=account_id).first()
    if found is None:
        raise NotThere("colleague")
    return found


def _colleagues() -> QuerySet[Account]:
    return Account.objects.filter(is_active=True, kind=Account.Kind.STAFF)


# --- emergencies ------------------------------------------------------------------------------------------------------


def open_emergency(viewer: Viewer, *, family: UUID) -> BreakGlass | None:
    """The viewer's own, while it keeps this family open to them."""
    mine = BreakGlass.objects.filter(account_id=viewer.account_id, family_id=family, closed_at__isnull=True)
    return mine.filter(grant__ends_at__gt=Now()).select_related("grant").order_by("-created_at").first()


def emergencies_to_look_at(viewer: Viewer) -> list[BreakGlass]:
    """Those of others that nobody has looked at, the oldest first: of families the viewer is alongside, or of all, for
    information governance.
    """
    waiting = BreakGlass.objects.filter(closed_at__isnull=True).exclude(account_id=viewer.account_id)
    return list(waiting.select_related("account").order_by("created_at", "pk")[:AT_MOST])


def emergency(viewer: Viewer, emergency_id: UUID, *, family: UUID | None = None) -> BreakGlass:
    """Somebody else's. Raises NotThere, also for whoever opened it: they do not look at it themselves."""
    others = BreakGlass.objects.filter(pk=emergency_id).exclude(account_id=viewer.account_id)
    found = (others.filter(family_id=family) if family else others).select_related("account", "closed_by").first()
    if found is None:
        raise NotThere("emergency")
    return found
