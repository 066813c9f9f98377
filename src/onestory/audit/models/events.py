"""The append-only record of who did what: every write, and every opening of a family.

Holds no values of what was written, only which things were touched. Written in the transaction of the act itself: if it
cannot be written, the act does not happen (security.md section 5).
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from onestory.core.care import AUDIT_TRAIL, Audited, Care, Extracted, Tag, Wall


class TransactionId(models.Func):
    function = "pg_current_xact_id"
    template = "(%(function)s()::text::bigint)"
    output_field = models.BigIntegerField()


def _nothing() -> models.expressions.RawSQL:
    """An empty list the database itself puts in, so that adding such a column rewrites no row."""
    return models.expressions.RawSQL("'{}'::text[]", ())


class AuditEvent(models.Model):
    """One act. What it may hold beyond the first few columns is said in docs/adr/0011-sealed-audit.md."""

    class Decision(models.TextChoices):
        ALLOW = "allow", "Allowed"
        DENY = "deny", "Refused"

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
    # In what role and for whom the account acted, and from where, as far as that is coarse.
    roles = ArrayField(models.CharField(max_length=40), db_default=_nothing())
    organisation_id = models.UUIDField(null=True)
    session = models.CharField(max_length=32, blank=True, db_default="")
    device = models.CharField(max_length=10, blank=True, db_default="")
    on_behalf_of = models.UUIDField(null=True)
    # Which kinds of thing were touched or shown (sections, classes of column), never what they said.
    fields = ArrayField(models.CharField(max_length=30), db_default=_nothing())
    decision = models.CharField(max_length=5, choices=Decision, db_default="allow")
    purpose = models.CharField(max_length=200, blank=True, db_default="")
    grant_id = models.UUIDField(null=True)

    care = Care(
        Wall(
            select="(SELECT wall.has_role('information_governance'))",
            insert="{t}.account_id IS NOT DISTINCT FROM (SELECT wall.viewer())",
            append_only=True,
            # When, in which transaction and in what order are for the database to say.
            given=(
                "account_id", "action", "family_id", "person_ids", "subject", "subject_id", "detail", "request_id",
                "roles", "organisation_id", "session", "device", "on_behalf_of", "fields", "decision", "purpose", "grant_id",
            ),
        ),
        Audited.IS_THE_AUDIT,
        AUDIT_TRAIL,
        Extracted.NEVER,
        {
            "at": Tag.PLAIN, "transaction": Tag.PLAIN, "account_id": Tag.STAFF, "action": Tag.PLAIN,
            "family_id": Tag.REFERENCE, "person_ids": Tag.REFERENCE, "subject": Tag.PLAIN, "subject_id": Tag.REFERENCE,
            "detail": Tag.PLAIN, "request_id": Tag.PLAIN, "roles": Tag.STAFF, "organisation_id": Tag.STAFF,
            "session": Tag.STAFF, "device": Tag.STAFF, "on_behalf_of": Tag.REFERENCE, "fields": Tag.PLAIN,
            "decision": Tag.PLAIN, "purpose": Tag.PLAIN, "grant_id": Tag.REFERENCE,
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["family_id", "-id"], name="audit_family", condition=models.Q(family_id__isnull=False)),
            models.Index(fields=["account_id", "-id"], name="audit_account"),
            # Who was shown in a list: a search names people and no family.
            GinIndex(fields=["person_ids"], name="audit_shown", condition=models.Q(family_id__isnull=True)),
            # What the sealer takes next, in the order in which transactions began to write.
            models.Index(fields=["transaction"], name="audit_transaction"),
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
