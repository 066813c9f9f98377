"""That somebody asked whether anybody is alongside a family: why, when, and how many they were told of. Never about whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from onestory.access.models.closing import GOVERNANCE
from onestory.core.care import STAFF_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record


class Asking(Record):
    """One question. Rows are written only by `wall.alongside`, which counts them to see that nobody asks of everybody."""

    class Why(models.TextChoices):
        MET = "met", "I have met them, or they have asked me for help"
        ASKED_FOR = "asked_for", "Somebody has asked for help for them"
        PLANNING = "planning", "We are planning help for them together"
        SAFETY = "safety", "I am worried about somebody’s safety"

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=Why)
    reason = models.CharField(max_length=500)
    told_of = models.PositiveSmallIntegerField()

    care = Care(
        Wall(select=f"{GOVERNANCE} AND {{t}}.account_id <> (SELECT wall.viewer())"),
        Audited.WRITES, STAFF_RECORD, Extracted.DERIVED,
        {"account_id": Tag.STAFF, "why": Tag.PLAIN, "reason": Tag.STORY, "told_of": Tag.PLAIN},
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["account", "created_at"], name="asking_account")]
