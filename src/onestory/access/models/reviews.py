"""The quarterly review of who is in a team: that somebody looked at each name, and what they decided."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from onestory.core.care import STAFF_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record


class AccessReview(Record):
    """One team, looked through once. `kept` and `ended` are the memberships looked at; rows are written only by
    `wall.review_team`, which sees that none was left out.
    """

    team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept = ArrayField(models.UUIDField(), default=list)
    ended = ArrayField(models.UUIDField(), default=list)

    care = Care(
        Wall(
            select="(SELECT wall.has_role('administrator') OR wall.has_role('supervisor')"
            " OR wall.has_role('information_governance'))"
        ),
        Audited.WRITES, STAFF_RECORD, Extracted.DERIVED,
        {"team_id": Tag.REFERENCE, "reviewed_by_id": Tag.STAFF, "kept": Tag.REFERENCE, "ended": Tag.REFERENCE},
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["team", "-created_at"], name="review_team")]
