"""The append-only record of who did what: every write, and every opening of a family.

Holds no values of what was written, only which things were touched. Written in the transaction of the act itself: if it
cannot be written, the act does not happen (security.md section 5).
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from onestory.core.care import AUDIT_TRAIL, Audited, Care, Extracted, Tag, Wall


class TransactionId(models.Func):
    function = "pg_current_xact_id"
    template = "(%(function)s()::text::bigint)"
    output_field = models.BigIntegerField()


class AuditEvent(models.Model):
    id = models.BigAutoField(primary_key=True)
    # The database's clock, not the application's: an application server with a wrong clock must not date events (HZ-86).
    at = models.DateTimeField(db_default=Now(), editable=False)
    transaction = models.BigIntegerField(db_default=TransactionId(), editable=False)
    account_id = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    family_id = models.UUIDField(null=True)
    person_ids = ArrayField(models.UUIDField(), default=list)
    subject = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)

    care = Care(
        Wall(
            select="(SELECT wall.has_role('information_governance'))",
            insert="{t}.account_id IS NOT DISTINCT FROM (SELECT wall.viewer())",
            append_only=True,
            # When, in which transaction and in what order are for the database to say.
            given=(
                "account_id", "action", "family_id", "person_ids", "subject", "subject_id", "detail", "request_id",
            ),
        ),
        Audited.IS_THE_AUDIT,
        AUDIT_TRAIL,
        Extracted.NEVER,
        {
            "at": Tag.PLAIN, "transaction": Tag.PLAIN, "account_id": Tag.STAFF, "action": Tag.PLAIN,
            "family_id": Tag.REFERENCE, "person_ids": Tag.REFERENCE, "subject": Tag.PLAIN, "subject_id": Tag.REFERENCE,
            "detail": Tag.PLAIN, "request_id": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["family_id", "-id"], name="audit_family", condition=models.Q(family_id__isnull=False)),
            models.Index(fields=["account_id", "-id"], name="audit_account"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_emptied",
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'audit events are never removed';",
            ),
        ]
