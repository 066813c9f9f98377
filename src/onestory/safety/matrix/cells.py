"""The cells of the matrix: every address, as every actor, of everything it could name, by every method."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from onestory.core.ids import uuid7
from onestory.safety import declared
from onestory.safety.declared import FAMILY, Opening
from onestory.safety.doors import Of
from onestory.safety.matrix.actors import ACTORS
from onestory.safety.matrix.relations import RELATION
from onestory.safety.matrix.world import Made, MadeFamily, World

ORDINARY, NOTHING, ANOTHERS, SOMEBODYS = "ordinary", "does not exist", "another family’s", "somebody else’s"


class Method(Enum):
    """HTTP's own, and the three ways of sending: a good form, an empty one, and one without the token of our own pages."""

    GET = "GET"
    HEAD = "HEAD"
    POST = "POST"
    POST_EMPTY = "POST, empty"
    POST_FORGED = "POST, forged"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"
    OPTIONS = "OPTIONS"

    @property
    def verb(self) -> str:
        return self.value.partition(",")[0]


# Of what is not ordinary, the ways in which it would be read or written; the others answer before anything is looked up.
FOR_STATES = (Method.GET, Method.POST)
EVERY_METHOD = frozenset(
    {"circle", "started", "team", "supervised", "agreement", "expired", "denied", "not_named", "emergency", "stranger"}
)


@dataclass(frozen=True)
class Target:
    """One address filled in. `relation` names the family; `there` says that all it names exists and belongs together."""

    address: str
    arguments: Mapping[str, Any]
    relation: str = ""
    state: str = ORDINARY
    sections: frozenset[str] = frozenset()
    there: bool = True
    own: bool = True
    number: int = 0


@dataclass(frozen=True)
class Cell:
    opening: Opening
    target: Target
    actor: str
    method: Method


def every(world: World) -> Iterator[Cell]:
    for opening, actor in itertools.product(declared.openings(), ACTORS):
        yield from at(world, opening, actor.key)


def at(world: World, opening: Opening, actor: str) -> Iterator[Cell]:
    """Every cell of one address and one actor."""
    for target in targets(world, opening, actor):
        for method in _methods(opening, target):
            yield Cell(opening, target, actor, method)


def _methods(opening: Opening, target: Target) -> Iterable[Method]:
    """Every one; but those the door has not got, which answer before any family is looked at, for some relations only."""
    if target.state != ORDINARY:
        return FOR_STATES
    if not target.relation or target.relation in EVERY_METHOD:
        return Method
    return [method for method in Method if method.verb in opening.door.methods]


def sample(world: World, *, size: int, seed: int) -> list[Cell]:
    """As many cells as asked for, drawn evenly, with every address as every actor among them."""
    cells = list(every(world))
    chance = random.Random(seed)  # noqa: S311 - repeatable, and no secret
    chance.shuffle(cells)
    cells.sort(key=_seen_before(cells), reverse=False)
    return cells[:size]


def _seen_before(cells: Iterable[Cell]) -> Any:
    """Sorts the first cell of each address and actor before the rest."""
    first = {(cell.opening.address, cell.actor): cell for cell in reversed(list(cells))}
    return lambda cell: first[cell.opening.address, cell.actor] is not cell


def targets(world: World, opening: Opening, actor: str) -> Iterator[Target]:
    """Everything this address could name for this actor."""
    whose = _whose_things(opening)
    if FAMILY in opening.address.arguments or Of.FAMILY in whose.values():
        for family in world.families:
            yield from _of_family(world, opening, family, whose)
    elif Of.ACCOUNT in whose.values():
        yield from _of_account(world, opening, actor, whose)
    else:
        yield _target(world, opening, {})
    if whose or FAMILY in opening.address.arguments:
        yield _nothing(opening, whose)


def _whose_things(opening: Opening) -> dict[str, Of]:
    """Of each argument that names a thing, whose it is."""
    known = declared.things()
    return {
        argument: known[kind][0].of
        for argument, kind in declared.kinds(opening.address).items()
        if argument not in opening.door.example
    }


