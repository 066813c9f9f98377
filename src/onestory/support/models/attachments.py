"""What is added to something that was written: a photograph, a child's drawing, a letter. Cleaned before it comes here (HZ-18).

A row says what it is; what it shows stands in a table of its own, which no list reads. Behind the wall of its entry, and in the
database with it, so that a backup holds both or neither.
"""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from onestory.access.sections import Section
from onestory.access.walls import family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.files.limits import LARGEST_KEPT
from onestory.core.models import Record

_ME = "(SELECT wall.viewer())"
_ITS_WALL = family_wall(section="{t}.section", written=True)
# Of an entry they see, and as sensitive as that: nobody hangs something in a section where its entry is not.
_OF_ITS_ENTRY = (
    "EXISTS (SELECT 1 FROM story_entry e WHERE e.id = {t}.entry_id AND e.family_id = {t}.family_id"
    " AND e.section = {t}.section)"
)
_OF_AN_ATTACHMENT = "EXISTS (SELECT 1 FROM support_attachment a WHERE a.id = {t}.attachment_id%s)"
_OF_MY_ATTACHMENT = _OF_AN_ATTACHMENT % f" AND a.written_by_id = {_ME}"
# Only with a reason, given by whoever takes it away.
_WITHDRAWN_BY_ME = (
    "EXISTS (SELECT 1 FROM support_attachmentwithdrawal w WHERE w.attachment_id = {t}.attachment_id"
    f" AND w.written_by_id = {_ME})"
)


def _account() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class Attachment(Record):
    """What it is, in the words of whoever added it; never the name the file had on their device.

    `shows` says what a picture shows, for whoever cannot see it.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", "Picture"
        PDF = "pdf", "PDF"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="attachments")
    entry = models.ForeignKey("story.Entry", on_delete=models.PROTECT, related_name="attachments")
    what = models.CharField(max_length=120)
    shows = models.CharField(max_length=500, blank=True)
    about = ArrayField(models.UUIDField(), default=list, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    section = models.CharField(max_length=20, choices=Section, default=Section.SHARED)
    form_key = models.UUIDField(null=True, blank=True, unique=True)
    written_by = _account()
    written_at = models.DateTimeField(default=timezone.now)

    # Filled by `attachment_queries`.
    writer: str
    why_withdrawn: str | None

    care = Care(
        replace(_ITS_WALL, insert=f"({_ITS_WALL.insert}) AND {_OF_ITS_ENTRY}"), Audited.WRITES, CHILD_RECORD,
        Extracted.NEVER,
        {
            "family_id": Tag.REFERENCE, "entry_id": Tag.REFERENCE, "what": Tag.STORY, "shows": Tag.STORY,
            "about": Tag.REFERENCE, "kind": Tag.PLAIN, "size": Tag.PLAIN, "width": Tag.PLAIN, "height": Tag.PLAIN,
            "pages": Tag.PLAIN, "section": Tag.PLAIN, "form_key": Tag.PLAIN, "written_by_id": Tag.STAFF,
            "written_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind="picture") | ~Q(shows=""), name="picture_says_what_it_shows"),
            models.CheckConstraint(condition=~Q(what=""), name="attachment_says_what_it_is"),
        ]


class AttachmentContent(Record):
    """What it shows. Gone once it is withdrawn."""

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="content")
    data = models.BinaryField()

    care = Care(
        Wall(select=_OF_AN_ATTACHMENT % "", insert=_OF_MY_ATTACHMENT, delete=_WITHDRAWN_BY_ME), Audited.WRITES_AND_OPENING,
        CHILD_RECORD, Extracted.NEVER, {"attachment_id": Tag.REFERENCE, "data": Tag.STORY},
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    Func(F("data"), function="octet_length", output_field=models.IntegerField()), LARGEST_KEPT
                ),
                name="attachment_no_larger_than_kept",
            ),
        ]


class AttachmentWithdrawal(Record):
    """Something that should not have been added was taken out: by whom, when and why. What it was called stays."""

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    written_by = _account()
    written_at = models.DateTimeField(default=timezone.now)

    care = Care(
        Wall(
            select=_OF_AN_ATTACHMENT % "", insert=f"{{t}}.written_by_id = {_ME} AND {_OF_AN_ATTACHMENT % ''}",
            append_only=True,
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "attachment_id": Tag.REFERENCE, "reason": Tag.STORY, "written_by_id": Tag.STAFF, "written_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="attachment_withdrawn_with_a_reason")]
