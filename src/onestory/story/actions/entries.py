"""Writing entries: by hand, and by the work itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import news
from onestory.core.errors import Invalid, NotThere
from onestory.people.models import Family
from onestory.story.models import Entry, EntryAbout

KINDS_BY_HAND = tuple(kind for kind in Entry.Kind if kind is not Entry.Kind.RECORD)


@dataclass(frozen=True)
class NewEntry:
    """What happened. Only *who* and *what happened* are needed (mission: warm before complete)."""

    title: str
    kind: str = Entry.Kind.NOTE
    text: str = ""
    happened_at: datetime | None = None
    time_known: bool = True
    about: Sequence[UUID] = ()
    words_by: UUID | None = None
    section: str = Section.SHARED


@transaction.atomic
def write(*, by: Viewer, family: Family, new: NewEntry, form_key: UUID | None = None) -> Entry:
    """Write an entry. The same `form_key` twice writes it once and answers with what was written (HZ-80)."""
    if not by.may(May.WRITE):
        raise NotThere("writing")
    _check(family, new)
    standing = _written_already(family, form_key)
    if standing:
        return standing
    entry = Entry(
        family=family, kind=new.kind, happened_at=new.happened_at or timezone.now(), time_known=new.time_known,
        title=new.title.strip(), text=new.text.strip(), words_by_id=new.words_by, section=new.section,
        written_by_id=by.account_id, form_key=form_key,
    )  # fmt: skip
    try:
        with transaction.atomic():
            _keep(entry, new.about)
    except IntegrityError:
        # The same form was sent twice at one moment, and the other was first.
        standing = _written_already(family, form_key)
        if standing:
            return standing
        raise
    events.record(by=by, action="entries.write", family=family.pk, people=new.about, subject=entry, kind=new.kind)
    return entry


def _written_already(family: Family, form_key: UUID | None) -> Entry | None:
    return Entry.objects.filter(form_key=form_key, family=family).first() if form_key else None


@transaction.atomic
def correct(*, by: Viewer, entry: Entry, text: str, form_key: UUID | None = None) -> Entry:
    """Put right what an entry got wrong. The entry stays as it was written; the correction stands beside it."""
    if not by.may(May.WRITE):
        raise NotThere("writing")
    if not text.strip():
        raise Invalid("Write what should be different.", "text")
    standing = _written_already(entry.family, form_key)
    if standing:
        return standing
    made = Entry(
        family_id=entry.family_id, kind=Entry.Kind.NOTE, happened_at=timezone.now(), section=entry.section,
        title=f"Correction to “{entry.title}”"[:200], text=text.strip(), written_by_id=by.account_id, corrects=entry,
        form_key=form_key,
    )  # fmt: skip
    _keep(made, [about.person_id for about in entry.about.all()])
    events.record(by=by, action="entries.correct", family=entry.family_id, subject=made)
    return made


def hear(happened: news.Happened) -> None:
    """An act of the work itself, told by a layer below, written in that act's own transaction."""
    entry = Entry(
        family_id=happened.family, kind=Entry.Kind.RECORD, happened_at=happened.at or timezone.now(),
        time_known=happened.at is None, title=happened.title, section=happened.section,
        written_by_id=happened.by.account_id, act=happened.act,
    )  # fmt: skip
    _keep(entry, happened.people)


def _keep(entry: Entry, about: Sequence[UUID]) -> None:
    entry.save(force_insert=True)
    EntryAbout.objects.bulk_create([EntryAbout(entry=entry, person_id=person) for person in dict.fromkeys(about)])


def _check(family: Family, new: NewEntry) -> None:
    if not new.title.strip():
        raise Invalid("Write what happened in a few words.", "title")
    if len(new.title.strip()) > 200:
        raise Invalid("Keep the first line under 200 characters; the rest goes below it.", "title")
    if new.kind not in KINDS_BY_HAND:
        raise Invalid("Choose what kind of contact it was.", "kind")
    if new.happened_at and new.happened_at > timezone.now():
        raise Invalid("This has not happened yet. Check the date.", "happened_at")
    strangers = set(new.about) - set(family.memberships.values_list("person_id", flat=True))
    if strangers:
        raise Invalid("Choose people in this family.", "about")
