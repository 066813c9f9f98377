"""Writing the audit record. The one way in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    from django.db.models import Model


Device = Literal["", "computer", "phone", "tablet", "program"]


@dataclass(frozen=True)
class Sitting:
    """Where somebody acts from: a digest of their session and the coarse kind of their device."""

    session: str = ""
    device: Device = ""


request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Set by the web front for each request, so that an event can be matched with the server's log."""

_NOBODY_SITS = Sitting()
sitting: ContextVar[Sitting] = ContextVar("sitting", default=_NOBODY_SITS)
"""Set by the web front for each page; empty for what is done at the command line or by the worker."""

# Written without reading back: whoever acts may add to the audit and may not read it. For which organisation somebody acts is
# for the database to say, from the teams they are in.
_INSERT = (
    "INSERT INTO audit_auditevent (account_id, action, family_id, person_ids, subject, subject_id, detail, request_id, roles,"
    " organisation_id, session, device, on_behalf_of, fields, decision, purpose, grant_id)"
    " VALUES (%s, %s, %s, %s::uuid[], %s, %s, %s::jsonb, %s, %s::text[], wall.organisation(), %s, %s, %s, %s::text[], %s, %s, %s)"
)


class Actor(Protocol):
    """Whoever acts; in practice an `access.Viewer`, which stands above this module and says its roles too."""

    @property
    def account_id(self) -> UUID: ...


def record(
    *,
    by: Actor | None,
    action: str,
    family: UUID | None = None,
    people: Iterable[UUID] = (),
    subject: Model | None = None,
    fields: Iterable[str] = (),
    decision: Literal["allow", "deny"] = "allow",
    purpose: str = "",
    grant: UUID | None = None,
    on_behalf_of: UUID | None = None,
    **detail: str | int | bool | list[str],
) -> None:
    """Write one event in the current transaction. `detail` holds names of fields and counts, never values.

    `people` are those whom the act touched, or whom a list showed. `fields` are the classes of what was touched or shown, such as
    a section; `purpose` and `grant` say by what right.

    Raises RuntimeError outside a transaction: an event that could be kept without its act, or an act without its
    event, is no audit.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{action} was about to be audited outside a transaction")
    here = sitting.get()
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                by.account_id if by else None, action, family, list(people),
                subject._meta.label_lower if subject else "", subject.pk if subject else None,
                json.dumps(detail), request_id.get(), sorted(getattr(by, "roles", ())), here.session, here.device,
                on_behalf_of, [str(each) for each in fields], decision, purpose[:200], grant,
            ],
        )  # fmt: skip
