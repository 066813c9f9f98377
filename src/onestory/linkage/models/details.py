"""Details of the record: which of them somebody has decided to leave as they are for now, and how good they were each night."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from onestory.access.walls import LINKAGE, family_wall
from onestory.core.care import CHILD_RECORD, STAFF_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.linkage.models.deliveries import KEEPERS


class DetailSetAside(Record):
    """That a missing or contradictory detail is left as it is until a day, with the reason. It says which, and not what."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=80)
    section = models.CharField(max_length=20)
    why = models.CharField(max_length=500)
    until = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    care = Care(
        family_wall(section="{t}.section", written=True), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "family_id": Tag.REFERENCE, "person_id": Tag.REFERENCE, "rule": Tag.PLAIN, "section": Tag.PLAIN,
            "why": Tag.BY_SECTION, "until": Tag.PLAIN, "written_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["person", "rule", "until"], name="detail_set_aside")]


class QualityReading(models.Model):
    """How much of one detail is known of the people here, on one night: over all, by where it came from, or by who owns it.

    `source` and `owner` are names; both empty for all, and never both filled.
    """

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    detail = models.CharField(max_length=30)
    source = models.CharField(max_length=100, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    people = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    contradictory = models.PositiveIntegerField(default=0)

    care = Care(
        Wall(select=f"{LINKAGE} OR {KEEPERS}", insert=LINKAGE, append_only=True), Audited.WRITES, STAFF_RECORD, Extracted.DERIVED,
        {
            "day": Tag.PLAIN, "detail": Tag.PLAIN, "source": Tag.PLAIN, "owner": Tag.STAFF, "people": Tag.PLAIN,
            "known": Tag.PLAIN, "contradictory": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "detail", "source", "owner"], name="quality_reading_once")
        ]
