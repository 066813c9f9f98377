"""Writing a contact: the entry of the story, and what is beside it, in one transaction and once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid
from onestory.people.models import Family
from onestory.story.actions import entries
from onestory.story.models import Entry
from onestory.support.actions import appointments
from onestory.support.models import Appointment, Contact, Mention

AGREED = "What we agreed: "
_AS_ENTRIES = {
    Contact.Kind.VISIT: Entry.Kind.VISIT, Contact.Kind.CALL: Entry.Kind.CALL, Contact.Kind.DROP_IN: Entry.Kind.DROP_IN,
    Contact.Kind.MESSAGE: Entry.Kind.MESSAGE, Contact.Kind.GROUP_CHAT: Entry.Kind.MESSAGE,
}  # fmt: skip


@dataclass(frozen=True)
class NewContact:
    """Only *who* and *what happened* (`title`) are needed. `others_named`: people outside the family whom the words name."""

    title: str
    kind: str
    said: str = ""
    agreed: str = ""
    about: Sequence[UUID] = ()
    there: Sequence[UUID] = ()
    others_there: str = ""
    words_by: UUID | None = None
    others_named: Sequence[str] = field(default=())
    happened_at: datetime | None = None
    time_known: bool = True
    section: str = Section.SHARED


@transaction.atomic
def write(
    *, by: Viewer, family: Family, new: NewContact, now: datetime, appointment: Appointment | None = None,
    form_key: UUID | None = None,
) -> Contact:  # fmt: skip
    """Written once, however often the same `form_key` is sent. The appointment it keeps is kept by it. Raises Invalid."""
    if new.kind not in Contact.Kind.values:
        raise Invalid("Choose how you were in touch.", "kind")
    entry = entries.write(by=by, family=family, new=_entry(new), form_key=form_key)
    standing = Contact.objects.filter(entry=entry).first()
    if standing:
        return standing
    contact = Contact(
        family=family, entry=entry, kind=new.kind, there=list(dict.fromkeys(new.there)),
        others_there=new.others_there.strip(), agreed=new.agreed.strip(), appointment=appointment, section=new.section,
        written_by_id=by.account_id,
    )  # fmt: skip
    if appointment:
        appointments.keep(by=by, appointment=appointment, now=now)
    contact.save(force_insert=True)
    _mark(by=by, entry=entry, names=new.others_named)
    events.record(by=by, action="contacts.write", family=family.pk, people=new.about, subject=contact, kind=new.kind)
    return contact


@transaction.atomic
def write_entry(*, by: Viewer, family: Family, new: NewContact, form_key: UUID | None = None) -> Entry:
    """What was no contact, such as a note: an entry of the story alone, in which what was agreed and who is named stand too."""
    entry = entries.write(by=by, family=family, new=_entry(new, kind=new.kind), form_key=form_key)
    _mark(by=by, entry=entry, names=new.others_named)
    return entry


def _mark(*, by: Viewer, entry: Entry, names: Sequence[str]) -> None:
    for name in names:
        # A name that was written differently in the words is no reason to lose them: it can be marked later.
        if _places(entry.text, name.strip()):
            mention(by=by, entry=entry, words=name, who="Not of the family")


@transaction.atomic
def mention(*, by: Viewer, entry: Entry, words: str, who: str) -> list[Mention]:
    """Somebody who is not of the family is named: every place of the entry's text where these very words stand."""
    looked_for = words.strip()
    if not looked_for:
        raise Invalid("Copy the words as they stand in what was written.", "words")
    found = _places(entry.text, looked_for)
    if not found:
        raise Invalid("Those words do not stand in what was written. Copy them from it as they are.", "words")
    marked = set(entry.mentions.values_list("begins", "ends"))
    made = [
        Mention(
            family_id=entry.family_id, entry=entry, begins=begins, ends=ends, who=who.strip(), section=entry.section,
            written_by_id=by.account_id,
        )
        for begins, ends in found
        if (begins, ends) not in marked
    ]  # fmt: skip
    for one in made:
        one.save(force_insert=True)
    events.record(by=by, action="contacts.mention", family=entry.family_id, subject=entry, places=len(made))
    return made


def _entry(new: NewContact, *, kind: str = "") -> entries.NewEntry:
    agreed = f"{AGREED}{new.agreed.strip()}" if new.agreed.strip() else ""
    return entries.NewEntry(
        title=new.title, kind=kind or _AS_ENTRIES[Contact.Kind(new.kind)],
        text="\n\n".join(part for part in (new.said.strip(), agreed) if part), happened_at=new.happened_at,
        time_known=new.time_known, about=new.about, words_by=new.words_by, section=new.section,
    )  # fmt: skip


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Where they stand as whole words: "Al" is not in "Alex"."""
    found, begins = [], text.find(words) if words else -1
    while begins >= 0:
        ends = begins + len(words)
        before, after = text[begins - 1 : begins], text[ends : ends + 1]
        if not before.isalnum() and not after.isalnum():
            found.append((begins, ends))
        begins = text.find(words, ends)
    return found
