"""Teams and who is in them, with the role they hold there, from a day to a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from onestory.access.roles import choices
from onestory.core.care import STAFF_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record

SIGNED_IN = "(SELECT wall.viewer()) IS NOT NULL"


class Team(Record):
    """People who work together for families. `organisation` points at `network.Organisation`, which stands above."""

    name = models.CharField(max_length=200)
    organisation_id = models.UUIDField(null=True, blank=True, db_index=True)

    care = Care(
        Wall(select="true", insert="true", update="(SELECT wall.has_role('administrator'))"),
        Audited.WRITES, STAFF_RECORD, Extracted.DERIVED,
        {"name": Tag.PLAIN, "organisation_id": Tag.REFERENCE},
    )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class TeamMembershipQuerySet(models.QuerySet["TeamMembership"]):
    def live(self) -> TeamMembershipQuerySet:
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=Now()), starts_at__lte=Now())


class TeamMembership(Record):
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=choices())
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = TeamMembershipQuerySet.as_manager()

    # Written only by `wall.set_team_role`, which asks whether the viewer manages accounts: otherwise anyone able to
    # write a row could put themselves in any team.
    care = Care(
        Wall(select=SIGNED_IN), Audited.WRITES, STAFF_RECORD, Extracted.DERIVED,
        {"account_id": Tag.STAFF, "team_id": Tag.REFERENCE, "role": Tag.STAFF, "starts_at": Tag.STAFF, "ends_at": Tag.STAFF},
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=models.F("starts_at")),
                name="team_membership_in_order",
            )
        ]
        indexes = [models.Index(fields=["account"], name="team_membership_account")]
