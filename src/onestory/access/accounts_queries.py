"""Reading about accounts: one's own sessions, and what waits for a second person to agree."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from onestory.access import knocking
from onestory.access.accounts_functions import AGREED_HOURS
from onestory.access.models import Account, Placement, Recovery, SignedIn
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere

AT_MOST = 50
TOLD_FOR = timedelta(days=30)


def sessions(viewer: Viewer) -> list[SignedIn]:
    """Where the viewer is signed in now, the one used last first."""
    mine = SignedIn.objects.filter(account_id=viewer.account_id, expire_date__gt=Now())
    return list(mine.order_by("-active_at", "pk")[:AT_MOST])


def account(viewer: Viewer, account_id: UUID) -> Account:
    """For whoever looks after accounts. Raises NotThere, as for an account that is not there."""
    found = Account.objects.filter(pk=account_id).first() if viewer.may(May.MANAGE_ACCOUNTS) else None
    if found is None or found.kind == Account.Kind.SERVICE:
        raise NotThere("account")
    return found


def accounts(viewer: Viewer, *, called: str) -> list[Account]:
    """Accounts in whose name or address every word typed appears; nobody's where nothing was typed."""
    words = called.split()
    if not words or not viewer.may(May.MANAGE_ACCOUNTS):
        return []
    found = Account.objects.exclude(kind=Account.Kind.SERVICE)
    for word in words:
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return list(found.order_by("name", "pk")[:AT_MOST])


def recoveries(viewer: Viewer) -> list[Recovery]:
    """Those still under way, the newest first: waiting for somebody to agree, or for their link to be made and used."""
    if not viewer.may(May.MANAGE_ACCOUNTS):
        return []
    lately = Now() - timedelta(hours=AGREED_HOURS)
    open_ones = Recovery.objects.filter(used_at=None, created_at__gt=lately).filter(
        Q(link_ends_at=None) | Q(link_ends_at__gt=Now())
    )
    return list(open_ones.select_related("account", "checked_by", "confirmed_by").order_by("-created_at")[:AT_MOST])


def recovery(viewer: Viewer, recovery_id: UUID) -> Recovery:
    """Raises NotThere."""
    found = next((one for one in recoveries(viewer) if one.pk == recovery_id), None)
    if found is None:
        raise NotThere("recovery")
    return found


def latest_recovery(account_id: UUID) -> Recovery | None:
    """How somebody was last let back in, while they are still to be told of it; asked as themselves."""
    found = Recovery.objects.filter(account_id=account_id, used_at__gt=Now() - TOLD_FOR).order_by("-used_at").first()
    # A family sees no account but its own; of these two it is told the names.
    for who in ("checked_by", "confirmed_by") if found else ():
        setattr(found, who, knocking.by_account(getattr(found, f"{who}_id")))
    return found


def placements(viewer: Viewer) -> list[Placement]:
    """Placements the viewer may agree to or has asked for, the oldest first."""
    waiting: QuerySet[Placement] = Placement.objects.filter(confirmed_at=None, refused_at=None)
    others = waiting.exclude(account_id=viewer.account_id).select_related("account", "team", "asked_by")
    return list(others.order_by("created_at", "pk")[:AT_MOST])


def placement(viewer: Viewer, placement_id: UUID) -> Placement:
    """Raises NotThere."""
    found = next((one for one in placements(viewer) if one.pk == placement_id), None)
    if found is None:
        raise NotThere("placement")
    return found
