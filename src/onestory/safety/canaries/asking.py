"""Everything that can be asked: each box that looks for something, with each hidden value and with one that nobody has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.urls import reverse

from onestory.core.ids import uuid7
from onestory.safety.canaries.driving import Drive, Said
from onestory.safety.canaries.surfaces import ASKING, PARTLY, surface
from onestory.safety.canaries.tokens import Token
from onestory.safety.canaries.world import BY_KEY

# A value of each kind that can be looked for; those of the mother and of where she is.
WORTH_TYPING = (
    "mother’s first name", "mother’s last name", "mother’s maiden", "child’s last name", "family’s name",
    "the hidden home, street", "the hidden home, postcode", "the hidden home, UPRN", "mother’s phone", "mother’s email",
    "nhs number", "upn number", "local number", "child: school", "mother: gp_practice", "entry, safeguarding: title",
    "own person’s name", "code word", "worker’s name",
)  # fmt: skip
NAMES = ("mother’s first name", "mother’s last name", "child’s last name")


def _typed(
    drive: Drive,
    where: str,
    fill: Callable[[Token, str], Mapping[str, Any]],
    *,
    who: Sequence[str],
    names: tuple[str, ...] = WORTH_TYPING,
) -> Iterator[Said]:
    for token in drive.world.worth(*names):
        for actor in who:
            yield drive.ask_with(actor, where, [token], partial(fill, token))


@surface("finding a family by a hidden value", namespaces=("workspace",))
def find(drive: Drive) -> Iterator[Said]:
    yield from _typed(
        drive,
        reverse("workspace:find"),
        lambda _, value: {"q": value},
        who=(*ASKING, "volunteer_in_circle", "administrator", "other_parent"),
    )


@surface("finding a family by part of a hidden value")
def find_part(drive: Drive) -> Iterator[Said]:
    """As somebody types, and by the sound."""
    for token in drive.world.worth(*WORTH_TYPING):
        for actor in ASKING:
            if not token.is_for(_sees(actor)):
                yield drive.ask(actor, reverse("workspace:find"), method="POST", data={"q": token.value[:4]})


@surface("finding a family by a name with a birthday")
def find_born(drive: Drive) -> Iterator[Said]:
    yield from _typed(
        drive, reverse("workspace:find"), lambda _, value: {"q": f"{value} 17 2 1987"}, who=ASKING, names=NAMES
    )


@surface("finding a family by a hidden value in the address")
def find_in_address(drive: Drive) -> Iterator[Said]:
    """What is typed is never in an address; a page asked so anyway must not answer it."""
    for token in drive.world.worth(*NAMES):
        for actor in PARTLY:
            yield drive.ask_with(actor, reverse("workspace:find"), [token], lambda value: {"q": value}, method="GET")


@surface("joining somebody known to a family")
def join(drive: Drive) -> Iterator[Said]:
    where = reverse("workspace:join_person", args=[drive.world.ordinary.family])
    yield from _typed(drive, where, lambda _, value: {"find": value}, who=ASKING)


@surface("who might be meant, as a record is started")
def alike(drive: Drive) -> Iterator[Said]:
    where = reverse("workspace:start_alike", args=[0])
    yield from _typed(drive, where, _new_person, who=ASKING)


@surface("starting a record of somebody who has one")
def start(drive: Drive) -> Iterator[Said]:
    for token in drive.world.worth(*WORTH_TYPING):
        for actor in ASKING:
            where = reverse("workspace:start_draft", args=[uuid7()])
            yield drive.ask_with(actor, where, [token], partial(_new_family, token))


@surface("asking whether somebody is alongside")
def alongside(drive: Drive) -> Iterator[Said]:
    """By everything that is known of the mother, as somebody would ask who knows her."""

    def ask(given: str, family: str, postcode: str) -> Mapping[str, Any]:
        return {
            "name": f"{given} {family}", "born": "17 2 1987", "postcode": postcode, "why": "met",
            "reason": "They have asked me for help with the school.",
        }  # fmt: skip

    known = drive.world.worth("mother’s first name", "mother’s last name", "the hidden home, postcode")
    for actor in ASKING:
        yield drive.ask_with(actor, reverse("workspace:alongside"), known, ask)


@surface("looking for a colleague")
def colleague(drive: Drive) -> Iterator[Said]:
    for name in ("find_colleague", "keep_out"):
        where = reverse(f"workspace:{name}", args=[drive.world.ordinary.family])
        yield from _typed(drive, where, lambda _, value: {"called": value}, who=PARTLY)


@surface("saying whom one knows")
def interests(drive: Drive) -> Iterator[Said]:
    """Whoever names the mother is not told whether she is known."""
    where = reverse("workspace:people_you_know")
    names = ("mother’s last name", "the hidden home, postcode")

    def fill(token: Token, value: str) -> Mapping[str, Any]:
        if "postcode" in token.name:
            return {"kind": "friend", "postcode": value}
        return {"kind": "friend", "given": "Ann", "family": value, "born": "17 2 1987"}

    yield from _typed(drive, where, fill, who=ASKING, names=names)


def _new_person(token: Token, value: str) -> Mapping[str, Any]:
    """One person with one thing that is the mother's, and her birthday."""
    surname = value if "last name" in token.name or "maiden" in token.name else "Brownlow"
    given = value if "first name" in token.name else "Ann"
    return {
        "people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0", "people-MIN_NUM_FORMS": "1", "people-MAX_NUM_FORMS": "20",
        "people-0-given": given, "people-0-family": surname, "people-0-born": "17 2 1987", "people-0-role": "parent",
        "postcode": value if "postcode" in token.name else "", "phone": value if "phone" in token.name else "",
        "lines": value if "street" in token.name else "",
    }  # fmt: skip


def _new_family(token: Token, value: str) -> Mapping[str, Any]:
    return {**_new_person(token, value), "lead": "on"}


def _sees(actor: str) -> frozenset[str]:
    return BY_KEY[actor].sees
