"""A doubtful pair as whoever judges it sees it: two sides, column by column, and how many wait."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from onestory.access.viewer import Viewer
from onestory.linkage.models import Candidate, Judgement
from onestory.linkage.permissions import check_can_judge_pairs


@dataclass(frozen=True)
class Beside:
    """Somebody else who is spoken of on that side: a relative, which says much about who somebody is."""

    role: str
    given: str
    family: str
    born: str


@dataclass(frozen=True)
class Side:
    """What one side says, word for word. Every field may hold several, the usual first."""

    given: tuple[str, ...]
    middle: tuple[str, ...]
    family: tuple[str, ...]
    born: str
    due: date | None
    nhs: tuple[str, ...]
    upn: tuple[str, ...]
    addresses: tuple[str, ...]
    postcodes: tuple[str, ...]
    phones: tuple[str, ...]
    beside: tuple[Beside, ...]


@dataclass(frozen=True)
class FromRecord(Side):
    """As a partner has it. `who` is what the feed calls them."""

    feed: str
    who: str
    first_came: date
    came: date


@dataclass(frozen=True)
class KnownPerson(Side):
    """As we have it. `brought_by`: feeds whose records are linked to them already, and since when."""

    id: UUID
    written: date
    brought_by: tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class Said:
    """What somebody said of a pair on which two disagree."""

    verdict: str
    why: str


@dataclass(frozen=True)
class Pair:
    """`careful`: somebody's safety may rest on it, so that two people look. `seen` is a digest of both sides as shown."""

    id: UUID
    lane: str
    reasons: tuple[str, ...]
    careful: bool
    seen: str
    record: FromRecord
    known: KnownPerson
    disagreed: tuple[Said, ...]


def in_hand(viewer: Viewer, which: UUID) -> Pair | None:
    """Both sides of a pair, to whoever has it in hand and to nobody else."""
    check_can_judge_pairs(viewer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.pair_in_hand(%s)", [which])
        row = cursor.fetchone()
        names = [column[0] for column in cursor.description or ()]
    return _pair(which, _read(names, row)) if row else None


# Columns that hold several things; Django leaves what a function answers as the text it is.
_LISTS = frozenset(
    ("reasons", "told", "beside", "names", "numbers", "homes", "phones", "family", "brought_by", "verdicts")
)


def _read(names: list[str], row: tuple[Any, ...]) -> dict[str, Any]:
    pairs = zip(names, row, strict=True)
    return {name: json.loads(value) if name in _LISTS and value else value for name, value in pairs}


def waiting(viewer: Viewer) -> dict[str, int]:
    """How many pairs wait for this viewer in each lane."""
    check_can_judge_pairs(viewer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT lane, pairs FROM wall.pairs_waiting()")
        found = dict(cursor.fetchall())
    return {lane.value: int(found.get(lane.value, 0)) for lane in Candidate.Band}


@dataclass(frozen=True)
class Stuck:
    """Pairs that go no further by themselves, in numbers: two disagree, or no steward may see them."""

    disputed: int
    unseen: int


def stuck(viewer: Viewer) -> Stuck:
    """For information governance, who name a steward where none may look."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT disputed, unseen FROM wall.pairs_stuck()")
        disputed, unseen = cursor.fetchone() or (0, 0)
    return Stuck(int(disputed), int(unseen))


def last_word(viewer: Viewer) -> Judgement | None:
    """The viewer's own last word that stands, if they have said any."""
    check_can_judge_pairs(viewer)
    mine = Judgement.objects.filter(judged_by_id=viewer.account_id, taken_back_by__isnull=True)
    return mine.exclude(verdict=Judgement.Verdict.TAKEN_BACK).order_by("-created_at").first()


def said_since(viewer: Viewer, *, since: date) -> int:
    """How many pairs the viewer has judged since a day: their own count, shown to nobody else."""
    check_can_judge_pairs(viewer)
    mine = Judgement.objects.filter(judged_by_id=viewer.account_id, taken_back_by__isnull=True)
    return mine.exclude(verdict=Judgement.Verdict.TAKEN_BACK).filter(created_at__date__gte=since).count()


def _pair(which: UUID, row: dict[str, Any]) -> Pair:
    return Pair(
        id=which, lane=row["lane"], reasons=tuple(row["reasons"] or ()), careful=row["careful"], seen=row["seen"],
        record=_record(row), known=_known(row),
        disagreed=tuple(Said(one["verdict"], one["why"]) for one in row["verdicts"] or ()),
    )  # fmt: skip


def _record(row: dict[str, Any]) -> FromRecord:
    told = row["told"] or {}
    due = told.get("due", "")
    return FromRecord(
        feed=row["feed"], who=row["who"], first_came=row["first_came"], came=row["came"],
        given=_some(told.get("given"), told.get("known_as")), middle=_some(told.get("middle")),
        family=_some(told.get("family")), born=told.get("born", ""),
        due=date.fromisoformat(due) if len(due) == len("2027-05-04") else None, nhs=_some(told.get("nhs")),
        upn=_some(told.get("upn")), addresses=_some(told.get("address")), postcodes=_some(told.get("postcode")),
        phones=_some(told.get("phone")),
        beside=tuple(_beside(one, role=one["who"]) for one in row["beside"] or ()),
    )  # fmt: skip


def _known(row: dict[str, Any]) -> KnownPerson:
    names, homes = row["names"] or (), row["homes"] or ()
    numbers = row["numbers"] or ()
    return KnownPerson(
        id=row["person"], written=row["written"],
        brought_by=tuple((one["feed"], date.fromisoformat(one["on"])) for one in row["brought_by"] or ()),
        given=_some(*(one["given"] for one in names)), middle=_some(*(one["middle"] for one in names)),
        family=_some(*(one["family"] for one in names)), born=row["born"] or "", due=row["due"],
        nhs=_some(*(one["value"] for one in numbers if one["system"] == "nhs")),
        upn=_some(*(one["value"] for one in numbers if one["system"] == "upn")),
        addresses=_some(*(one["lines"] for one in homes)), postcodes=_some(*(one["postcode"] for one in homes)),
        phones=_some(*(row["phones"] or ())),
        beside=tuple(_beside(one, role=one["role"]) for one in row["family"] or ()),
    )  # fmt: skip


def _beside(one: dict[str, Any], *, role: str) -> Beside:
    return Beside(role=role, given=one["given"] or "", family=one["family"] or "", born=one["born"] or "")


def _some(*values: str | None) -> tuple[str, ...]:
    """Each that says something, once, in order."""
    return tuple(dict.fromkeys(value for value in values if value))
