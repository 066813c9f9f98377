"""Grants: the live reasons that open a family's record to an account or a team.

Nothing else opens one. A row here is written only by the functions in `access.functions`, which check that the viewer may
give what they give; the application itself has no right to insert, so a stolen statement cannot open a family.
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

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


class Holder(Protocol):
    """In practice an `access.Viewer`, which stands above this module."""

    @property
    def accounts(self) -> tuple[UUID, ...]: ...
    @property
    def teams(self) -> tuple[UUID, ...]: ...
    @property
    def closed(self) -> tuple[UUID, ...]: ...


class GrantQuerySet(models.QuerySet["Grant"]):
    def live(self) -> GrantQuerySet:
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=Now()), starts_at__lte=Now())

    def of(self, viewer: Holder) -> GrantQuerySet:
        """Those that count for this viewer: the first wall, in the words of `access.reach`."""
        held = Q(account_id__in=viewer.accounts) | Q(team_id__in=viewer.teams)
        return self.live().filter(held).exclude(family_id__in=viewer.closed)


class Grant(Record):
    """Why, for what and until when an account or a team may see a family. `family_id` points at `people.Family`."""

    class Reason(models.TextChoices):
        STARTED = "started", "Started this record"
        CIRCLE = "circle", "In the family’s circle"
        TEAM = "team", "In the team alongside the family"
        DUTY = "duty", "In a team on duty for a request"
        AGREEMENT = "agreement", "By an agreement between organisations"
        COURT_ORDER = "court_order", "By a court’s order"
        BREAK_GLASS = "break_glass", "Opened in an emergency"
        # Whoever took on a worry, until it ends; the words must not say so (`support.worry_functions`).
        CALLED = "called", "Called in by colleagues for a while"

    class Basis(models.TextChoices):
        """Article 6 of the UK GDPR, as far as a family hub network rests on it."""

        PUBLIC_TASK = "public_task", "A public task"
        CONSENT = "consent", "The family’s consent"
        LEGAL_OBLIGATION = "legal_obligation", "A legal obligation"
        VITAL_INTERESTS = "vital_interests", "Somebody’s vital interests"

    family_id = models.UUIDField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="grants"
    )
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="grants")
    reason = models.CharField(max_length=20, choices=Reason)
    basis = models.CharField(max_length=20, choices=Basis, db_default=Basis.PUBLIC_TASK)
    purpose = models.CharField(max_length=200, db_default="Walking alongside the family")
    evidence = models.CharField(max_length=500, blank=True, db_default="")
    # Whose consent it is, of the family's people; empty where it is everybody's together, or rests on something else.
    consented_by_id = models.UUIDField(null=True)
    agreement = models.ForeignKey("access.Agreement", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sections = ArrayField(models.CharField(max_length=20, choices=Section))
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = GrantQuerySet.as_manager()

    care = Care(
        # Every other wall asks of grants, through this one: what closes a family here closes all of it.
        Wall(
            select="coalesce({t}.account_id, {t}.team_id) = ANY ((SELECT wall.reach())::uuid[])"
            " AND {t}.family_id <> ALL ((SELECT wall.closed())::uuid[])"
        ),
        Audited.WRITES,
        CHILD_RECORD,
        Extracted.NEVER,
        {
            "family_id": Tag.REFERENCE, "account_id": Tag.STAFF, "team_id": Tag.REFERENCE, "reason": Tag.PLAIN,
            "basis": Tag.PLAIN, "purpose": Tag.PLAIN, "evidence": Tag.STORY, "agreement_id": Tag.REFERENCE,
            "consented_by_id": Tag.REFERENCE,
            "sections": Tag.PLAIN, "starts_at": Tag.PLAIN, "ends_at": Tag.PLAIN, "given_by_id": Tag.STAFF,
            "ended_by_id": Tag.STAFF,
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
            models.CheckConstraint(
                condition=Q(reason="agreement", agreement__isnull=False, ends_at__isnull=False)
                | ~Q(reason="agreement"),
                name="grant_by_agreement_ends_with_it",
            ),
            models.CheckConstraint(
                condition=~Q(reason="court_order") | ~Q(evidence=""), name="grant_by_court_order_has_evidence"
            ),
            models.CheckConstraint(
                condition=~Q(reason="break_glass") | Q(ends_at__isnull=False), name="grant_in_an_emergency_ends"
            ),
        ]
        indexes = [
            # Holds all that tells whether a grant counts: searching asks it of many families whose rows lie far apart.
            models.Index(
                fields=["family_id"], include=["account_id", "team_id", "starts_at", "ends_at"], name="grant_of_family"
            ),
            models.Index(fields=["account"], name="grant_account", condition=Q(account__isnull=False)),
            models.Index(fields=["team"], name="grant_team", condition=Q(team__isnull=False)),
        ]
