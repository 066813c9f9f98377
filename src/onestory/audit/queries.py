"""Reading the audit as an account: what a family and those alongside it may know of who looked."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from onestory.audit.actions.events import Actor
from onestory.audit.looks import Look, Seen, told

MOST = 200


def who_looked(viewer: Actor, family_id: UUID, *, before: int | None = None, limit: int = 50) -> list[Look]:
    """The newest looks at a family, or those before a place, safe to be read by whoever is asking (HZ-17).

    For the family's own account and for those to whom a grant opens the family; to anybody else there are none. Asked in the
    viewer's own transaction: the database decides by whom that acts for, and `viewer` is whose it must be.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM wall.who_looked(%s, %s, %s) WHERE wall.viewer() = %s",
            [family_id, before, max(1, min(limit, MOST)), viewer.account_id],
        )
        return [told(Seen(*row)) for row in cursor.fetchall()]
