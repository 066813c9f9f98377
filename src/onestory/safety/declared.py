"""Every address there is, read from the resolver, with the door it declares; and those that declare none."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from types import ModuleType

from django.urls import URLPattern, URLResolver, get_resolver

from onestory.safety.doors import Door, Thing

# Addresses of libraries, and those of the root itself, are declared where everything is put together.
ROOT = "onestory.config.doors"


@dataclass(frozen=True)
class Address:
    """One pattern. `name` is how `reverse` knows it; `keeper` is the module that should declare its door."""

    name: str
    route: str
    arguments: tuple[str, ...]
    keeper: str
    key: str


@dataclass(frozen=True)
class Opening:
    """An address with its door."""

    address: Address
    door: Door


def addresses() -> list[Address]:
    """Every pattern in the resolver, in the order it is tried."""
    return list(_walk(get_resolver().url_patterns, keeper=ROOT))


def openings() -> list[Opening]:
    """Every address that declares a door."""
    found = ((address, _door(address)) for address in addresses())
    return [Opening(address, door) for address, door in found if door is not None]


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


def things() -> dict[str, Thing]:
    """What each argument of an address stands for, as the doors' modules say."""
    found: dict[str, Thing] = {}
    for keeper in dict.fromkeys(address.keeper for address in addresses()):
        found |= getattr(_module(keeper), "THINGS", {})
    return found


def _walk(
    patterns: list[URLPattern | URLResolver], *, keeper: str, before: str = "", within: str = ""
) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            namespace = f"{within}{pattern.namespace}:" if pattern.namespace else within
            inner = _keeper_of(pattern.urlconf_name) or keeper
            yield from _walk(pattern.url_patterns, keeper=inner, before=route, within=namespace)
        else:
            key = pattern.name or ""
            arguments = tuple(pattern.pattern.converters) or tuple(pattern.pattern.regex.groupindex)
            yield Address(f"{within}{key}", route, arguments, keeper, key)


def _keeper_of(urlconf: object) -> str:
    """`….circle.doors` for `….circle.urls`; nothing for what a library brings."""
    name = urlconf.__name__ if isinstance(urlconf, ModuleType) else urlconf if isinstance(urlconf, str) else ""
    return f"{name.removesuffix('.urls')}.doors" if name.startswith("onestory.") else ""


def _door(address: Address) -> Door | None:
    return getattr(_module(address.keeper), "DOORS", {}).get(address.key)


def _module(keeper: str) -> ModuleType | None:
    return importlib.import_module(keeper) if find_spec(keeper) else None
