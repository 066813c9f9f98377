"""Reading plans and merges. Each begins with the viewer; what they do not see both of is not there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.core.merging import Of
from onestory.people.merging import planning
from onestory.people.models import Family, Membership, Merge

MOST = 50


@dataclass(frozen=True)
class Moving:
    """How many of something go to the one that is kept, and how many it has already."""

    words: str
    count: int
    twice: int


@dataclass(frozen=True)
class SeesMore:
    """An account, or a team, that would read what it does not read today: of the one that is `kept` or the one `merged`."""

    who: UUID
    account: bool
    of: str
    sections: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What putting two together would do, as it is now. `digest` says which plan was read.

    `changes` and `doubts` are sentences; `differs` and `blocks` are names that a page puts into words.
    """

    of: Of
    kept: UUID
    merged: UUID
    moving: tuple[Moving, ...]
    changes: tuple[str, ...]
    doubts: tuple[str, ...]
    differs: tuple[str, ...]
    blocks: tuple[str, ...]
    sees_more: tuple[SeesMore, ...]
    pages: int
    guarded: bool
    digest: str


@dataclass(frozen=True)
class Undoing:
    """What undoing a merge would leave where it was written since, and which merge has to be undone before."""

    first: UUID | None
    since: tuple[Moving, ...]


def plan(viewer: Viewer, of: Of, *, kept: UUID, merged: UUID) -> Plan:
    """Raises NotThere for whoever may not merge, or does not see both whole, alike."""
    told = _asked("SELECT wall.merge_plan(%s, %s, %s)", [of.value, kept, merged]) if viewer.may(May.MERGE) else None
    if told is None:
        raise NotThere("two records to put together")
    relations = planning.said(of)
    counted = [(one, *told["moves"][f"{one.table}.{one.column}"]) for one in relations]
    return Plan(
        of=of, kept=kept, merged=merged,
        moving=tuple(Moving(one.words, moves, twice) for one, moves, twice in counted if moves or twice),
        changes=_once(one.words for one, n in zip(planning.spoken(of), told["changes"], strict=True) if n),
        doubts=tuple(one.doubt for one, _, twice in counted if twice and one.doubt),
        differs=tuple(told["differs"]), blocks=tuple(told["blocks"]),
        sees_more=tuple(
            SeesMore(UUID(one["who"]), one["account"], one["of"], tuple(one["sections"])) for one in told["sees_more"]
        ),
        pages=told["pages"], guarded=told["guarded"], digest=told["digest"],
    )  # fmt: skip


def undoing(viewer: Viewer, merge: Merge) -> Undoing:
    """Raises NotThere for whoever may not undo it."""
    told = _asked("SELECT wall.unmerge_plan(%s)", [merge.pk]) if viewer.may(May.MERGE) else None
    if told is None:
        raise NotThere("merge")
    said = {f"{one.table}.{one.column}": one.words for one in planning.said(Of(merge.of))}
    since = tuple(Moving(said[key], count, 0) for key, count in told["since"].items() if count)
    return Undoing(UUID(told["first"]) if told["first"] else None, since)


def merges(viewer: Viewer) -> list[Merge]:
    """What was put together, waits for somebody, or was taken apart again, the newest first."""
    if not viewer.may(May.MERGE):
        raise NotThere("merges")
    return list(_seen(viewer).select_related("asked_by", "agreed_by", "ended_by").order_by("-created_at")[:MOST])


def merge(viewer: Viewer, merge_id: UUID, *, family: UUID) -> Merge:
    """One that this family, or somebody in it, was part of. Raises NotThere."""
    seen = _seen(viewer).select_related("asked_by", "agreed_by", "ended_by") if viewer.may(May.MERGE) else None
    found = seen.filter(pk=merge_id).first() if seen is not None else None
    if found is None or family not in families_of(viewer, found):
        raise NotThere("merge")
    return found


def families_of(viewer: Viewer, merge: Merge) -> list[UUID]:
    """The families through which a merge is seen by this viewer."""
    mine = Family.objects.visible_to(viewer)
    if merge.of == Merge.Of.FAMILY:
        return list(mine.filter(pk=merge.leads_to).values_list("pk", flat=True))
    places = Membership.objects.filter(person_id=merge.leads_to).values("family_id")
    return list(mine.filter(pk__in=places).order_by("pk").values_list("pk", flat=True))


def families_open(viewer: Viewer, person: UUID) -> list[Family]:
    """Every family somebody is or was in that the viewer may see."""
    places = Membership.objects.filter(person_id=person).values("family_id")
    return list(Family.objects.visible_to(viewer).filter(pk__in=places).order_by("name", "pk"))


def lead_to(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Of these, what was merged into another, and where that is now: only where the viewer may see it."""
    # Asked for whatever is not there, and hardly ever of what was merged: the wall alone answers first.
    merged = list(Merge.objects.filter(state=Merge.State.DONE, merged_id__in=list(ids)).values_list("pk", flat=True))
    return dict(_seen(viewer).filter(pk__in=merged).values_list("merged_id", "leads_to")) if merged else {}


def _seen(viewer: Viewer) -> QuerySet[Merge]:
    families = Family.objects.visible_to(viewer).values("pk")
    people = Membership.objects.filter(family_id__in=families).values("person_id")
    return Merge.objects.filter(Q(of="family", leads_to__in=families) | Q(of="person", leads_to__in=people))


def _once(sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))


def _asked(statement: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        told = cursor.fetchone()[0]
    return json.loads(told) if isinstance(told, str) else told
