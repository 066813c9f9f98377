"""What may be changed: every function of the wall and every policy, each with how it is put in the database and taken out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import psycopg
from tests.safety.mutations.changing import changes


@dataclass(frozen=True)
class Mutant:
    """One change. `apply` makes it in the database, `undo` puts back what stood there."""

    name: str
    what: str
    where: str
    apply: tuple[str, ...]
    undo: tuple[str, ...]

    @property
    def told(self) -> str:
        return f"{self.name}: {self.what}: {self.where}"

    def make(self, url: str) -> bool:
        return put(url, self.apply)

    def take_back(self, url: str) -> bool:
        return put(url, self.undo)


def mutants() -> list[Mutant]:
    return [*_of_sentences(), *_of_functions(), *_of_policies()]


def _bodies() -> dict[str, str]:
    from onestory.access import functions, guarding, leaving, overview

    return functions.FUNCTIONS | guarding.FUNCTIONS | leaving.FUNCTIONS | overview.FUNCTIONS


def _sentences() -> dict[str, str]:
    """Said once in `access.reach`, and used by most functions of the wall. What holds another comes first."""
    from onestory.access import reach

    return {"SECTIONS": reach.SECTIONS, "MINE": reach.MINE}


def _of_sentences() -> Iterator[Mutant]:
    """Changed in every function that says it, as a change to `access.reach` would."""
    for name, sentence in _sentences().items():
        using = [body for body in _bodies().values() if sentence in body]
        for change in changes(sentence):
            apply = tuple(body.replace(sentence, change.sql) for body in using)
            yield Mutant(f"reach.{name}", change.what, change.where, apply, tuple(using))


def _of_functions() -> Iterator[Mutant]:
    for name, body in _bodies().items():
        for change in changes(body, sentences=_sentences()):
            yield Mutant(name.partition("(")[0], change.what, change.where, (change.sql,), (body,))


def _of_policies() -> Iterator[Mutant]:
    """Tables whose condition reads the same are changed together: it is said once."""
    from onestory.core import walls

    same: dict[tuple[str, str], list[str]] = defaultdict(list)
    declared = dict(walls.walled())
    for table, wall in declared.items():
        for command in (*walls.COMMANDS, "becomes"):
            if condition := getattr(wall, command):
                same[(command, condition)].append(table)
    for (command, condition), tables in same.items():
        for change in changes(condition):
            apply, undo = [], []
            for table in tables:
                kept = declared[table]
                apply += _replaced(table, walls.policies(table, replace(kept, **{command: change.sql})), command)
                undo += _replaced(table, walls.policies(table, kept), command)
            name = f"{tables[0]}{f' and {len(tables) - 1} more' if len(tables) > 1 else ''} {command}"
            yield Mutant(name, change.what, change.where, tuple(apply), tuple(undo))


def _replaced(table: str, policies: dict[str, str], command: str) -> list[str]:
    name = f"viewer_{'update' if command == 'becomes' else command}"
    return [f'DROP POLICY IF EXISTS "{name}" ON "{table}"', policies[name]]


def put(url: str, statements: tuple[str, ...]) -> bool:
    """False where the database would not take it: such a change could never be made, and is not counted."""
    try:
        with psycopg.connect(url) as admin:
            for statement in statements:
                admin.execute(statement)  # type: ignore[call-overload]
    except psycopg.Error:
        return False
    return True
