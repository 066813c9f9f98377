"""A family's circle of support: practitioners, volunteers and the family's own people. It grows and shrinks without closing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.walls import family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag
from onestory.core.models import Record


class CircleMember(Record):
    """A worker who signs in (`account`), or somebody named: one of the family's own people, or a helper who does not sign in.

    `leads_for` is for whom they are called the lead, where another agency calls somebody so: the family's own lead is `lead`.
    """

    class Kind(models.TextChoices):
        WORKER = "worker", "Worker"
        VOLUNTEER = "volunteer", "Volunteer"
        OWN = "own", "The family’s own"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="circle")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, db_default=Kind.WORKER)
    role = models.CharField(max_length=120)
    purpose = models.CharField(max_length=300, blank=True)
    lead = models.BooleanField(default=False)
    leads_for = models.CharField(max_length=120, blank=True, db_default="")
    grant_id = models.UUIDField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    care = Care(
        family_wall(), Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "account_id": Tag.STAFF, "name": Tag.IDENTITY, "kind": Tag.PLAIN, "role": Tag.STAFF,
            "purpose": Tag.STORY, "lead": Tag.PLAIN, "leads_for": Tag.STAFF, "grant_id": Tag.REFERENCE, "starts_on": Tag.PLAIN,
            "ends_on": Tag.PLAIN,
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


class LeadChoice(Record):
    """Who was made the lead, and what the family said when they were asked. Written once, never changed."""

    class Answer(models.TextChoices):
        CHOSE = "chose", "They chose them"
        AGREED = "agreed", "They were asked, and agreed"
        NOT_MIND = "not_mind", "They were asked, and did not mind"
        NOT_ASKED = "not_asked", "They could not be asked yet"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="+")
    # Without the database's promise: of two circles that become one, whoever was in both is there once.
    member = models.ForeignKey(CircleMember, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    answer = models.CharField(max_length=10, choices=Answer)
    # Why them; and why nobody could be asked, where that is so.
    reason = models.TextField()
    words = models.TextField(blank=True)
    said_by_person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    care = Care(
        family_wall(written=True), Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "member_id": Tag.REFERENCE, "answer": Tag.PLAIN, "reason": Tag.STORY,
            "words": Tag.STORY, "said_by_person_id": Tag.REFERENCE, "on": Tag.PLAIN, "written_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="lead_choice_has_a_reason")]
        indexes = [models.Index(fields=["family", "-id"], name="lead_choice_family")]
