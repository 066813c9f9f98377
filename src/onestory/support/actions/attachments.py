"""Adding a picture or a letter to something that was written, reading it, and taking out what should not have been added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import news
from onestory.core.errors import Invalid, NotThere
from onestory.core.files.limits import Clean
from onestory.people.models import Family
from onestory.story.models import Entry
from onestory.support.actions.locking import one_at_a_time
from onestory.support.attachment_queries import AT_MOST
from onestory.support.models import Attachment, AttachmentContent, AttachmentWithdrawal

ENOUGH = f"There are {AT_MOST} here already. Write something new down, and add it to that."
_WORDS = {Attachment.Kind.PICTURE: "A picture", Attachment.Kind.PDF: "A document"}


@dataclass(frozen=True)
class NewAttachment:
    """`what` it is, and what it `shows` to whoever cannot see it: of a picture both are needed."""

    what: str
    shows: str = ""
    about: Sequence[UUID] = ()


@transaction.atomic
def add(
    *, by: Viewer, family: Family, entry: Entry, new: NewAttachment, file: Clean, form_key: UUID | None = None
) -> Attachment:
    """Added once, however often the same `form_key` is sent. `file` was cleaned (`core.files.cleaning`). Raises Invalid."""
    if not by.may(May.WRITE):
        raise NotThere("writing")
    one_at_a_time(f"attachments {entry.pk}")
    if standing := _sent_before(entry, form_key):
        return standing
    _check(family, entry, new, file)
    made = Attachment(
        family=family, entry=entry, what=new.what.strip(), shows=new.shows.strip(), about=list(dict.fromkeys(new.about)),
        kind=file.kind, size=len(file.content), width=file.width, height=file.height, pages=file.pages,
        section=entry.section, form_key=form_key, written_by_id=by.account_id,
    )  # fmt: skip
    made.save(force_insert=True)
    AttachmentContent(attachment=made, data=file.content).save(force_insert=True)
    _tell(by, entry, act="attachments.add", title=f"{_WORDS[Attachment.Kind(file.kind)]} was added to “{entry.title}”")
    events.record(
        by=by, action="attachments.add", family=family.pk, people=new.about, subject=made, fields=[entry.section],
        kind=file.kind,
    )  # fmt: skip
    return made


@transaction.atomic
def read(*, by: Viewer, attachment: Attachment) -> bytes:
    """What it shows, and that somebody looked. Raises NotThere for one that was taken out."""
    found = AttachmentContent.objects.filter(attachment=attachment).first()
    if found is None:
        raise NotThere("attachment")
    events.record(
        by=by, action="attachments.read", family=attachment.family_id, people=attachment.about, subject=attachment,
        fields=[attachment.section],
    )  # fmt: skip
    return bytes(found.data)


@transaction.atomic
def withdraw(*, by: Viewer, attachment: Attachment, reason: str) -> None:
    """What it shows is gone; that it was here, what it was called, and why it went, stay. Twice is once."""
    if not by.may(May.WRITE):
        raise NotThere("writing")
    if not reason.strip():
        raise Invalid("Say why it should not be here.", "reason")
    made = AttachmentWithdrawal(attachment=attachment, reason=reason.strip(), written_by_id=by.account_id)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        if AttachmentWithdrawal.objects.filter(attachment=attachment).exists():
            return
        raise
    AttachmentContent.objects.filter(attachment=attachment).delete()
    title = f"{_WORDS[Attachment.Kind(attachment.kind)]} was taken out of “{attachment.entry.title}”"
    _tell(by, attachment.entry, act="attachments.withdraw", title=title)
    events.record(
        by=by, action="attachments.withdraw", family=attachment.family_id, people=attachment.about, subject=attachment,
        fields=[attachment.section],
    )  # fmt: skip


def _sent_before(entry: Entry, form_key: UUID | None) -> Attachment | None:
    """Asked before anything is refused: what was added with the last place that was free is there."""
    return Attachment.objects.filter(form_key=form_key, entry=entry).first() if form_key else None


def _check(family: Family, entry: Entry, new: NewAttachment, file: Clean) -> None:
    if not new.what.strip():
        raise Invalid("Say what it is, in a few words.", "what")
    if file.kind == "picture" and not new.shows.strip():
        raise Invalid("Say what the picture shows, for whoever cannot see it.", "shows")
    if set(new.about) - set(family.memberships.values_list("person_id", flat=True)):
        raise Invalid("Choose people in this family.", "about")
    if Attachment.objects.filter(entry=entry, withdrawal__isnull=True).count() >= AT_MOST:
        raise Invalid(ENOUGH, "file")


def _tell(by: Viewer, entry: Entry, *, act: str, title: str) -> None:
    news.tell(news.Happened(by=by, act=act, family=entry.family_id, title=title[:200], section=entry.section))
