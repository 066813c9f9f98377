"""When somebody leaves, what waited for them goes to their team, their supervisor, or to whoever sees the family."""

from __future__ import annotations

from django.db import connection, transaction

from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.audit.actions import events


@transaction.atomic
def hand_over(*, by: Viewer, account: Account) -> None:
    """In the transaction in which the account is closed (`access.parting`). Each thing leaves a row that says whose it is now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.hand_over(%s)", [account.pk])
        moved = int(cursor.fetchone()[0])
    if moved:
        events.record(by=by, action="leaving.hand_over", subject=account, moved=moved)
