"""What is watched each night. The functions decide by the database's clock alone, and act for nobody."""

from __future__ import annotations

from django.db import connection, transaction

from onestory.audit.actions import events

FUNCTIONS = ("wall.close_by_interests()", "wall.warn_of_agreements()", "wall.watch_lookups()")


@transaction.atomic
def all_of_it() -> None:
    """Families are closed to whoever said since that they know them; then agreements, and look-ups."""
    with connection.cursor() as cursor:
        for function in FUNCTIONS:
            cursor.execute(f"SELECT {function}")
    events.record(by=None, action="watch.night")
