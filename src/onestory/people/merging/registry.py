"""All that points at a person or a family, gathered from every app; and what points at one and is not listed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps

from onestory.core.merging import Change, Of, Relation, Then


def _modules() -> Iterator[ModuleType]:
    for app in apps.get_app_configs():
        if app.name.startswith("onestory.") and find_spec(f"{app.name}.merging"):
            yield import_module(f"{app.name}.merging")


@cache
def relations() -> tuple[Relation, ...]:
    return tuple(one for module in _modules() for one in getattr(module, "RELATIONS", ()))


@cache
def changes() -> tuple[Change, ...]:
    return tuple(one for module in _modules() for one in getattr(module, "CHANGES", ()))


def moving(of: Of) -> list[Relation]:
    return [one for one in relations() if one.of is of and one.then is Then.MOVES]


def replaced(of: Of) -> list[Relation]:
    return [one for one in relations() if one.of is of and one.then is Then.IS_REPLACED]


def listed() -> set[tuple[str, str]]:
    """Every table and column that some app has said something about."""
    return {(one.table, one.column) for one in relations()}


def followed() -> dict[str, list[Relation]]:
    """By table, what moves: whatever is written there while a merge goes on is looked at again."""
    found: dict[str, list[Relation]] = {}
    for one in relations():
        if one.then in (Then.MOVES, Then.IS_REPLACED) and one.table != "people_merge":
            found.setdefault(one.table, []).append(one)
    return found
