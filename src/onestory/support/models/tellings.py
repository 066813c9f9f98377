"""What whoever asked is to be told of their request: the words ready, and whether they were said, by whom and how.

A request is never refused into silence. Until messages leave by themselves, each telling is something that a person does.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.support.models.requests import ITS_REQUEST, Request


class Telling(Record):
    """`to_account` is whoever asked and signs in here: what they are told stands on their own page at once."""

    class How(models.TextChoices):
        CALL = "call", "Rang them"
        TEXT = "text", "Sent a text message"
        EMAIL = "email", "Sent an email"
        LETTER = "letter", "Wrote a letter"
        THROUGH = "through", "Through somebody they trust"
        THEY_CAME = "they_came", "They came to us, or rang us"
        HERE = "here", "On their own page here"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="tellings")
    event_number = models.PositiveIntegerField()
    to_account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    due_on = models.DateField()
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=20, choices=How, blank=True)
    why_not = models.TextField(blank=True)

    care = Care(
        Wall(
            select=f"{{t}}.to_account_id = (SELECT wall.viewer()) OR {ITS_REQUEST}",
            insert=ITS_REQUEST, update=ITS_REQUEST, changed=("told_at", "told_by_id", "how", "why_not"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "request_id": Tag.REFERENCE, "event_number": Tag.PLAIN, "to_account_id": Tag.STAFF, "words": Tag.STORY,
            "due_on": Tag.PLAIN, "told_at": Tag.PLAIN, "told_by_id": Tag.STAFF, "how": Tag.PLAIN, "why_not": Tag.STORY,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "event_number"], name="telling_once_for_each_step"),
            # Told, and how; or not, and why; or still to do. Nothing else.
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, how="", why_not="")
                | Q(told_at__isnull=False) & (~Q(how="") & Q(why_not="") | Q(how="") & ~Q(why_not="")),
                name="telling_done_or_not",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="telling_due", condition=Q(told_at__isnull=True)),
            models.Index(fields=["to_account"], name="telling_to", condition=Q(to_account__isnull=False)),
        ]
