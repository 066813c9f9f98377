"""What a partner delivered: the file, how its loading went, and the rows that could not be kept as records."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.walls import LINKAGE
from onestory.core.care import CHILD_RECORD, STAFF_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record

_ACCOUNT = settings.AUTH_USER_MODEL
KEEPERS = "(SELECT wall.has_role('feeds'))"
LINKAGE_WALL = Wall(select=LINKAGE, insert=LINKAGE, update=LINKAGE)
# Whoever looks after feeds sees what came and how good it was. What a record says is the program's alone.
KEPT_WALL = Wall(select=f"{LINKAGE} OR {KEEPERS}", insert=LINKAGE, update=LINKAGE)


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
    # The day the file speaks of. What an older one says never stands above what a newer one said, whichever came first.
    as_at = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.LOADING)
    loaded_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    # When everybody in it was last looked for; empty while it waits for a yes, or for its feed to be agreed.
    linked_at = models.DateTimeField(null=True, blank=True)
    # How the file was written, and what differed from what was declared.
    layout = models.JSONField(default=dict)
    # Which version of the declaration read it.
    declared = models.CharField(max_length=64, blank=True)
    # The last line whose row is in the database; loading goes on from here.
    lines_done = models.BigIntegerField(default=0)
    rows_new = models.BigIntegerField(default=0)
    rows_changed = models.BigIntegerField(default=0)
    rows_unchanged = models.BigIntegerField(default=0)
    # The same row twice in one file.
    rows_repeated = models.BigIntegerField(default=0)
    # Rows of records of which a newer delivery has spoken: kept, and nothing of them counts.
    rows_late = models.BigIntegerField(default=0)
    rows_set_aside = models.BigIntegerField(default=0)
    # Of each column: cells filled, cells that could not be read, and one reason as an example.
    quality = models.JSONField(default=dict)
    # What is not as usual about it, in words: while nobody has said yes, nothing in it is linked and nothing counts as gone.
    unusual = models.JSONField(default=list)
    # Counts of what the feed held once this had come: records, those missing, and the share of the city's children it speaks of.
    held = models.JSONField(default=dict)

    care = Care(
        KEPT_WALL, Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "feed": Tag.PLAIN, "file_name": Tag.PLAIN, "file_digest": Tag.PLAIN, "received_on": Tag.PLAIN, "as_at": Tag.PLAIN,
            "state": Tag.PLAIN, "loaded_by_id": Tag.STAFF, "finished_at": Tag.PLAIN, "linked_at": Tag.PLAIN, "layout": Tag.PLAIN,
            "declared": Tag.PLAIN, "lines_done": Tag.PLAIN, "rows_new": Tag.PLAIN, "rows_changed": Tag.PLAIN,
            "rows_unchanged": Tag.PLAIN, "rows_repeated": Tag.PLAIN, "rows_late": Tag.PLAIN, "rows_set_aside": Tag.PLAIN,
            "quality": Tag.IDENTITY, "unusual": Tag.PLAIN, "held": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "file_digest", "as_at"], name="delivery_once")]
        indexes = [models.Index(fields=["feed", "as_at", "id"], name="delivery_in_order")]

    @property
    def rows_accepted(self) -> int:
        return self.rows_new + self.rows_changed + self.rows_unchanged + self.rows_repeated + self.rows_late

    @property
    def rows_read(self) -> int:
        return self.rows_accepted + self.rows_set_aside


class Answer(Record):
    """What somebody said of a delivery that was not as usual. The last one holds."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="answers")
    yes = models.BooleanField()
    why = models.CharField(max_length=500)
    said_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(
            select=f"{LINKAGE} OR {KEEPERS}", insert=f"{{t}}.said_by_id = (SELECT wall.viewer()) AND {KEEPERS}",
            append_only=True,
        ),
        Audited.WRITES, STAFF_RECORD, Extracted.DERIVED,
        {"delivery_id": Tag.REFERENCE, "yes": Tag.PLAIN, "why": Tag.STAFF, "said_by_id": Tag.STAFF},
    )  # fmt: skip


