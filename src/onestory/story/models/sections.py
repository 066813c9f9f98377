"""The six parts of a family's story, each in the family's own words and, apart from them, a worker's. Versions are kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from onestory.access.sections import Section
from onestory.access.walls import family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag
from onestory.core.models import Record


class StorySection(Record):
    """One version of one part in one voice. A new version is a new row; the highest number is what holds."""

    class Part(models.TextChoices):
        WHO_WE_ARE = "who_we_are", "Who we are"
        WHAT_MATTERS = "what_matters", "What matters to us"
        GOING_ON = "going_on", "What’s going on"
        WHAT_HELPS = "what_helps", "What helps"
        WHAT_WE_TRIED = "what_we_tried", "What we have tried"
        WHAT_NEXT = "what_next", "What we want next"

    class Voice(models.TextChoices):
        OURS = "ours", "In our words"
        WORKER = "worker", "A worker’s words"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="story_sections")
    part = models.CharField(max_length=20, choices=Part)
    voice = models.CharField(max_length=10, choices=Voice)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    section = models.CharField(max_length=20, choices=Section, default=Section.SHARED)
    said_by_person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    # Filled by `queries`: who wrote it.
    writer: str

    care = Care(
        family_wall(section="{t}.section", written=True), Audited.WRITES_AND_OPENING, CHILD_RECORD, Extracted.NEVER,
        {
            "family_id": Tag.REFERENCE, "part": Tag.PLAIN, "voice": Tag.PLAIN, "version": Tag.PLAIN, "text": Tag.STORY,
            "section": Tag.PLAIN, "said_by_person_id": Tag.REFERENCE, "written_by_id": Tag.STAFF, "written_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family", "part", "voice", "version"], name="story_section_version"),
        ]
