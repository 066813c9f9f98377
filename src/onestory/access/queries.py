"""Reading who works in the network. Staff may know one another's names and work; no family is seen from here."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from onestory.access.models import Account
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
