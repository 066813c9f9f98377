"""How often relatives are taken for one person: the harm that precision alone does not show."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    household: str
    mother: str
    father: str
    born: str


@dataclass(frozen=True, slots=True)
class Harm:
    """Pairs of people in one cluster: twins, of all twins who have records; others of one family; and strangers."""

    twins: int
    twins_merged: int
    family_merged: int
    strangers_merged: int


def harm(*, kin: Path, clusters: Iterable[tuple[str, str]]) -> Harm:
    """`clusters`: of each record the cluster it was put in, and whom it is truly about."""
    people = _read(kin)
    together: defaultdict[str, set[str]] = defaultdict(set)
    for cluster, person in clusters:
        together[cluster].add(person)
    seen = set().union(*together.values())
    merged = {pair for persons in together.values() for pair in combinations(sorted(persons), 2)}
    twins = set(_twins(people, seen))
    family = {pair for pair in merged - twins if _are_kin(people, *pair)}
    return Harm(
        twins=len(twins),
        twins_merged=len(merged & twins),
        family_merged=len(family),
        strangers_merged=len(merged) - len(merged & twins) - len(family),
    )


def _read(file: Path) -> dict[str, Person]:
    with file.open(encoding="utf-8", newline="") as opened:
        return {
            row["person"]: Person(row["household"], row["mother"], row["father"], row["born"])
            for row in csv.DictReader(opened)
        }


def _twins(people: Mapping[str, Person], seen: set[str]) -> Iterator[Pair]:
    born: defaultdict[Pair, list[str]] = defaultdict(list)
    for name in seen:
        one = people[name]
        if one.mother:
            born[one.mother, one.born].append(name)
    for together in born.values():
        yield from combinations(sorted(together), 2)


def _are_kin(people: Mapping[str, Person], one: str, other: str) -> bool:
    """They live together, have a parent in common, or one is a parent of the other."""
    a, b = people[one], people[other]
    parents = {a.mother, a.father} & {b.mother, b.father} - {""}
    return a.household == b.household or bool(parents) or one in (b.mother, b.father) or other in (a.mother, a.father)
