"""Grants: the live reasons that open a family's record to an account or a team.

Nothing else opens one. A row here is written only by the functions in `access.functions`, which check that the viewer may
give what they give; the application itself has no right to insert, so a stolen statement cannot open a family.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from onestory.access.sections import Section
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record

# The clock of the statement, not of the transaction: what ends while a page is being made is gone from its next question.
LIVE = "{g}.starts_at <= statement_timestamp() AND ({g}.ends_at IS NULL OR {g}.ends_at > statement_timestamp())"


class GrantQuerySet(models.QuerySet["Grant"]):
    def live(self) -> GrantQuerySet:
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=Now()), starts_at__lte=Now())


class Grant(Record):
    """Why, for what and until when an account or a team may see a family. `family_id` points at `people.Family`."""

    class Basis(models.TextChoices):
        STARTED = "started", "Started this record"
        CIRCLE = "circle", "In the family's circle"
        TEAM = "team", "In the team alongside the family"

    family_id = models.UUIDField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="grants"
    )
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="grants")
    basis = models.CharField(max_length=20, choices=Basis)
    sections = ArrayField(models.CharField(max_length=20, choices=Section))
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = GrantQuerySet.as_manager()

    care = Care(
        Wall(select="{t}.account_id = (SELECT wall.viewer()) OR {t}.team_id = ANY ((SELECT wall.teams())::uuid[])"),
        Audited.WRITES,
        CHILD_RECORD,
        Extracted.NEVER,
        {
            "family_id": Tag.REFERENCE, "account_id": Tag.STAFF, "team_id": Tag.REFERENCE, "basis": Tag.PLAIN,
            "sections": Tag.PLAIN, "starts_at": Tag.PLAIN, "ends_at": Tag.PLAIN, "given_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, team__isnull=True) | Q(account__isnull=True, team__isnull=False),
                name="grant_to_an_account_or_a_team",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=models.F("starts_at")),
                name="grant_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["family_id"], name="grant_family"),
            models.Index(fields=["account"], name="grant_account", condition=Q(account__isnull=False)),
            models.Index(fields=["team"], name="grant_team", condition=Q(team__isnull=False)),
        ]
