"""What people said of doubtful pairs: kept for good, one row for each time somebody said something."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.walls import LINKAGE
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.linkage.models.links import Candidate


class Judgement(Record):
    """One person's word on one pair. Never changed: taking it back is another row, which names the first.

    Written by `wall.judge_pair` and `wall.take_back_judgement` alone. Whoever looks at a pair second does not see the first.
    """

    class Verdict(models.TextChoices):
        SAME = "same", "The same person"
        DIFFERENT = "different", "Not the same person"
        UNSURE = "unsure", "Cannot tell"
        TAKEN_BACK = "taken_back", "Taken back"

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="judgements")
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict)
    why = models.CharField(max_length=500, blank=True)
    # What both sides were when they were looked at.
    seen = models.CharField(max_length=32, blank=True)
    takes_back = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="taken_back_by")

    care = Care(
        Wall(select=f"{{t}}.judged_by_id = (SELECT wall.viewer()) OR {LINKAGE}", append_only=True),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "candidate_id": Tag.REFERENCE, "judged_by_id": Tag.STAFF, "verdict": Tag.PLAIN, "why": Tag.STORY,
            "seen": Tag.PLAIN, "takes_back_id": Tag.REFERENCE,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="taken_back", takes_back__isnull=False)
                | (~Q(verdict="taken_back") & Q(takes_back__isnull=True)),
                name="judgement_takes_back_one",
            )
        ]
        indexes = [models.Index(fields=["judged_by", "-created_at"], name="judgement_last")]
