"""Reading a family's story and timeline, and one's own drafts."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people.models import Family
from onestory.story.models import Draft, Entry, EntryAbout, StorySection

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


def timeline(
    viewer: Viewer, family: Family, *, after: Cursor | None = None, kind: str = "", person: UUID | None = None,
    size: int = PAGE,
) -> TimelinePage:  # fmt: skip
    """One page of the timeline, newest first. The cost does not grow with the length of the story."""
    found = _as_shown(_open_entries(viewer, family)).order_by("-happened_at", "-id")
    if after:
        found = found.filter(
            Q(happened_at__lt=after.happened_at) | Q(happened_at=after.happened_at, id__lt=after.entry)
        )
    if kind:
        found = found.filter(kind=kind)
    if person:
        found = found.filter(about__person_id=person)
    rows = list(found[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return TimelinePage(rows[:size], Cursor(last.happened_at, last.pk) if last else None)


def sections(viewer: Viewer, family: Family) -> dict[tuple[str, str], StorySection]:
    """The version that holds of each part in each voice, by (part, voice)."""
    newest = (
        _open_sections(viewer, family)
        .order_by("part", "voice", "-version")
        .distinct("part", "voice")
        .annotate(writer=F("written_by__name"))  # type: ignore[no-redef]
    )
    return {(section.part, section.voice): section for section in newest}


def section_versions(viewer: Viewer, family: Family, part: str) -> list[StorySection]:
    """Every version of one part, newest first."""
    found = _open_sections(viewer, family).filter(part=part).annotate(writer=F("written_by__name"))  # type: ignore[no-redef]
    return list(found.order_by("-written_at", "-version")[:100])


def entry(viewer: Viewer, family: Family, entry_id: UUID) -> Entry:
    """Raises NotThere."""
    found = _as_shown(_open_entries(viewer, family)).filter(pk=entry_id).first()
    if found is None:
        raise NotThere("entry")
    return found


def corrections(viewer: Viewer, of: Entry, family: Family) -> list[Entry]:
    """What was put right in an entry, in the order it was."""
    found = _as_shown(_open_entries(viewer, family)).filter(corrects=of)
    return list(found.order_by("written_at", "id")[:100])


def was_written(viewer: Viewer, family: Family, *, form_key: UUID) -> bool:
    """Whether the form with this key has become an entry already."""
    return _open_entries(viewer, family).filter(form_key=form_key).exists()


def _open_entries(viewer: Viewer, family: Family) -> QuerySet[Entry]:
    return Entry.objects.filter(family=family, section__in=family.sections_open_to(viewer))


def _as_shown(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries that know their `writer`, whom they are about (`people`) and whether something in them was put right."""
    about = EntryAbout.objects.filter(entry=OuterRef("pk")).order_by("id").values("person_id")
    put_right = Exists(Entry.objects.filter(corrects=OuterRef("pk")))
    return entries.annotate(writer=F("written_by__name"), people=ArraySubquery(about), corrected=put_right)  # type: ignore[no-redef]


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
