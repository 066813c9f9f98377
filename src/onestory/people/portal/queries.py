"""Reading a family's own space, as the account of one of its people. Everything comes from the projections beside this."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from onestory.access.viewer import Viewer
from onestory.core import names
from onestory.core.dates import PartialDate
from onestory.people import catalogue


@dataclass(frozen=True)
class Known:
    """One thing that is known of somebody: its question in few words, the answer in words, and since when it is known."""

    short: str
    words: str
    confirmed_on: date
    said_by_me: bool


@dataclass(frozen=True)
class Subject:
    """The reader, or a child they answer for. `way_in` says by which row they are shown."""

    way_in: UUID
    family: UUID
    person: UUID
    is_child: bool
    name: str
    born: PartialDate | None
    known: tuple[Known, ...] = ()


@dataclass(frozen=True)
class Said:
    """The reader's own words on one part of their family's story."""

    part: str
    words: str
    written_at: datetime


@dataclass(frozen=True)
class Shared:
    """Who may see what of the family's record, on what ground and until when. Without a name for a service that is discreet."""

    family: UUID
    grant: UUID
    who: str
    job: str
    organisation: str
    leads: bool
    sections: Sequence[str]
    reason: str
    basis: str
    purpose: str
    since: datetime
    until: datetime | None
    may_withdraw: bool


@dataclass(frozen=True)
class OwnSpace:
    people: tuple[Subject, ...] = ()
    words: tuple[Said, ...] = field(default=())

    @property
    def families(self) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(one.family for one in self.people))


def own_space(viewer: Viewer) -> OwnSpace:
    """What the reader may read of themselves and of the children they answer for. Empty for anybody else."""
    known: dict[UUID, list[Known]] = defaultdict(list)
    for subject, key, value, confirmed, mine in _rows(viewer, "facts"):
        kind = catalogue.by_key().get(key)
        if kind:
            known[subject].append(Known(kind.short, kind.words(json.loads(value)), confirmed, mine))
    people = tuple(
        Subject(
            way_in, family, person, as_kind == "child", names.show(names.PersonName(given=given, family=surname)),
            PartialDate(born) if born else None, tuple(sorted(known[person], key=lambda one: one.short)),
        )
        for way_in, family, person, as_kind, given, surname, born in _rows(viewer, "people")
    )  # fmt: skip
    return OwnSpace(people, tuple(Said(part, words, at) for _, part, words, at in _rows(viewer, "words")))


def sharing(viewer: Viewer) -> list[Shared]:
    """Who may see what, whoever leads first, then in the order they came."""
    columns = [column.name for column in fields(Shared)]
    return [Shared(**dict(zip(columns, row, strict=True))) for row in _rows(viewer, "sharing")]


def _rows(viewer: Viewer, what: str) -> list[tuple[Any, ...]]:
    """The database knows whom it acts for; whoever asks in another's name is told nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM wall.portal_{what}() WHERE wall.viewer() = %s", [viewer.account_id])
        return list(cursor.fetchall())
