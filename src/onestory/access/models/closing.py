"""What closes a family whatever has been granted: denials of one account, and restriction to those who are named.

Rows are written only by the functions in `access.functions`. Whoever is kept out does not see the row that keeps them out.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from onestory.access.models.grants import LIVE
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record

GOVERNANCE = "(SELECT wall.has_role('information_governance'))"
# Not `access.walls.family_condition`, which stands above these models and says the same.
ALONGSIDE = f"EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = {{t}}.family_id AND {LIVE.format(g='g')})"


class Denial(Record):
    """One family closed to one account, for a reason that beats every grant (HZ-25, HZ-29)."""

    class Kind(models.TextChoices):
        CONFLICT = "conflict", "A conflict of interest"
        COURT_ORDER = "court_order", "A court order"
        SAFETY = "safety", "Somebody’s safety"

    family_id = models.UUIDField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.CharField(max_length=500)
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(select=f"{{t}}.account_id <> (SELECT wall.viewer()) AND ({GOVERNANCE} OR {{t}}.set_by_id = (SELECT wall.viewer()))"),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "family_id": Tag.REFERENCE, "account_id": Tag.STAFF, "kind": Tag.PLAIN, "reason": Tag.STORY,
            "starts_at": Tag.PLAIN, "ends_at": Tag.PLAIN, "set_by_id": Tag.STAFF, "lifted_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["account"], name="denial_account"),
            models.Index(fields=["family_id"], name="denial_family"),
        ]


class Restriction(Record):
    """One family closed to everyone who works here but the accounts and teams named (HZ-41)."""

    family_id = models.UUIDField()
    reason = models.CharField(max_length=500)
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(select=f"{GOVERNANCE} OR {ALONGSIDE}"),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "family_id": Tag.REFERENCE, "reason": Tag.STORY, "starts_at": Tag.PLAIN, "ends_at": Tag.PLAIN,
            "set_by_id": Tag.STAFF, "lifted_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family_id"], condition=Q(ends_at__isnull=True), name="restriction_once")
        ]
        indexes = [models.Index(fields=["family_id"], name="restriction_family")]


class Named(Record):
    """Who may still see a restricted family. It opens nothing by itself: a grant is needed as well."""

    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="named")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("access.Team", null=True, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(select="EXISTS (SELECT 1 FROM access_restriction r WHERE r.id = {t}.restriction_id)"),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {"restriction_id": Tag.REFERENCE, "account_id": Tag.STAFF, "team_id": Tag.REFERENCE, "named_by_id": Tag.STAFF},
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, team__isnull=True) | Q(account__isnull=True, team__isnull=False),
                name="named_is_an_account_or_a_team",
            )
        ]


class Shut(Record):
    """A family's own account whose page is shut while a restriction lasts, because of whose it is. Chosen, never by itself.

    A restriction is about those who work here; the family's own page stays theirs (ADR 0013).
    """

    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="shut")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    shut_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(select="EXISTS (SELECT 1 FROM access_restriction r WHERE r.id = {t}.restriction_id)"),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {"restriction_id": Tag.REFERENCE, "account_id": Tag.IDENTITY, "shut_by_id": Tag.STAFF},
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["restriction", "account"], name="shut_once")]


class Interest(Record):
    """Somebody at work says who they are close to: their own family, an ex, a neighbour. What they say closes what it fits.

    They are not told whether the network knows the people they named (HZ-16, HZ-35).
    """

    class Kind(models.TextChoices):
        MYSELF = "myself", "Myself"
        FAMILY = "family", "My family or a relative"
        PARTNER = "partner", "A partner or somebody who was"
        NEIGHBOUR = "neighbour", "A neighbour"
        FRIEND = "friend", "A friend, or somebody I know"

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    given = models.CharField(max_length=100, blank=True)
    family = models.CharField(max_length=100, blank=True)
    born = models.DateField(null=True, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    care = Care(
        Wall(
            select=f"{{t}}.account_id = (SELECT wall.viewer()) OR {GOVERNANCE}",
            insert="{t}.account_id = (SELECT wall.viewer())",
            update="{t}.account_id = (SELECT wall.viewer())",
            changed=("ended_at",),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "account_id": Tag.STAFF, "kind": Tag.STAFF, "given": Tag.IDENTITY, "family": Tag.IDENTITY, "born": Tag.IDENTITY,
            "postcode": Tag.LOCATION, "ended_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["account"], name="interest_account")]
