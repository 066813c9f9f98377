"""A row for each change of anything that walking alongside a family is made of: which act, from what to what, who and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from onestory.access.sections import Section
from onestory.access.walls import family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag
from onestory.core.dates import today
from onestory.core.models import Record


class WalkingEvent(Record):
    """`noun` and `thing_id` say what changed; `before` is empty where the act brought it about. Never changed, never deleted."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="+")
    noun = models.CharField(max_length=30)
    thing_id = models.UUIDField()
    act = models.CharField(max_length=60)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    # What a need of health or of safety was, and why it changed, is as sensitive as the need.
    section = models.CharField(max_length=20, choices=Section, default=Section.SHARED)
    on = models.DateField(default=today)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    care = Care(
        family_wall(section="{t}.section", written=True), Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "noun": Tag.PLAIN, "thing_id": Tag.REFERENCE, "act": Tag.PLAIN, "before": Tag.PLAIN,
            "after": Tag.PLAIN, "reason": Tag.STORY, "section": Tag.PLAIN, "on": Tag.PLAIN, "written_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["family", "thing_id", "id"], name="walking_event_of")]
