"""The words of starting a record, and of those who might already be the family that is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from onestory.core.text import join_words
from onestory.people.finding.queries import Found
from onestory.ui.parts import Link


@dataclass(frozen=True)
class Alike:
    """Somebody who might be meant: enough to know them by, why they are shown, and the way to their family."""

    person: UUID
    name: str
    because: str
    families: tuple[Link, ...]


def alike(found: Iterable[Found]) -> list[Alike]:
    return [
        Alike(
            person=one.person,
            name=f"{one.name}, born {one.born.show()}" if one.born else one.name,
            because=f"Alike: {join_words(one.reasons)}.",
            families=tuple(
                Link(text=family.name, url=reverse("workspace:family", args=[family.id])) for family in one.families
            ),
        )
        for one in found
    ]


def row_title(n: int) -> str:
    return "First person" if n == 0 else f"Person {n + 1}"
