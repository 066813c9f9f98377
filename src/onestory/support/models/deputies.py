"""Who answers for somebody who is away, and what went to whom when somebody left."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onestory.core.care import STAFF_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record

_ME = "(SELECT wall.viewer())"
_MINE = "((SELECT wall.accounts())::uuid[])"
NOW = "{d}.starts_on <= current_date AND {d}.ends_on >= current_date"
DEPUTISED = f"SELECT d.away_id FROM support_deputy d WHERE d.deputy_id = {_ME} AND {NOW.format(d='d')}"
"""SQL: those for whom the viewer stands in today."""


class Deputy(Record):
    """From a day to a day somebody looks after what waits for a colleague. They see what they may see anyway."""

    away = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(
            select=f"{_ME} IN ({{t}}.away_id, {{t}}.deputy_id) OR {{t}}.away_id = ANY {_MINE}",
            # By themselves, or by whoever supervises them.
            insert=f"{{t}}.set_by_id = {_ME} AND ({{t}}.away_id = {_ME} OR {{t}}.away_id = ANY {_MINE})",
            update=f"{{t}}.away_id = {_ME} OR {{t}}.away_id = ANY {_MINE}",
            changed=("ends_on",),
        ),
        Audited.WRITES, STAFF_RECORD, Extracted.NEVER,
        {
            "away_id": Tag.STAFF, "deputy_id": Tag.STAFF, "starts_on": Tag.STAFF, "ends_on": Tag.STAFF,
            "set_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(away=F("deputy")), name="deputy_is_another"),
            # Ended on the day before it began: it was taken back before it came to anything.
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on") - 1), name="deputy_in_order"),
        ]
        indexes = [
            models.Index(fields=["deputy", "ends_on"], name="deputy_for"),
            models.Index(fields=["away", "ends_on"], name="deputy_of"),
        ]


class Handover(Record):
    """One thing that waited for somebody who left, and whose it is since. Written by `wall.hand_over` alone.

    It names no family: who took the thing over sees what it is about if they see the family.
    """

    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    left = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey("access.Team", null=True, on_delete=models.PROTECT, related_name="+")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(
            select=f"{{t}}.to_account_id = {_ME} OR {{t}}.to_account_id = ANY {_MINE}"
            " OR {t}.to_team_id = ANY ((SELECT wall.teams())::uuid[])"
        ),
        Audited.WRITES, STAFF_RECORD, Extracted.NEVER,
        {
            "kind": Tag.PLAIN, "subject_id": Tag.REFERENCE, "left_id": Tag.STAFF, "to_account_id": Tag.STAFF,
            "to_team_id": Tag.REFERENCE, "closed_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_account__isnull=False, to_team__isnull=True)
                | Q(to_account__isnull=True, to_team__isnull=False),
                name="handover_to_one",
            )
        ]
        indexes = [models.Index(fields=["left", "created_at"], name="handover_of")]
