"""Writing the audit record. The one way in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.db import connection

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
    # Written without reading back: whoever acts may add to the audit and may not read it.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditevent (account_id, action, family_id, person_ids, subject, subject_id, detail, request_id)"
            " VALUES (%s, %s, %s, %s::uuid[], %s, %s, %s::jsonb, %s)",
            [
                by.account_id if by else None, action, family, list(people),
                subject._meta.label_lower if subject else "", subject.pk if subject else None,
                json.dumps(detail), request_id.get(),
            ],
        )  # fmt: skip
