"""When the watches of the night last came to their end. Written by the function that keeps them (`access.watching`) alone."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from onestory.core.care import WORKING, Audited, Care, Extracted, Tag, Wall


class Night(models.Model):
    """One row. That nothing has run is noticed by it whatever the reason: no worker, no queue, or a job in the way."""

    # Filled once, when the table is made: an installation that is new is not late.
    single = models.BooleanField(primary_key=True, default=True)
    finished_at = models.DateTimeField(db_default=Now())

    care = Care(
        # Asked by whoever looks after the machine, signed in or not. It says nothing of anybody.
        Wall(select="true"), Audited.NO, WORKING, Extracted.NEVER, {"single": Tag.PLAIN, "finished_at": Tag.PLAIN}
    )  # fmt: skip

    def __str__(self) -> str:
        return str(self.finished_at)
