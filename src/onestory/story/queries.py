"""Reading a family's story and timeline, and one's own drafts."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people.models import Family
from onestory.story import told
from onestory.story.models import Draft, Entry, StorySection

PAGE = 20


@dataclass(frozen=True)
class Cursor:
    """The place in a timeline after which a page begins: the moment and the entry last shown."""

    happened_at: datetime
    entry: UUID

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(f"{self.happened_at.isoformat()}|{self.entry}".encode()).decode()

    @classmethod
    def read(cls, text: str) -> Cursor:
        """Raises NotThere for one that was not given out by a page."""
        try:
            at, entry = base64.urlsafe_b64decode(text.encode()).decode().split("|")
            return cls(datetime.fromisoformat(at), UUID(entry))
        except ValueError:
            raise NotThere("page") from None


@dataclass(frozen=True)
class TimelinePage:
    entries: list[Entry]
    older: Cursor | None


_NEWEST = "ORDER BY e.happened_at DESC, e.id DESC LIMIT %(limit)s"
_ABOUT = "EXISTS (SELECT FROM story_entryabout a WHERE a.entry_id = e.id AND a.person_id = %(person)s)"


def timeline(
    viewer: Viewer, family: Family, *, after: Cursor | None = None, kind: str = "", person: UUID | None = None,
    size: int = PAGE,
) -> TimelinePage:  # fmt: skip
    """One page of the timeline, newest first. The cost does not grow with the length of the story."""
    where = (
        *(("(e.happened_at, e.id) < (%(at)s, %(last)s)",) if after else ()),
        *(("e.kind = %(kind)s",) if kind else ()),
        *((_ABOUT,) if person else ()),
    )
    rows = told.entries(
        family=family.pk, sections=family.sections_open_to(viewer), where=where, then=_NEWEST, kind=kind, person=person,
        at=after and after.happened_at, last=after and after.entry, limit=size + 1,
    )  # fmt: skip
    last = rows[size - 1] if len(rows) > size else None
    return TimelinePage(rows[:size], Cursor(last.happened_at, last.pk) if last else None)


def sections(viewer: Viewer, family: Family) -> dict[tuple[str, str], StorySection]:
    """The version that holds of each part in each voice, by (part, voice)."""
    newest = told.newest_sections(family=family.pk, sections=family.sections_open_to(viewer))
    return {(section.part, section.voice): section for section in newest}


def section_versions(viewer: Viewer, family: Family, part: str) -> list[StorySection]:
    """Every version of one part, newest first."""
    found = _open_sections(viewer, family).filter(part=part).annotate(writer=F("written_by__name"))  # type: ignore[no-redef]
    return list(found.order_by("-written_at", "-version")[:100])


def entry(viewer: Viewer, family: Family, entry_id: UUID) -> Entry:
    """Raises NotThere."""
    open_to, this = family.sections_open_to(viewer), ("e.id = %(entry)s",)
    for found in told.entries(family=family.pk, sections=open_to, where=this, then="", entry=entry_id):
        return found
    raise NotThere("entry")


def corrections(viewer: Viewer, of: Entry, family: Family) -> list[Entry]:
    """What was put right in an entry, in the order it was."""
    open_to, of_it = family.sections_open_to(viewer), ("e.corrects_id = %(entry)s",)
    then = "ORDER BY e.written_at, e.id LIMIT 100"
    return told.entries(family=family.pk, sections=open_to, where=of_it, then=then, entry=of.pk)


def was_written(viewer: Viewer, family: Family, *, form_key: UUID) -> bool:
    """Whether the form with this key has become an entry already."""
    return _open_entries(viewer, family).filter(form_key=form_key).exists()


def written(viewer: Viewer, family: Family, *, form_key: UUID) -> Entry:
    """What the form with this key became. Raises NotThere."""
    found = _open_entries(viewer, family).filter(form_key=form_key).first()
    if found is None:
        raise NotThere("entry")
    return found


def _open_entries(viewer: Viewer, family: Family) -> QuerySet[Entry]:
    return Entry.objects.filter(family=family, section__in=family.sections_open_to(viewer))


def _open_sections(viewer: Viewer, family: Family) -> QuerySet[StorySection]:
    return StorySection.objects.filter(family=family, section__in=family.sections_open_to(viewer))


def drafts(viewer: Viewer) -> list[Draft]:
    """The viewer's own drafts, latest first."""
    return list(Draft.objects.filter(account_id=viewer.account_id).select_related("family").order_by("-saved_at")[:50])


def draft(viewer: Viewer, draft_id: UUID) -> Draft:
    """Raises NotThere for anybody else's."""
    found = Draft.objects.filter(pk=draft_id, account_id=viewer.account_id).first()
    if found is None:
        raise NotThere("draft")
    return found
