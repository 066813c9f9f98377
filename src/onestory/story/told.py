"""Entries and parts of a story as they are shown, each with who wrote it. Asked through `queries`."""

from __future__ import annotations

from uuid import UUID

from onestory.story.models import Entry, StorySection

THE_FAMILY = "The family, on their own page"
"""Who wrote an entry that nobody who works here did: accounts of families are not theirs to see."""

_ENTRIES = f"""
SELECT e.*, coalesce(w.name, '{THE_FAMILY}') AS writer,
  EXISTS (SELECT FROM story_entry c WHERE c.corrects_id = e.id) AS corrected,
  ARRAY(SELECT a.person_id FROM story_entryabout a WHERE a.entry_id = e.id ORDER BY a.id) AS people
FROM story_entry e LEFT JOIN access_account w ON w.id = e.written_by_id
WHERE e.family_id = %(family)s AND e.section = ANY (%(sections)s)
"""
_SECTIONS = """
SELECT DISTINCT ON (s.part, s.voice) s.*, w.name AS writer
FROM story_storysection s JOIN access_account w ON w.id = s.written_by_id
WHERE s.family_id = %(family)s AND s.section = ANY (%(sections)s) ORDER BY s.part, s.voice, s.version DESC
"""


def entries(
    *, family: UUID, sections: frozenset[str], where: tuple[str, ...] = (), then: str, **values: object
) -> list[Entry]:
    """Entries that know their `writer`, whom they are about (`people`) and whether something in them was put right.

    `where` narrows and `then` orders them, in SQL of this package's own.
    """
    statement = " AND ".join((_ENTRIES, *where)) + f" {then}"
    return list(Entry.objects.raw(statement, {"family": family, "sections": list(sections), **values}))


def newest_sections(*, family: UUID, sections: frozenset[str]) -> list[StorySection]:
    return list(StorySection.objects.raw(_SECTIONS, {"family": family, "sections": list(sections)}))
