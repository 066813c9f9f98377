"""The base of every record: an identifier that gives nothing away, and when it was made."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from onestory.core.ids import uuid7


class Viewing(models.Func):
    """The account that this transaction acts for, as row-level security sees it."""

    function = "wall.viewer"
    template = "%(function)s()"
    output_field = models.UUIDField()


class Record(models.Model):
    """A row with a time-ordered identifier. Saved by actions alone (see `tests/safety`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Set here rather than by the database: reading a default back would need the row to be visible already, and a
    # family is not visible until it has been opened to somebody.
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True
