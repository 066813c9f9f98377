"""Contacts: visits, calls, drop-ins, messages and group chats, each an entry of the story and what is beside it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from onestory.access.sections import Section
from onestory.access.walls import family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag
from onestory.core.models import Record


def _account() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class Contact(Record):
    """What an entry of the story does not say: how it was, who was there, what was agreed, and which appointment it kept.

    What was said stands in the entry alone; what was agreed stands there too, for the family to read, and here by itself, to be
    shown beside the next contact.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", "Visit"
        CALL = "call", "Phone or video call"
        DROP_IN = "drop_in", "They dropped in"
        MESSAGE = "message", "Messages"
        GROUP_CHAT = "group_chat", "Group chat"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="contacts")
    entry = models.OneToOneField("story.Entry", on_delete=models.PROTECT, related_name="contact")
    kind = models.CharField(max_length=20, choices=Kind)
    there = ArrayField(models.UUIDField(), default=list, blank=True)
    others_there = models.CharField(max_length=300, blank=True)
    agreed = models.TextField(blank=True)
    appointment = models.OneToOneField(
        "support.Appointment", null=True, blank=True, on_delete=models.PROTECT, related_name="contact"
    )
    section = models.CharField(max_length=20, choices=Section, default=Section.SHARED)
    written_by = _account()

    care = Care(
        family_wall(section="{t}.section", written=True), Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "entry_id": Tag.REFERENCE, "kind": Tag.PLAIN, "there": Tag.REFERENCE,
            "others_there": Tag.STORY, "agreed": Tag.STORY, "appointment_id": Tag.REFERENCE, "section": Tag.PLAIN,
            "written_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["family", "-created_at"], name="contact_of_family")]


class Mention(Record):
    """Somebody else who is named in what was written: which letters, and who they are. Entries are never edited, so the letters
    stay where they are; whoever hands the record out later takes them out (subject access).
    """

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="mentions")
    entry = models.ForeignKey("story.Entry", on_delete=models.PROTECT, related_name="mentions")
    begins = models.PositiveIntegerField()
    ends = models.PositiveIntegerField()
    who = models.CharField(max_length=200)
    section = models.CharField(max_length=20, choices=Section, default=Section.SHARED)
    written_by = _account()

    care = Care(
        family_wall(section="{t}.section", written=True), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "family_id": Tag.REFERENCE, "entry_id": Tag.REFERENCE, "begins": Tag.PLAIN, "ends": Tag.PLAIN, "who": Tag.STORY,
            "section": Tag.PLAIN, "written_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="mention_has_letters"),
            models.UniqueConstraint(fields=["entry", "begins", "ends"], name="mention_once"),
        ]
