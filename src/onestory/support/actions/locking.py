"""A row as it stands now, nobody else's to change until the act is done: of two acts at one moment the second sees the first."""

from __future__ import annotations

from typing import TypeVar

from django.db import connection, models

from onestory.core.errors import NotThere

Row = TypeVar("Row", bound=models.Model)


def as_it_stands(row: Row) -> Row:
    """Raises NotThere where it is no longer the viewer's to change."""
    found = _locking(row).filter(pk=row.pk).first()
    if found is None:
        raise NotThere(row._meta.verbose_name)
    return found


def catch_up(row: models.Model, *fields: str) -> None:
    """The same for the row in hand, and these columns of it."""
    try:
        row.refresh_from_db(fields=fields, from_queryset=_locking(row))
    except type(row).DoesNotExist:  # type: ignore[attr-defined]
        raise NotThere(row._meta.verbose_name) from None


def one_at_a_time(what: str) -> None:
    """Whoever comes to the same words waits until the act before is done: where there is no row that all who act may keep."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"onestory.{what}"])


def _locking(row: Row) -> models.QuerySet[Row]:
    return type(row)._default_manager.select_for_update(of=("self",))
