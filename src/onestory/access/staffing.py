"""Reading accounts, teams and who supervises whom, for administrators. No family is seen from here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from onestory.access.models import Account, Supervision, TeamMembership
from onestory.access.queries import live
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere

AT_MOST = 50


@dataclass(frozen=True)
class Placed:
    """An account with the places it has now."""

    account: Account
    places: tuple[TeamMembership, ...]


def accounts(viewer: Viewer, *, called: str = "") -> list[Placed]:
    """Of staff, by name: those in whose name or address every word typed appears, open ones first. Raises NotThere."""
    _manages(viewer)
    found = Account.objects.filter(kind=Account.Kind.STAFF)
    for word in called.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    rows = list(found.order_by("-is_active", "name", "pk")[:AT_MOST])
    return [Placed(one, tuple(places)) for one, places in _with_places(rows)]


def account(viewer: Viewer, account_id: UUID) -> Placed:
    """Raises NotThere."""
    _manages(viewer)
    found = Account.objects.filter(pk=account_id, kind=Account.Kind.STAFF).first()
    if found is None:
        raise NotThere("account")
    return Placed(found, tuple(_with_places([found])[0][1]))


def membership(viewer: Viewer, of: Account, membership_id: UUID) -> TeamMembership:
    """A place they have now. Raises NotThere."""
    for one in account(viewer, of.pk).places:
        if one.pk == membership_id:
            return one
    raise NotThere("place in a team")


def supervisors(viewer: Viewer, *, of: Account) -> list[Account]:
    """Who supervises them now."""
    now = Supervision.objects.filter(live(), account=of).values("supervisor_id")
    return list(Account.objects.filter(pk__in=now).order_by("name", "pk"))


def could_supervise(viewer: Viewer, *, of: Account) -> list[Account]:
    """Whoever holds the role, but not the viewer, whose own standing is for somebody else to say."""
    holding = TeamMembership.objects.live().filter(role="supervisor").values("account_id")
    found = Account.objects.filter(is_active=True, pk__in=holding).exclude(pk__in=[of.pk, viewer.account_id])
    return list(found.order_by("name", "pk")[:200])


def would_leave_alone(viewer: Viewer, *, of: Account) -> int:
    """How many families nobody would see if this account were closed; none to whoever closes no accounts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.would_leave_alone(%s)", [of.pk])
        return int(cursor.fetchone()[0])


def _with_places(accounts: list[Account]) -> list[tuple[Account, list[TeamMembership]]]:
    held = (
        TeamMembership.objects.live().filter(account__in=accounts).select_related("team").order_by("team__name", "pk")
    )
    places = list(held)
    return [(one, [place for place in places if place.account_id == one.pk]) for one in accounts]


def _manages(viewer: Viewer) -> None:
    if not viewer.may(May.MANAGE_ACCOUNTS):
        raise NotThere("account management")
