"""A family's circle of support: practitioners, volunteers and the family's own people. It grows and shrinks without closing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.walls import family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag
from onestory.core.models import Record


class CircleMember(Record):
    """A worker who signs in (`account`), or one of the family's own people (`name`), with what they are there for."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="circle")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=120)
    purpose = models.CharField(max_length=300, blank=True)
    lead = models.BooleanField(default=False)
    grant_id = models.UUIDField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    care = Care(
        family_wall(), Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "account_id": Tag.STAFF, "name": Tag.IDENTITY, "role": Tag.STAFF,
            "purpose": Tag.STORY, "lead": Tag.PLAIN, "grant_id": Tag.REFERENCE, "starts_on": Tag.PLAIN, "ends_on": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, name="") | Q(account__isnull=True) & ~Q(name=""),
                name="circle_member_is_someone",
            ),
            models.UniqueConstraint(
                fields=["family"], name="circle_one_lead", condition=Q(lead=True, ends_on__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["family", "account"],
                name="circle_once",
                condition=Q(ends_on__isnull=True, account__isnull=False),
            ),
        ]
