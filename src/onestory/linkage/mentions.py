"""Everyone a record speaks of, one by one, and what is decided of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from onestory.core import identifiers, names
from onestory.linkage.declaration import Feed, Someone
from onestory.linkage.likeness import Known, Said
from onestory.linkage.models import Link

NUMBERS = ("nhs", "upn")


@dataclass(slots=True)
class Mention:
    """Somebody in a record; once decided, `person` for who they are, or `waiting` for who they may be."""

    record: UUID
    who: str
    declared: Someone
    told: dict[str, Any]
    said: Said
    person: Known | None = None
    basis: str = ""
    reasons: list[str] = field(default_factory=list)
    waiting: list[tuple[Known, list[str]]] = field(default_factory=list)
    # Who among those they may be is guarded: nobody new is made of this record until that is decided.
    guarded: set[UUID] = field(default_factory=set)

    @property
    def settled_new(self) -> bool:
        return self.basis == Link.Basis.NEW

    @property
    def place(self) -> str:
        """Their place in a family."""
        told = str(self.told.get("role", ""))
        place = told if told in _PLACES else self.declared.place
        return "expected" if place == "child" and "due" in self.told and "born" not in self.told else place


_PLACES = frozenset(("parent", "child", "carer", "grandparent", "other"))


@dataclass(slots=True)
class Row:
    """A record to be linked, with everyone in it; the subject comes first."""

    id: UUID
    household: str
    received_on: date
    mentions: list[Mention]
    # Somebody in it, or of its household, may be one of those who are guarded: nobody new is made of it, and nothing is brought.
    kept_back: bool = False


def read(feed: Feed, record: UUID, household: str, received_on: date, standard: dict[str, Any]) -> Row:
    """A record's newest version, as people to be recognised."""
    people: dict[str, dict[str, Any]] = standard["people"]
    home = people[feed.subject].get("postcode", "")
    ordered = sorted(people, key=lambda who: who != feed.subject)
    mentions = [Mention(record, who, feed.people[who], people[who], _said(people[who], home)) for who in ordered]
    return Row(record, household, received_on, mentions)


def everyone(rows: list[Row]) -> Iterator[Mention]:
    for row in rows:
        yield from row.mentions


def _said(told: dict[str, Any], home: str) -> Said:
    return Said(
        given=names.fold(told.get("given", "")),
        family=names.fold(told.get("family", "")),
        known_as=names.fold(told.get("known_as", "")),
        born=told.get("born", ""),
        postcode=told.get("postcode", home),
        numbers={system: told[system] for system in NUMBERS if _carries(system, told.get(system, ""))},
    )


def _carries(system: str, value: str) -> bool:
    """A temporary pupil number is given to many in turn and says nothing."""
    return bool(value) and not (system == "upn" and identifiers.is_temporary_upn(value))
