"""Agreements between organisations, supervision, break-glass, alerts, and the family's own way in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from onestory.access.models.closing import ALONGSIDE, GOVERNANCE
from onestory.access.models.grants import Grant
from onestory.access.models.teams import SIGNED_IN
from onestory.access.sections import Section
from onestory.core.care import CHILD_RECORD, STAFF_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record

_ACCOUNT = settings.AUTH_USER_MODEL
# Whoever an alert is about, or who caused it, never reads it, and never marks it as looked at, whatever role they hold (HZ-36).
_SOMEBODY_ELSES = (
    "{t}.about_id IS DISTINCT FROM (SELECT wall.viewer()) AND {t}.caused_by_id IS DISTINCT FROM (SELECT wall.viewer())"
    " AND ({t}.to_account_id = (SELECT wall.viewer()) OR {t}.to_role <> '' AND wall.has_role({t}.to_role))"
)


class Agreement(Record):
    """What organisations agreed to share: which sections, for what, on what basis, from when to when (HZ-40)."""

    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=500)
    basis = models.CharField(max_length=20, choices=Grant.Basis)
    sections = ArrayField(models.CharField(max_length=20, choices=Section))
    organisation_ids = ArrayField(models.UUIDField())
    feeds = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    document = models.CharField(max_length=500)
    starts_on = models.DateField()
    ends_on = models.DateField()
    lead = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(_ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(
            select=SIGNED_IN,
            insert=f"{{t}}.written_by_id = (SELECT wall.viewer()) AND {{t}}.ended_at IS NULL AND {GOVERNANCE}",
        ),
        Audited.WRITES, STAFF_RECORD, Extracted.DERIVED,
        {
            "name": Tag.PLAIN, "purpose": Tag.PLAIN, "basis": Tag.PLAIN, "sections": Tag.PLAIN, "organisation_ids": Tag.REFERENCE,
            "feeds": Tag.PLAIN, "document": Tag.PLAIN, "starts_on": Tag.PLAIN, "ends_on": Tag.PLAIN, "lead_id": Tag.STAFF,
            "written_by_id": Tag.STAFF, "ended_at": Tag.PLAIN, "ended_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="agreement_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Supervision(Record):
    """Who supervises whom. A supervisor sees the families of those they supervise, by the same grants."""

    supervisor = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(_ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(select=SIGNED_IN), Audited.WRITES, STAFF_RECORD, Extracted.DERIVED,
        {
            "supervisor_id": Tag.STAFF, "account_id": Tag.STAFF, "starts_at": Tag.STAFF, "ends_at": Tag.STAFF,
            "set_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(supervisor=models.F("account")), name="supervision_of_another"),
            models.UniqueConstraint(
                fields=["supervisor", "account"], condition=Q(ends_at__isnull=True), name="supervision_once"
            ),
        ]


class BreakGlass(Record):
    """A record opened in an emergency by somebody with no other reason: why, for how long, and who looked at that since."""

    family_id = models.UUIDField(db_index=True)
    account = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000)
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(_ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    justified = models.BooleanField(null=True)
    finding = models.CharField(max_length=1000, blank=True)

    care = Care(
        Wall(
            select=f"{{t}}.account_id = (SELECT wall.viewer()) OR {GOVERNANCE}"
            f" OR {ALONGSIDE.removesuffix(')')} AND g.reason <> 'break_glass')"
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "account_id": Tag.STAFF, "grant_id": Tag.REFERENCE, "reason": Tag.STORY,
            "ends_at": Tag.PLAIN, "closed_at": Tag.PLAIN, "closed_by_id": Tag.STAFF, "justified": Tag.PLAIN, "finding": Tag.STORY,
        },
    )  # fmt: skip


class Alert(Record):
    """Something an account, or everyone with a role, must look at. It says that, and never what a record holds."""

    class Kind(models.TextChoices):
        BREAK_GLASS = "break_glass", "A record was opened in an emergency"
        AGREEMENT_ENDS = "agreement_ends", "An agreement ends soon"
        AGREEMENT_ENDED = "agreement_ended", "An agreement has ended"
        LOOKUP = "lookup", "Somebody opened the record of a family they may know"
        ASLEEP = "asleep", "An account was put to sleep"
        RECOVERY = "recovery", "Somebody was helped to sign in again"
        CONSENT_WITHDRAWN = "consent_withdrawn", "A family took back its consent"
        ACCOUNTS_CLOSED = "accounts_closed", "Many accounts were closed within a day"
        LEFT_ALONE = "left_alone", "A family was left to nobody when an account was closed"
        DENIED = "denied", "A family was closed to somebody"
        DENIAL_LIFTED = "denial_lifted", "A family is no longer closed to somebody"
        RESTRICTED = "restricted", "A record was kept to people who are named"
        RESTRICTION_LIFTED = "restriction_lifted", "A record is no longer kept to people who are named"
        WATCH_LATE = "watch_late", "What is watched each night has not been"
        FEED_LATE = "feed_late", "A partner’s file is late"
        FEED_UNUSUAL = "feed_unusual", "A partner’s file is not as usual, and waits for somebody to say yes"
        FEED_REFUSED = "feed_refused", "A partner’s file could not be taken in"
        WORRY_WAITS = "worry_waits", "A worry waits, and nobody can be called about it"

    kind = models.CharField(max_length=30, choices=Kind)
    to_account = models.ForeignKey(_ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    to_role = models.CharField(max_length=40, blank=True)
    about = models.ForeignKey(_ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    caused_by = models.ForeignKey(_ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    family_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    why = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(_ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(
            select=_SOMEBODY_ELSES,
            update=_SOMEBODY_ELSES,
            becomes="{t}.seen_by_id = (SELECT wall.viewer())",
            changed=("seen_at", "seen_by_id"),
        ),
        Audited.WRITES, STAFF_RECORD, Extracted.DERIVED,
        {
            "kind": Tag.PLAIN, "to_account_id": Tag.STAFF, "to_role": Tag.PLAIN, "about_id": Tag.STAFF, "caused_by_id": Tag.STAFF,
            "family_id": Tag.REFERENCE, "subject_id": Tag.REFERENCE, "why": Tag.STAFF, "seen_at": Tag.PLAIN,
            "seen_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["to_account"], name="alert_to_account", condition=Q(seen_at__isnull=True)),
            models.Index(fields=["to_role"], name="alert_to_role", condition=Q(seen_at__isnull=True)),
        ]


class PortalAccess(Record):
    """A family's own way in: which account is which person, and of which children they may read what is shared.

    It is no grant: an account of a family reads only through functions that say, column by column, what they show.
    """

    class Kind(models.TextChoices):
        ADULT = "adult", "An adult of the family, for themselves"
        PARENT = "parent", "Holds parental responsibility"
        YOUNG_PERSON = "young_person", "A young person, for themselves"

    account = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    family_id = models.UUIDField(db_index=True)
    person_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=Kind)
    children = ArrayField(models.UUIDField(), default=list, blank=True)
    basis = models.CharField(max_length=20, choices=Grant.Basis, default=Grant.Basis.PUBLIC_TASK)
    evidence = models.CharField(max_length=500)
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(_ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(
            select=f"{{t}}.account_id = (SELECT wall.viewer()) OR {ALONGSIDE.removesuffix(')')} AND 'shared' = ANY (g.sections))"
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "account_id": Tag.IDENTITY, "family_id": Tag.REFERENCE, "person_id": Tag.REFERENCE, "kind": Tag.PLAIN,
            "children": Tag.REFERENCE, "basis": Tag.PLAIN, "evidence": Tag.STORY, "starts_at": Tag.PLAIN, "ends_at": Tag.PLAIN,
            "given_by_id": Tag.STAFF, "ended_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        db_table = "access_portal"
        indexes = [models.Index(fields=["account"], name="portal_account")]
