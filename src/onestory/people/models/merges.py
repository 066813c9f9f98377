"""That two records were found to be of one person or family: who said so, why, and all that was done, to be undone by.

Rows are written only by the functions in `people.merging`, which ask for themselves who may.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from onestory.access.walls import family_condition, person_condition
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record

_ACCOUNT = settings.AUTH_USER_MODEL


class Merge(Record):
    """`merged_id` is archived, and whoever asks for it is led to `leads_to`: `kept_id`, or where that was merged into since."""

    class Of(models.TextChoices):
        PERSON = "person", "Person"
        FAMILY = "family", "Family"

    class State(models.TextChoices):
        ASKED = "asked", "Waits for somebody else to agree"
        DONE = "done", "Put together"
        REFUSED = "refused", "Not put together"
        UNDONE = "undone", "Taken apart again"

    of = models.CharField(max_length=10, choices=Of)
    kept_id = models.UUIDField()
    merged_id = models.UUIDField()
    leads_to = models.UUIDField()
    # What each was called when they were two: afterwards one has no name of its own.
    kept_name = models.CharField(max_length=250)
    merged_name = models.CharField(max_length=250)
    state = models.CharField(max_length=10, choices=State)
    why = models.CharField(max_length=500)
    # Whether somebody's safety rested on either: then two people looked.
    guarded = models.BooleanField()
    # What hid or closed it by then, so that undoing knows what has since.
    closings = ArrayField(models.UUIDField(), default=list)
    asked_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    # Whoever looked second; nobody, where one was enough.
    agreed_by = models.ForeignKey(_ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(_ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=500, blank=True)

    _LED = f"CASE {{t}}.of WHEN 'person' THEN {person_condition('leads_to')} ELSE {family_condition('leads_to')} END"
    _BOTH = f"CASE {{t}}.of WHEN 'person' THEN {person_condition('merged_id')} ELSE {family_condition('merged_id')} END"
    care = Care(
        # While two stand apart, whoever does not see both learns of neither through it.
        Wall(select=f"({_LED}) AND ({{t}}.state = 'done' OR ({_BOTH}))"),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "of": Tag.PLAIN, "kept_id": Tag.REFERENCE, "merged_id": Tag.REFERENCE, "leads_to": Tag.REFERENCE,
            "kept_name": Tag.IDENTITY, "merged_name": Tag.IDENTITY, "state": Tag.PLAIN, "why": Tag.STORY, "guarded": Tag.PLAIN,
            "closings": Tag.REFERENCE, "asked_by_id": Tag.STAFF, "agreed_by_id": Tag.STAFF, "done_at": Tag.PLAIN,
            "ended_at": Tag.PLAIN, "ended_by_id": Tag.STAFF, "ended_why": Tag.STORY,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept_id=models.F("merged_id")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=models.F("asked_by")), name="merge_agreed_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(guarded=True, state="done") | Q(agreed_by__isnull=False), name="merge_guarded_by_two"
            ),
            models.UniqueConstraint(
                fields=["merged_id"], condition=Q(state__in=["asked", "done"]), name="merge_into_one"
            ),
        ]
        indexes = [
            models.Index(fields=["leads_to"], name="merge_leads_to"),
            models.Index(fields=["-created_at"], name="merge_newest"),
        ]


class MergedRow(models.Model):
    """One thing that a merge did to one row, in order. Gone once it is undone.

    Read and written by functions alone: a row set aside is kept here whole. Whatever writes in a record takes this table's lock
    together with others, and a merge takes it alone (`people.merging.following`).
    """

    class Did(models.TextChoices):
        MOVED = "moved", "Pointed at the merged one"
        ASIDE = "aside", "Set aside whole"
        CHANGED = "changed", "Changed in some columns"
        MADE = "made", "Made by the merge"

    id = models.BigAutoField(primary_key=True)
    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveIntegerField()
    did = models.CharField(max_length=10, choices=Did)
    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63, blank=True)
    row_id = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    care = Care(
        Wall(select=None), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "merge_id": Tag.REFERENCE, "step": Tag.PLAIN, "did": Tag.PLAIN, "table": Tag.PLAIN, "column": Tag.PLAIN,
            "row_id": Tag.REFERENCE, "before": Tag.LOCATION, "after": Tag.LOCATION,
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["merge", "step"], name="merged_row_step"),
            models.Index(fields=["table", "row_id"], name="merged_row_row"),
        ]
