"""Writing the audit record. The one way in."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.db import connection

from onestory.audit.models import AuditEvent

if TYPE_CHECKING:
    from django.db.models import Model

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Set by the web front for each request, so that an event can be matched with the server's log."""


class Actor(Protocol):
    """Whoever acts; in practice an `access.Viewer`, which stands above this module."""

    @property
    def account_id(self) -> UUID: ...


def record(
    *,
    by: Actor | None,
    action: str,
    family: UUID | None = None,
    people: Iterable[UUID] = (),
    subject: Model | None = None,
    **detail: str | int | bool | list[str],
) -> None:
    """Write one event in the current transaction. `detail` holds names of fields and counts, never values.

    Raises RuntimeError outside a transaction: an event that could be kept without its act, or an act without its
    event, is no audit.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{action} was about to be audited outside a transaction")
    AuditEvent.objects.create(
        account_id=by.account_id if by else None,
        action=action,
        family_id=family,
        person_ids=list(people),
        subject=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        detail=detail,
        request_id=request_id.get(),
    )
