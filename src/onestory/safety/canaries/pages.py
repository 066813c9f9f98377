"""Every page there is, opened by everybody: with identifiers of the protected family, of another, and of both mixed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.urls import reverse

from onestory.core.ids import uuid7
from onestory.safety import declared
from onestory.safety.canaries.driving import NONE, Drive, Said
from onestory.safety.canaries.surfaces import NEAREST, PARTLY, everybody, nearest, surface
from onestory.safety.canaries.world import Somewhere
from onestory.safety.declared import Opening
from onestory.safety.doors import Of

FAMILY = "family_id"


def namespace(opening: Opening) -> str:
    return opening.address.name.rpartition(":")[0]


def within(*namespaces: str) -> list[Opening]:
    return [one for one in declared.openings() if namespace(one) in namespaces and not one.address.file]


def arguments(
    drive: Drive, opening: Opening, actor: str, *, of: Somewhere, mixed: Somewhere | None = None
) -> Iterator[Mapping[str, Any]]:
    """An address filled in, once for each state of its things. `mixed` is the family whose things they are, if not its own."""
    known, kinds, world = declared.things(), declared.kinds(opening.address), drive.world
    example, whose = dict(opening.door.example), (mixed or of).things
    base: dict[str, Any] = {name: uuid7() for name in opening.address.arguments}
    if FAMILY in base:
        base[FAMILY] = of.family
    for name, kind in kinds.items():
        nobodys: Mapping[str, UUID] = world.shared if known[kind][0].of is Of.NETWORK else world.own.get(actor, {})
        base[name] = whose[kind][0] if known[kind][0].of is Of.FAMILY else nobodys.get(kind, base[name])
    yield {**base, **example}
    for name, kind in kinds.items():
        for other in whose.get(kind, ())[1:]:
            yield {**base, **example, name: other}


def path(opening: Opening, filled: Mapping[str, Any]) -> str:
    return opening.door.at or reverse(opening.address.name, kwargs=dict(filled))


def _opened(
    drive: Drive, openings: list[Opening], *, of: Somewhere, mixed: Somewhere | None = None, who: Sequence[str] = NEAREST,
    states: bool = False, method: str = "GET", headers: Mapping[str, str] = NONE,
) -> Iterator[Said]:  # fmt: skip
    """With `states`, of each thing in each of the states it may be in."""
    for opening in openings:
        for actor in who:
            every = arguments(drive, opening, actor, of=of, mixed=mixed)
            for filled in every if states else islice(every, 1):
                yield drive.ask(actor, path(opening, filled), method=method, headers=headers)


def _of_families() -> list[Opening]:
    return [one for one in within("workspace") if FAMILY in one.address.arguments]


def _read(*namespaces: str) -> list[Opening]:
    return [one for one in within(*namespaces) if "GET" in one.door.methods]


@surface("pages of the protected family", namespaces=("workspace",))
def protected(drive: Drive) -> Iterator[Said]:
    yield from _opened(drive, _of_families(), of=drive.world.protected, states=True)


@surface("pages that show most of the protected family, to everybody", namespaces=("workspace",))
def most(drive: Drive) -> Iterator[Said]:
    pages = [
        one for one in _of_families() if one.address.key in ("family", "story", "circle", "person", "part_versions")
    ]
    yield from _opened(drive, pages, of=drive.world.protected, who=everybody())


@surface("pages of another family with things of the protected one", namespaces=("workspace",))
def mixed(drive: Drive) -> Iterator[Said]:
    things = [one for one in _of_families() if len(one.address.arguments) > 1]
    world = drive.world
    yield from _opened(
        drive, things, of=world.ordinary, mixed=world.protected, who=("practitioner", "in_circle"), states=True
    )


@surface("pages of the child’s other home", namespaces=("workspace",))
def other_home(drive: Drive) -> Iterator[Said]:
    who = ("author", "in_circle", "practitioner", "other_home")
    yield from _opened(drive, _of_families(), of=drive.world.other_home, who=who, states=True)


@surface("pages of another family", namespaces=("workspace",))
def ordinary(drive: Drive) -> Iterator[Said]:
    yield from _opened(drive, _of_families(), of=drive.world.ordinary, who=("practitioner", "in_circle", "denied"))


@surface("pages about no family", namespaces=("workspace",))
def of_no_family(drive: Drive) -> Iterator[Said]:
    openings = [one for one in within("workspace") if FAMILY not in one.address.arguments]
    yield from _opened(drive, openings, of=drive.world.ordinary, who=everybody())


@surface("a family’s own space", namespaces=("portal",))
def own_space(drive: Drive) -> Iterator[Said]:
    yield from _opened(drive, within("portal"), of=drive.world.protected, who=everybody())


@surface("a family’s own space, by another family’s account", namespaces=("portal",))
def own_space_mixed(drive: Drive) -> Iterator[Said]:
    world, who = drive.world, ("other_parent", "another_parent", "another_young_person")
    yield from _opened(drive, within("portal"), of=world.ordinary, mixed=world.protected, who=who)


@surface("signing in, and how one signs in", namespaces=("",))
def account(drive: Drive) -> Iterator[Said]:
    yield from _opened(drive, within(""), of=drive.world.ordinary, who=("anonymous", "in_circle", "other_parent"))


@surface("asking for help without an account", namespaces=("public",))
def asking_for_help(drive: Drive) -> Iterator[Said]:
    yield from _opened(drive, within("public"), of=drive.world.ordinary, who=("anonymous", "in_circle", "other_parent"))


@surface("what somebody keeps of themselves", namespaces=("own",))
def of_themselves(drive: Drive) -> Iterator[Said]:
    yield from _opened(drive, within("own"), of=drive.world.ordinary)


@surface("every part of the design, which is for builders alone", namespaces=("gallery",))
def gallery(drive: Drive) -> Iterator[Said]:
    for actor in nearest():
        yield drive.ask(actor, "/design/")


@surface("parts of pages, asked for by script")
def fragments(drive: Drive) -> Iterator[Said]:
    asks = {"HX-Request": "true", "HX-Target": "main"}
    yield from _opened(drive, _read("workspace", "portal"), of=drive.world.protected, who=PARTLY, headers=asks)


@surface("headers of a page without the page")
def heads(drive: Drive) -> Iterator[Said]:
    for method in ("HEAD", "OPTIONS"):
        yield from _opened(drive, _read("workspace", "portal"), of=drive.world.protected, who=PARTLY[:1], method=method)


@surface("whether a page changed since")
def conditional(drive: Drive) -> Iterator[Said]:
    before = {"If-None-Match": '"x"', "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}
    for actor in nearest():
        for name in ("family", "story", "circle"):
            yield drive.ask(actor, reverse(f"workspace:{name}", args=[drive.world.protected.family]), headers=before)


@surface("a story narrowed, sorted and paged")
def narrowed(drive: Drive) -> Iterator[Said]:
    world = drive.world
    person = world.protected.people["child_id"]
    asked = (
        f"person={person}", "kind=note", f"kind=visit&person={person}", "after=9999", "order=-text", "sort=postcode",
        f"family={world.protected.family}", "limit=9999&page=2", "format=json&fields=*",
    )  # fmt: skip
    for actor in ("practitioner", "not_named", *PARTLY):
        for family in (world.protected.family, world.ordinary.family):
            for query in asked:
                yield drive.ask(actor, f"{reverse('workspace:story', args=[family])}?{query}")


@surface("lists sorted, filtered and paged by what their addresses do not have")
def sorted_lists(drive: Drive) -> Iterator[Said]:
    asked = (f"family={drive.world.protected.family}&order=-created_at", "before=999999999&q=%", "name__startswith=Z")
    lists = [one for one in _read("workspace", "portal") if not one.address.arguments]
    for actor in ("information_governance", "administrator", *PARTLY):
        for opening in lists:
            for query in asked:
                yield drive.ask(actor, f"{path(opening, {})}?{query}")