def _nothing(opening: Opening, whose: Mapping[str, Of]) -> Target:
    """An address of which nothing exists: what everything shut must look like."""
    made_up = {argument: uuid7() for argument in opening.address.arguments}
    there = FAMILY not in made_up and all(of is Of.ACCOUNT for of in whose.values())
    return Target(opening.address.name, made_up | dict(opening.door.example), state=NOTHING, there=there, own=False)


def _of_family(world: World, opening: Opening, family: MadeFamily, whose: Mapping[str, Of]) -> Iterator[Target]:
    kinds = declared.kinds(opening.address)
    theirs = {one: kinds[one] for one, of in whose.items() if of is Of.FAMILY}
    first, second = world.families[0], world.families[1]
    # Whoever looks may well see the other family on pages of its own: its identifiers must open nothing in this one's.
    another = second if family is first else first
    for chosen in _choices(family, another if FAMILY in opening.address.arguments else None, theirs):
        yield _target(world, opening, chosen, family)


def _choices(family: MadeFamily, another: MadeFamily | None, kinds: Mapping[str, str]) -> Iterator[Mapping[str, Made]]:
    """The ordinary thing for each argument; then each of the others in turn, one that is another family's, and none."""
    usual = {one: family.things[kind][0] for one, kind in kinds.items()}
    yield usual
    if not RELATION[family.relation].opens and family.relation not in EVERY_METHOD:
        return
    for one, kind in kinds.items():
        for made in family.things[kind][1:]:
            yield {**usual, **_owner(family, made, kinds), one: made}
        if another:
            yield {**usual, one: Made(another.things[kind][0].id, state=ANOTHERS, there=False)}
        yield {**usual, one: Made(uuid7(), state=NOTHING, there=False)}


def _owner(family: MadeFamily, made: Made, kinds: Mapping[str, str]) -> Mapping[str, Made]:
    """With somebody's thing goes whoever it belongs to."""
    if made.within is None:
        return {}
    argument, owner = made.within
    return {argument: next(one for one in family.things[kinds[argument]] if one.id == owner)}


def _target(world: World, opening: Opening, chosen: Mapping[str, Made], family: MadeFamily | None = None) -> Target:
    ids = {argument: made.id for argument, made in chosen.items()}
    together = all(ids.get(one.within[0], one.within[1]) == one.within[1] for one in chosen.values() if one.within)
    odd = [made.state for made in chosen.values() if made.state != ORDINARY]
    return Target(
        opening.address.name, _filled(world, opening, ids, family), relation=family.relation if family else "",
        state=", ".join(odd) or ORDINARY, number=family.number if family else 0,
        sections=frozenset[str]().union(*(made.sections for made in chosen.values())),
        there=together and all(made.there for made in chosen.values()),
    )  # fmt: skip


def _filled(world: World, opening: Opening, ids: Mapping[str, UUID], family: MadeFamily | None) -> Mapping[str, Any]:
    """Every argument: what was chosen, what is the network's, and otherwise a number such as a page gives out."""
    kinds = declared.kinds(opening.address)
    usual = {one: world.shared.get(kinds.get(one, "")) or uuid7() for one in opening.address.arguments}
    its_family = {FAMILY: family.id} if family and FAMILY in opening.address.arguments else {}
    return {**usual, **ids, **its_family, **opening.door.example}


def _of_account(world: World, opening: Opening, actor: str, whose: Mapping[str, Of]) -> Iterator[Target]:
    """Their own, and somebody else's."""
    kinds = {one: kind for one, kind in declared.kinds(opening.address).items() if whose.get(one) is Of.ACCOUNT}
    somebody = "practitioner" if actor != "practitioner" else "supervisor"
    for state, owner in ((ORDINARY, actor), (SOMEBODYS, somebody)):
        things = world.accounts[owner].things
        # Whoever has no account has nothing of their own; the address is tried all the same.
        ids = {one: things[kind] for one, kind in kinds.items() if kind in things}
        own = owner == actor and len(ids) == len(kinds)
        yield Target(opening.address.name, _filled(world, opening, ids, None), state=state, own=own)
