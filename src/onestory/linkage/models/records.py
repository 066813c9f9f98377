"""A partner's records: which there are, and every version of each, word for word and in our words.

The record itself is narrow, because each delivery touches all of them; what was sent is never changed once written.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from onestory.access.walls import LINKAGE
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.linkage.cells import sent_cells
from onestory.linkage.models.deliveries import LINKAGE_WALL

# The columns below that the database does not check (`db_constraint=False`): one statement writes a record and its version,
# and nothing deletes either. Checking each of a million rows again took a third of the time of loading.


class SourceRecord(Record):
    """What a partner knows under one reference."""

    feed = models.CharField(max_length=40)
    # "C" compares byte by byte: references are not words.
    reference = models.CharField(max_length=200, db_collation="C")
    # What tells rows of one reference apart: the school of a child on two rolls.
    part = models.CharField(max_length=60, blank=True, db_collation="C")
    # What this record shares with the others of its household, where the partner says so.
    household = models.CharField(max_length=200, blank=True, db_collation="C")
    # Of the cells as last sent; a row that hashes the same has not changed.
    digest = models.BinaryField(max_length=16)
    versions = models.PositiveIntegerField(default=1)
    last_delivery = models.ForeignKey(
        "linkage.Delivery", related_name="+", on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    # Since the first delivery, of those that name everyone, that no longer named it; and when it was withdrawn for that.
    missing_since = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Of a feed whose rows ask for help: since when a request stands for it.
    asked_at = models.DateTimeField(null=True, blank=True)
    # Set when a version has not yet been looked at for whom it speaks of.
    to_link = models.BooleanField(default=True)

    care = Care(
        LINKAGE_WALL, Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "feed": Tag.PLAIN, "reference": Tag.IDENTITY, "part": Tag.LOCATION, "household": Tag.REFERENCE,
            "digest": Tag.IDENTITY,
            "versions": Tag.PLAIN, "last_delivery_id": Tag.REFERENCE, "to_link": Tag.PLAIN, "missing_since": Tag.PLAIN,
            "withdrawn_at": Tag.PLAIN, "asked_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "reference", "part"], name="source_record_once")]
        indexes = [
            models.Index(
                fields=["feed", "household"], name="source_record_household", condition=~models.Q(household="")
            ),
            models.Index(fields=["feed", "reference"], name="source_record_to_link", condition=models.Q(to_link=True)),
            models.Index(
                fields=["feed"], name="source_record_missing", condition=models.Q(missing_since__isnull=False)
            ),
        ]


class SourceVersion(models.Model):
    """One state of a record, as sent and as understood."""

    id = models.BigAutoField(primary_key=True)
    created_at = models.DateTimeField(db_default=Now())
    record = models.ForeignKey(
        SourceRecord, related_name="history", on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    number = models.PositiveIntegerField()
    delivery = models.ForeignKey(
        "linkage.Delivery", related_name="+", on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    line = models.BigIntegerField()
    # The row's text as it stood. Of what was loaded before the delivery kept its header: the cells by column.
    sent = models.JSONField()
    standard = models.JSONField()
    # Pairs of column and reason, for cells that could not be read.
    notes = models.JSONField(default=list)

    care = Care(
        Wall(select=LINKAGE, insert=LINKAGE, append_only=True), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "record_id": Tag.REFERENCE, "number": Tag.PLAIN, "delivery_id": Tag.REFERENCE, "line": Tag.PLAIN,
            "sent": Tag.LOCATION, "standard": Tag.LOCATION, "notes": Tag.IDENTITY,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="source_version_once")]

    @property
    def cells(self) -> dict[str, str]:
        """What was sent under each column of the file, word for word; columns left empty are left out."""
        if isinstance(self.sent, dict):
            return self.sent
        return sent_cells(self.sent, self.delivery.layout)
