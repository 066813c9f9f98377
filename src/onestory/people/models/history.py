"""Keeping what a row was before it changed: by trigger, so that bulk writes and raw SQL are kept too."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import models

from onestory.core.models import Viewing


def history_of(tracked: type[models.Model]) -> type[models.Model]:
    """The base of an append-only history table: the old row at each change, and who changed it."""
    made: Any = pghistory.create_event_model(
        tracked,
        pghistory.UpdateEvent("changed", row=pghistory.Old),
        pghistory.DeleteEvent("removed", row=pghistory.Old),
        context_field=None,  # type: ignore[arg-type]  # None means none, as the library's guide says
        append_only=True,
        # The row's own identifier is kept without a constraint: history outlives what it is the history of.
        obj_field=pghistory.ObjForeignKey(db_constraint=False, db_index=True),
        attrs={
            "changed_by": models.UUIDField(db_default=Viewing(), null=True),
            "__module__": tracked.__module__,
        },
        abstract=False,
        model_name=f"{tracked.__name__}History",
    )
    return made  # type: ignore[no-any-return]