class Signing(Record):
    """That somebody agreed with the partner what each column means, on one version of the declaration."""

    feed = models.CharField(max_length=40)
    declared = models.CharField(max_length=64)
    # Each column and its meaning, as they then were.
    columns = models.JSONField(default=dict)
    # Who said so for the partner.
    partner_said = models.CharField(max_length=200)
    signed_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(
            select=f"{LINKAGE} OR {KEEPERS}", insert=f"{{t}}.signed_by_id = (SELECT wall.viewer()) AND {KEEPERS}",
            append_only=True,
        ),
        Audited.WRITES, STAFF_RECORD, Extracted.DERIVED,
        {
            "feed": Tag.PLAIN, "declared": Tag.PLAIN, "columns": Tag.PLAIN, "partner_said": Tag.STAFF, "signed_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["feed", "declared"], name="signing_of_feed")]


class QuarantinedRow(models.Model):
    """A row kept exactly as it came, with why it could not become a record. The program's alone; `WaitingRow` is for people."""

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


class WaitingRow(models.Model):
    """A row set aside, for whoever sees that it is mended: where it is, why, which cells are wrong. Never where anybody is."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        MENDED = "mended", "Mended at its source"
        AGAIN = "again", "Wrong again in a newer file"
        GONE = "gone", "No longer sent"
        DEALT_WITH = "dealt_with", "Dealt with"

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="waiting")
    feed = models.CharField(max_length=40)
    line = models.BigIntegerField()
    # By which the partner finds it; empty where the row could not be split.
    reference = models.CharField(max_length=200, blank=True, db_collation="C")
    reasons = models.JSONField()
    # Of the columns that are wrong alone, and of none that says where somebody is or how they are reached.
    cells = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(_ACCOUNT, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=500, blank=True)

    care = Care(
        Wall(
            select=f"{LINKAGE} OR {KEEPERS}", insert=LINKAGE, update=f"{LINKAGE} OR {KEEPERS}",
            changed=("state", "settled_at", "settled_by_id", "why"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "delivery_id": Tag.REFERENCE, "feed": Tag.PLAIN, "line": Tag.PLAIN, "reference": Tag.IDENTITY,
            "reasons": Tag.IDENTITY, "cells": Tag.IDENTITY, "state": Tag.PLAIN, "settled_at": Tag.PLAIN,
            "settled_by_id": Tag.STAFF, "why": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "line"], name="waiting_row_once")]
        indexes = [models.Index(fields=["feed", "id"], name="waiting_row_of_feed", condition=Q(state="waiting"))]


class LateRow(models.Model):
    """A row of a record of which a newer delivery had spoken when it came. Kept as it came, and nothing of it counts."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="late")
    record = models.ForeignKey("linkage.SourceRecord", on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.BigIntegerField()
    sent = models.TextField()

    care = Care(
        Wall(select=LINKAGE, insert=LINKAGE, append_only=True), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {"delivery_id": Tag.REFERENCE, "record_id": Tag.REFERENCE, "line": Tag.PLAIN, "sent": Tag.LOCATION},
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "line"], name="late_row_once")]


class DroppedFile(Record):
    """A file that a partner put into its feed's folder, from the first time it was seen until it was taken in or refused."""

    class State(models.TextChoices):
        SEEN = "seen", "Waiting until it is whole"
        TAKEN = "taken", "Being taken in"
        DONE = "done", "Taken in"
        REFUSED = "refused", "Refused"

    feed = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    changed_ns = models.BigIntegerField()
    # Since when it has had this size and this date.
    still_since = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.SEEN)
    delivery = models.ForeignKey(Delivery, null=True, blank=True, on_delete=models.PROTECT, related_name="dropped")
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=1000, blank=True)

    care = Care(
        KEPT_WALL, Audited.WRITES, STAFF_RECORD, Extracted.DERIVED,
        {
            "feed": Tag.PLAIN, "file_name": Tag.PLAIN, "size": Tag.PLAIN, "changed_ns": Tag.PLAIN, "still_since": Tag.PLAIN,
            "state": Tag.PLAIN, "delivery_id": Tag.REFERENCE, "ended_at": Tag.PLAIN, "why": Tag.IDENTITY,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "file_name"], name="dropped_file_seen_once", condition=Q(state="seen")
            )
        ]
        indexes = [models.Index(fields=["feed", "-id"], name="dropped_file_of_feed")]
