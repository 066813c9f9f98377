"""What someone has typed and not yet kept, saved every few seconds so that a crash or a lost signal loses nothing."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.db import models

from onestory.access.walls import family_condition, own_wall
from onestory.core.care import WORKING, Audited, Care, Extracted, Tag
from onestory.core.models import Record


class Draft(Record):
    """One draft of one form by one account. Nobody else sees it, whatever their role."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=60)
    family = models.ForeignKey("people.Family", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    # Of a family that is seen: one that is not there would be refused, and so tell of one that is.
    _ITS_FAMILY = f"({own_wall().insert} AND ({{t}}.family_id IS NULL OR {family_condition()}))"
    care = Care(
        replace(own_wall(), insert=_ITS_FAMILY, becomes=_ITS_FAMILY), Audited.NO, WORKING, Extracted.NEVER,
        {
            "account_id": Tag.STAFF, "form": Tag.PLAIN, "family_id": Tag.REFERENCE, "content": Tag.STORY,
            "saved_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["account", "-saved_at"], name="draft_account")]
