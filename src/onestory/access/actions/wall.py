"""Calling the functions that decide (`access.functions`, `access.guarding`), and saying their refusals in words."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection, transaction

from onestory.core.errors import Invalid, NotThere

# What the functions raise: not the viewer's to do; not to this account; nobody would be left; no such kind of thing.
INSUFFICIENT_PRIVILEGE, CHECK_VIOLATION, RESTRICT_VIOLATION = "42501", "23514", "23001"


def call(statement: str, values: list[Any], *, not_there: str, refused: str = "", nobody_left: str = "") -> Any:
    """The one value a function answers with. Raises NotThere, or Invalid with the sentence for that refusal."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            row = cursor.fetchone()
            return row[0] if row else None
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", "")
        if state == INSUFFICIENT_PRIVILEGE:
            raise NotThere(not_there) from None
        if state == CHECK_VIOLATION and refused:
            raise Invalid(refused) from None
        if state == RESTRICT_VIOLATION and nobody_left:
            raise Invalid(nobody_left) from None
        raise
