"""What someone has typed and not yet kept, saved every few seconds so that a crash or a lost signal loses nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from onestory.access.walls import own_wall
from onestory.core.care import WORKING, Audited, Care, Extracted, Tag
from onestory.core.models import Record


class Draft(Record):
    """One draft of one form by one account. Nobody else sees it, whatever their role."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=60)
    family = models.ForeignKey("people.Family", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    care = Care(
        own_wall(), Audited.NO, WORKING, Extracted.NEVER,
        {
            "account_id": Tag.STAFF, "form": Tag.PLAIN, "family_id": Tag.REFERENCE, "content": Tag.STORY,
            "saved_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["account", "-saved_at"], name="draft_account")]
