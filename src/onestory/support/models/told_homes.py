"""The postcode somebody told at the door, where the record of the family they turned out to be does not say it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.walls import SHARED, family_condition
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.support.models.requests import ITS_REQUEST, Request


class ToldHome(Record):
    """To be checked by whoever has the request: taken into the record, or left. Hidden as where they live is (HZ-22)."""

    class Answer(models.TextChoices):
        TAKEN = "taken", "Taken into the record"
        LEFT = "left", "The record was left as it is"

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="told_home")
    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="+")
    postcode = models.CharField(max_length=10)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    _OURS = f"({ITS_REQUEST} AND {family_condition(section=SHARED)})"
    _SEEN = f"({_OURS} AND wall.whereabouts_open(NULL, {{t}}.family_id))"
    care = Care(
        # Whoever says which family it is may not be shown where they live: what they were told is kept, and hidden from them.
        Wall(select=_SEEN, insert=_OURS, update=_SEEN, changed=("answer", "answered_by_id", "answered_at")),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "request_id": Tag.REFERENCE, "family_id": Tag.REFERENCE, "postcode": Tag.LOCATION, "answer": Tag.PLAIN,
            "answered_by_id": Tag.STAFF, "answered_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="told_home_answered_by_somebody",
            )
        ]
