"""What is watched each night. The functions decide by the database's clock alone, and act for nobody."""

from __future__ import annotations

from django.db import connection, transaction

from onestory.access.watching import LATE
from onestory.audit.actions import events


@transaction.atomic
def all_of_it() -> None:
    """Families are closed to whoever said since that they know them; then agreements, and look-ups."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.watch_the_night()")
    events.record(by=None, action="watch.night")


def warn_if_late() -> bool:
    """Tell administrators and information governance that no night has come to its end lately, and whether that is so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.warn_of_late_watch()")
        return bool(cursor.fetchone()[0])


def is_late() -> bool:
    """The same, telling nobody: by the database's clock (HZ-86)."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT NOT EXISTS (SELECT 1 FROM access_night WHERE finished_at > clock_timestamp() - {LATE})")
        return bool(cursor.fetchone()[0])
