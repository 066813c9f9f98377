"""The timeline: what happened, when, who wrote it, whom it is about and how sensitive it is. Entries are never edited."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone

from onestory.access.sections import Section
from onestory.access.walls import family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record


class Entry(Record):
    class Kind(models.TextChoices):
        VISIT = "visit", "Visit"
        CALL = "call", "Phone call"
        MESSAGE = "message", "Message"
        DROP_IN = "drop_in", "Drop-in"
        GROUP = "group", "Group"
        APPOINTMENT = "appointment", "Appointment"
        LETTER = "letter", "Letter"
        NOTE = "note", "Note"
        # Written by the work itself, in the transaction of the act.
        RECORD = "record", "Record"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20, choices=Kind)
    happened_at = models.DateTimeField()
    # False where only the day is known.
    time_known = models.BooleanField(default=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    words_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=20, choices=Section, default=Section.SHARED)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    # The act that wrote it, for entries written by the work itself; also what makes a form sent twice write once (HZ-80).
    act = models.CharField(max_length=60, blank=True)
    form_key = models.UUIDField(null=True, blank=True, unique=True)
    # Filled by `queries`: who wrote it, whom it is about, and whether something in it was put right.
    writer: str
    people: list[UUID]
    corrected: bool
    # What an entry corrects stays; the correction says what it corrects.
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")

    care = Care(
        family_wall(section="{t}.section", written=True), Audited.WRITES_AND_OPENING, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "kind": Tag.PLAIN, "happened_at": Tag.PLAIN, "time_known": Tag.PLAIN,
            "title": Tag.STORY, "text": Tag.STORY, "words_by_id": Tag.REFERENCE, "section": Tag.PLAIN,
            "written_by_id": Tag.STAFF, "written_at": Tag.PLAIN, "act": Tag.PLAIN, "form_key": Tag.PLAIN,
            "corrects_id": Tag.REFERENCE,
        },
    )  # fmt: skip

    class Meta:
        # The order of a page of the timeline, and where the next page begins.
        indexes = [models.Index(fields=["family", "-happened_at", "-id"], name="entry_timeline")]


class EntryAbout(models.Model):
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="about")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    _SEEN = "EXISTS (SELECT 1 FROM story_entry e WHERE e.id = {t}.entry_id)"
    # One's own entry, and somebody who belongs or belonged to its family.
    _MINE = (
        "EXISTS (SELECT 1 FROM story_entry e JOIN people_membership m ON m.family_id = e.family_id"
        " WHERE e.id = {t}.entry_id AND m.person_id = {t}.person_id AND e.written_by_id = (SELECT wall.viewer()))"
    )
    care = Care(
        Wall(select=_SEEN, insert=_MINE, append_only=True), Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {"entry_id": Tag.REFERENCE, "person_id": Tag.REFERENCE},
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="entry_about_once")]
