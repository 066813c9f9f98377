"""A family, and who belongs to it from when to when. A child with two homes belongs to two families."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onestory.access.models import Grant
from onestory.access.viewer import Viewer
from onestory.access.walls import LINKAGE, family_condition, or_linkage
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.people.models.history import history_of


class FamilyQuerySet(models.QuerySet["Family"]):
    def visible_to(self, viewer: Viewer) -> FamilyQuerySet:
        """Families a live grant opens to this viewer: the first wall. Row-level security is the second."""
        grants = Grant.objects.of(viewer).filter(family_id=models.OuterRef("pk"))
        return self.filter(models.Exists(grants))


class Family(Record):
    name = models.CharField(max_length=200)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = FamilyQuerySet.as_manager()

    # For whom this row was fetched and which sections their grants open; set by `queries.family` alone.
    opened_to: tuple[UUID, frozenset[str]] | None = None

    care = Care(
        Wall(
            select=or_linkage(family_condition("id")),
            insert=f"{{t}}.created_by_id = (SELECT wall.viewer()) OR {LINKAGE}",
            update=or_linkage(family_condition("id")),
            changed=("name",),
        ),
        Audited.WRITES_AND_OPENING, CHILD_RECORD, Extracted.DERIVED,
        {"name": Tag.IDENTITY, "created_by_id": Tag.STAFF},
    )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def sections_open_to(self, viewer: Viewer) -> frozenset[str]:
        """The sections this viewer may read here: none at all for a family fetched for somebody else."""
        if self.opened_to is None or self.opened_to[0] != viewer.account_id:
            return frozenset()
        return self.opened_to[1]


class Membership(Record):
    class Role(models.TextChoices):
        PARENT = "parent", "Parent"
        CHILD = "child", "Child"
        EXPECTED = "expected", "Expected baby"
        CARER = "carer", "Carer"
        GRANDPARENT = "grandparent", "Grandparent"
        OTHER = "other", "Other family member"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    _BRING = f"({family_condition()} AND wall.may_bring({{t}}.person_id, {{t}}.family_id))"
    # Of a child's nights, how many in a hundred are spent in this home. Empty where nobody has said.
    lives_here_share = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    care = Care(
        Wall(
            select=or_linkage(family_condition()),
            insert=or_linkage(_BRING),
            update=or_linkage(family_condition()),
            # Whoever has left is not brought back, nor anyone else pulled in, by changing a row.
            becomes=or_linkage(_BRING),
            changed=("role", "lives_here_share", "starts_on", "ends_on"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "person_id": Tag.REFERENCE, "role": Tag.IDENTITY,
            "lives_here_share": Tag.LOCATION, "starts_on": Tag.PLAIN, "ends_on": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_in_order",
            ),
            models.CheckConstraint(
                condition=Q(lives_here_share__isnull=True) | Q(lives_here_share__lte=100),
                name="membership_share_of_100",
            ),
            models.UniqueConstraint(
                fields=["family", "person"], name="membership_once", condition=Q(ends_on__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["person", "family"], name="membership_person")]


FamilyHistory = history_of(Family)
MembershipHistory = history_of(Membership)
