"""How to reach someone, and how it is safe to. What is safe goes stale: it is asked again every ninety days (HZ-10)."""

from __future__ import annotations

from django.db import models

from onestory.access.walls import SHARED, person_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag
from onestory.core.models import Record
from onestory.people.models.history import history_of


class ContactPoint(Record):
    class Kind(models.TextChoices):
        PHONE = "phone", "Phone"
        EMAIL = "email", "Email"
        POST = "post", "Post to their address"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=Kind)
    # E.164 for a phone, lower case for an email, empty for post.
    value = models.CharField(max_length=254, blank=True)
    # Not asked is not safe: each use starts as no.
    may_call = models.BooleanField(default=False)
    may_text = models.BooleanField(default=False)
    may_voicemail = models.BooleanField(default=False)
    may_email = models.BooleanField(default=False)
    may_post = models.BooleanField(default=False)
    hours = models.CharField(max_length=200, blank=True, help_text="when it is safe, in their words")
    code_word = models.CharField(max_length=100, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    care = Care(
        person_wall(section=SHARED), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "person_id": Tag.REFERENCE, "kind": Tag.PLAIN, "value": Tag.CONTACT, "may_call": Tag.CONTACT,
            "may_text": Tag.CONTACT, "may_voicemail": Tag.CONTACT, "may_email": Tag.CONTACT, "may_post": Tag.CONTACT,
            "hours": Tag.CONTACT, "code_word": Tag.SECRET, "checked_on": Tag.PLAIN, "ends_on": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="post") | ~models.Q(value=""), name="contact_point_says_where"
            )
        ]
        indexes = [models.Index(fields=["person"], name="contact_point_person")]


ContactPointHistory = history_of(ContactPoint)
