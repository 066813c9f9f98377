"""The story as it is shown: newest first, each entry one glance tall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from onestory.core.dates import LONDON, show_date
from onestory.core.text import join_words, plural
from onestory.faces.workspace import addresses, wording
from onestory.people.models import Family, Membership
from onestory.story.models import Entry
from onestory.story.queries import Cursor, TimelinePage
from onestory.ui import parts

GLANCE = 200
"""Characters that are read at a glance; longer than this is folded away."""


def entries(
    page: TimelinePage, *, names: Mapping[UUID, str], attached: Mapping[UUID, int] | None = None
) -> list[parts.Entry]:
    """`attached` says how many pictures and letters each entry has that has any."""
    return [shown(entry, names=names, attached=(attached or {}).get(entry.pk, 0)) for entry in page.entries]


def lately(page: TimelinePage, *, names: Mapping[UUID, str]) -> list[parts.Entry]:
    """The last few things that somebody wrote."""
    return [entry for entry in entries(page, names=names) if not entry.quiet][:3]


def shown(entry: Entry, *, names: Mapping[UUID, str], whole: bool = False, attached: int = 0) -> parts.Entry:
    if entry.kind == Entry.Kind.RECORD and not whole:
        return _by_the_work_itself(entry)
    fits = whole or (len(entry.text) <= GLANCE and entry.text.count("\n") < 3)
    return parts.Entry(
        when=wording.moment(entry.happened_at, time_known=entry.time_known),
        when_iso=iso(entry.happened_at, time_known=entry.time_known),
        kind=entry.title,
        text="",
        more=entry.text if fits else "",
        rest="" if fits else entry.text,
        by=_by(entry, names),
        url=addresses.of("workspace:entry", entry.family_id, entry.pk),
        in_their_words=entry.words_by_id is not None and bool(entry.text),
        labels=_labels(entry, attached),
    )


def _by_the_work_itself(entry: Entry) -> parts.Entry:
    """One line: what was done, on what day, by whom."""
    return parts.Entry(
        when=show_date(entry.happened_at),
        when_iso=iso(entry.happened_at, time_known=False),
        kind=entry.title,
        text="",
        by=entry.writer,
        quiet=True,
    )


def iso(moment: datetime, *, time_known: bool) -> str:
    local = moment.astimezone(LONDON)
    return local.isoformat(timespec="minutes") if time_known else local.date().isoformat()


def page(family: Family, *, older: Cursor | None, kind: str = "", person: str = "") -> parts.Page:
    """The way to what came before, keeping what the list was narrowed to."""
    if older is None:
        return parts.Page()
    query = {name: value for name, value in (("after", str(older)), ("kind", kind), ("person", person)) if value}
    return parts.Page(older_url=f"{reverse('workspace:story', args=[family.pk])}?{urlencode(query)}")


def people_to_choose(members: Sequence[Membership]) -> list[tuple[str, str]]:
    return [(str(member.person_id), wording.name_of(member)) for member in members]


def _by(entry: Entry, names: Mapping[UUID, str]) -> str:
    """ "Visit. In Ada’s words, written down by Sam Reed. About Ada and Chidi"."""
    words = names.get(entry.words_by_id) if entry.words_by_id else None
    writer = entry.writer
    said = f"In {wording.first_name(words)}’s words, written down by {writer}" if words else writer
    about = [wording.first_name(names[person]) for person in entry.people if person in names]
    whom = f"About {join_words(about)}" if about else ""
    return ". ".join(part for part in (str(entry.get_kind_display()), said, whom) if part)


def _labels(entry: Entry, attached: int) -> tuple[parts.Label, ...]:
    with_it = (parts.Label(text=plural(attached, "attachment", "attachments")),) if attached else ()
    corrected = (parts.Label(text="Put right later"),) if entry.corrected else ()
    shared = () if entry.section == "shared" else (parts.Label(text=str(entry.get_section_display())),)
    return with_it + corrected + shared
