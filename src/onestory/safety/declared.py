"""Every address there is, read from the resolver, with the door it declares; and those that declare none."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from types import ModuleType

from django.urls import URLPattern, URLResolver, get_resolver

from onestory.safety.doors import Door, Thing

# Addresses of libraries, and those of the root itself, are declared where everything is put together.
ROOT = "onestory.config.doors"
FAMILY = "family_id"


@dataclass(frozen=True)
class Address:
    """One pattern. `name` is how `reverse` knows it; `keeper` is the module that should declare its door."""

    name: str
    route: str
    arguments: tuple[str, ...]
    keeper: str
    key: str
    # A file that is answered before any address is looked up.
    file: str = ""


@dataclass(frozen=True)
class Opening:
    """An address with its door."""

    address: Address
    door: Door


def addresses() -> list[Address]:
    """Every pattern in the resolver, in the order it is tried."""
    return list(_walk(get_resolver().url_patterns, keeper=ROOT))


@cache
def openings() -> list[Opening]:
    """Every address that declares a door."""
    found = ((address, _door(address)) for address in addresses())
    files = [
        Opening(Address("static", f"static/{file}", (), ROOT, "static", file), door)
        for file, door in getattr(_module(ROOT), "FILES", {}).items()
    ]
    return files + [Opening(address, door) for address, door in found if door is not None]


def undeclared() -> list[str]:
    """Addresses that declare no door, each with where it should. Empty, or nothing may be merged."""
    return [
        f"{address.route} ({address.name or 'without a name'}): add it to DOORS in {address.keeper}"
        for address in addresses()
        if _door(address) is None
    ]


def left_over() -> list[str]:
    """Doors to addresses that are not there any more."""
    standing = {(address.keeper, address.key) for address in addresses()}
    return sorted(
        f"{keeper}: {key}"
        for keeper in {address.keeper for address in addresses()} | {ROOT}
        for key in getattr(_module(keeper), "DOORS", {})
        if (keeper, key) not in standing
    )


@cache
def things() -> dict[str, tuple[Thing, ...]]:
    """What the arguments of addresses stand for, each in its states, by the module that says so and the argument's name."""
    found: dict[str, tuple[Thing, ...]] = {}
    for keeper in dict.fromkeys(_keepers(get_resolver().url_patterns)):
        for argument, thing in getattr(_module(keeper), "THINGS", {}).items():
            found[f"{keeper}:{argument}"] = thing if isinstance(thing, tuple) else (thing,)
    return found


@cache
def kinds(address: Address) -> dict[str, str]:
    """For each argument the name of its thing in `things`: as its own journey says, or the face that the journey is in."""
    known = things()
    inner = address.keeper.removesuffix(".doors").split(".")
    within = [".".join([*inner[:depth], "doors"]) for depth in range(len(inner), 0, -1)]
    named = {argument: [f"{module}:{argument}" for module in within] for argument in address.arguments}
    return {
        argument: next(name for name in names if name in known)
        for argument, names in named.items()
        if any(name in known for name in names)
    }


def unexampled() -> list[str]:
    """Arguments of addresses of which nobody says how to make one."""
    return [
        f"{opening.address.name}: {argument}"
        for opening in openings()
        for argument in opening.address.arguments
        if argument not in {FAMILY, *opening.door.example, *kinds(opening.address)}
    ]


def _keepers(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The doors' modules, those that hold others before what they hold."""
    for resolver in (pattern for pattern in patterns if isinstance(pattern, URLResolver)):
        if keeper := _keeper_of(resolver.urlconf_name):
            yield keeper
        yield from _keepers(resolver.url_patterns)


def _walk(
    patterns: list[URLPattern | URLResolver], *, keeper: str, before: str = "", within: str = "",
    asked: tuple[str, ...] = (),
) -> Iterator[Address]:  # fmt: skip
    for pattern in patterns:
        route = before + str(pattern.pattern)
        arguments = (*asked, *(pattern.pattern.converters or pattern.pattern.regex.groupindex))
        if isinstance(pattern, URLResolver):
            namespace = f"{within}{pattern.namespace}:" if pattern.namespace else within
            inner = _keeper_of(pattern.urlconf_name) or keeper
            yield from _walk(pattern.url_patterns, keeper=inner, before=route, within=namespace, asked=arguments)
        else:
            key = pattern.name or ""
            yield Address(f"{within}{key}", route, arguments, keeper, key)


def _keeper_of(urlconf: object) -> str:
    """`….circle.doors` for `….circle.urls`; nothing for what a library brings."""
    name = urlconf.__name__ if isinstance(urlconf, ModuleType) else urlconf if isinstance(urlconf, str) else ""
    return f"{name.removesuffix('.urls')}.doors" if name.startswith("onestory.") else ""


def _door(address: Address) -> Door | None:
    declared: Door | None = getattr(_module(address.keeper), "DOORS", {}).get(address.key)
    return declared or getattr(_module(ROOT), "FOR_BUILDERS", {}).get(address.name)


def _module(keeper: str) -> ModuleType | None:
    return importlib.import_module(keeper) if find_spec(keeper) else None
