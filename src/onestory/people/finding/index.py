"""Keeping what can be found true: rows of `Findable`, made again for whoever changed.

Names are folded and their sounds worked out here, by the same code that reads what is typed; dates, places and numbers
are gathered by the database, which alone sees whether an address is confidential.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, connections

from onestory.core import names

PAGE = 5_000
LONGEST = 120
Progress = Callable[[int], None]


class NameRow(NamedTuple):
    """A name as it is kept."""

    person: UUID
    use: str
    given: str
    middle: str
    family: str


class Reading(NamedTuple):
    """One way a name may be typed: folded, without spaces, with its sounds."""

    person: UUID
    use: str
    given: str
    family: str
    given_sounds: str
    family_sounds: str


def refresh(people: Iterable[UUID]) -> None:
    """Make again the rows of these people, whom the viewer may see or has just written down.

    Part of the transaction that changed them, so that a search never finds what is no longer so. However many there
    are, it takes three statements.
    """
    changed = list(people)
    if not changed:
        return
    with connection.cursor() as cursor:
        _write(cursor, changed)
        cursor.execute("SELECT wall.index_those_beside(%s::uuid[])", [changed])


def refresh_all(*, using: str = "owner", progress: Progress | None = None) -> int:
    """Make every row again, as the owner of the tables; returns how many. For a new release or a restored copy.

    Each page is a transaction of its own: searches go on meanwhile, and it may be stopped and begun again.
    """
    made = done = 0
    with connections[using].cursor() as cursor:
        for page in _pages(cursor):
            made += _write(cursor, page)
            done += len(page)
            if progress:
                progress(done)
        cursor.execute("ANALYZE people_findable")
    return made


def _pages(cursor: Any) -> Iterator[list[UUID]]:
    page: list[UUID] = []
    while True:
        cursor.execute("SELECT wall.people_to_index(%s::uuid, %s)", [page[-1] if page else None, PAGE])
        page = cursor.fetchone()[0]
        if not page:
            return
        yield page


def _write(cursor: Any, people: list[UUID]) -> int:
    cursor.execute("SELECT * FROM wall.names_to_index(%s::uuid[])", [people])
    kept = [NameRow(*row) for row in cursor.fetchall()]
    readings = [reading for _, owned in groupby(kept, itemgetter(0)) for reading in readings_of(list(owned))]
    columns = [list(column) for column in zip(*readings, strict=True)] or [[]] * len(Reading._fields)
    cursor.execute(
        "SELECT wall.index_people(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])",
        [people, *columns],
    )
    return int(cursor.fetchone()[0])


def readings_of(kept: list[NameRow]) -> list[Reading]:
    """Every way one person's names may be typed, each once; the name they use comes first."""
    usual = kept[0]
    made: dict[tuple[str, str], Reading] = {}
    for name in kept:
        # "Known as Bill" or "was Jones" says half a name; the other half is the one they use.
        given = name.given or usual.given
        family = name.family or usual.family
        for pair in _pairs(given, name.middle, family):
            made.setdefault(pair, _reading(name, *pair))
    return list(made.values())


def _pairs(given: str, middle: str, family: str) -> Iterator[tuple[str, str]]:
    """As written; each part of a double name; and by a middle name, which some are known by."""
    families = _parts(family)
    for first in (*_parts(given), *names.fold(middle).split()):
        for last in families:
            yield first, last


def _parts(name: str) -> list[str]:
    """A whole name without its spaces, then each of its words: "smithjones", "smith", "jones"."""
    words = names.fold(name).split()
    long_enough = [word for word in words if len(word) > 1] if len(words) > 1 else []
    return ["".join(words)[:LONGEST], *long_enough]


def _reading(name: NameRow, given: str, family: str) -> Reading:
    return Reading(name.person, name.use, given, family, names.sounds(given)[:4], names.sounds(family)[:4])
