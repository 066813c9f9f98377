"""What a partner delivered: the file, how its loading went, and the rows that could not be kept as records."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from onestory.access.walls import LINKAGE
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record

LINKAGE_WALL = Wall(select=LINKAGE, insert=LINKAGE, update=LINKAGE)


class Delivery(Record):
    """One file of one feed. Its counts grow in the same transaction as the rows they count, so a stop loses nothing."""

    class State(models.TextChoices):
        LOADING = "loading", "Being loaded"
        LOADED = "loaded", "Loaded"

    feed = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    # SHA-256 of the whole file: the same file twice is one delivery.
    file_digest = models.CharField(max_length=64)
    received_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.LOADING)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    # How the file was written, and what differed from what was declared.
    layout = models.JSONField(default=dict)
    # The last line whose row is in the database; loading goes on from here.
    lines_done = models.BigIntegerField(default=0)
    rows_new = models.BigIntegerField(default=0)
    rows_changed = models.BigIntegerField(default=0)
    rows_unchanged = models.BigIntegerField(default=0)
    # The same row twice in one file.
    rows_repeated = models.BigIntegerField(default=0)
    rows_set_aside = models.BigIntegerField(default=0)
    # Of each column: cells filled, cells that could not be read, and one reason as an example.
    quality = models.JSONField(default=dict)

    care = Care(
        LINKAGE_WALL, Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "feed": Tag.PLAIN, "file_name": Tag.PLAIN, "file_digest": Tag.PLAIN, "received_on": Tag.PLAIN,
            "state": Tag.PLAIN, "loaded_by_id": Tag.STAFF, "finished_at": Tag.PLAIN, "layout": Tag.PLAIN,
            "lines_done": Tag.PLAIN, "rows_new": Tag.PLAIN, "rows_changed": Tag.PLAIN, "rows_unchanged": Tag.PLAIN,
            "rows_repeated": Tag.PLAIN, "rows_set_aside": Tag.PLAIN, "quality": Tag.IDENTITY,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "file_digest"], name="delivery_once")]

    @property
    def rows_accepted(self) -> int:
        return self.rows_new + self.rows_changed + self.rows_unchanged + self.rows_repeated

    @property
    def rows_read(self) -> int:
        return self.rows_accepted + self.rows_set_aside


class QuarantinedRow(models.Model):
    """A row kept exactly as it came, with why it could not become a record."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="quarantined")
    line = models.BigIntegerField()
    # Pairs of column and reason; an empty column speaks of the whole row.
    reasons = models.JSONField()
    text = models.TextField()

    care = Care(
        Wall(select=LINKAGE, insert=LINKAGE, append_only=True), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {"delivery_id": Tag.REFERENCE, "line": Tag.PLAIN, "reasons": Tag.IDENTITY, "text": Tag.LOCATION},
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "line"], name="quarantined_row_once")]
