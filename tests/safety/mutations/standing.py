"""What may be changed: every function of the wall and every policy, each with how it is put in the database and taken out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import psycopg
from tests.safety.mutations.changing import changes


@dataclass(frozen=True)
class Mutant:
    """One change. `apply` makes it in the database, `undo` puts back what stood there; `met` names what it changes."""

    name: str
    what: str
    where: str
    apply: tuple[str, ...]
    undo: tuple[str, ...]
    met: frozenset[str]

    @property
    def told(self) -> str:
        return f"{self.name}: {self.what}: {self.where}"

    def make(self, url: str) -> bool:
        return put(url, self.apply)

    def take_back(self, url: str) -> bool:
        return put(url, self.undo)


def mutants() -> list[Mutant]:
    return [*_of_sentences(), *_of_functions(), *_of_policies()]


def bodies() -> dict[str, str]:
    from onestory.access import functions, guarding, leaving, overview

    return functions.FUNCTIONS | guarding.FUNCTIONS | leaving.FUNCTIONS | overview.FUNCTIONS


def _sentences() -> dict[str, str]:
    """Said once, and used by many functions of the wall. What holds another comes first."""
    from onestory.access import functions, guarding, leaving, reach

    return {
        "SECTIONS": reach.SECTIONS, "SEES": guarding.SEES, "MINE": reach.MINE, "CURRENT": functions.CURRENT_M,
        "ABLE": leaving.ABLE,
    }  # fmt: skip


def _of_sentences() -> Iterator[Mutant]:
    """Changed in every function that says it, as a change where it is said would."""
    for name, sentence in _sentences().items():
        others = {other: said for other, said in _sentences().items() if other != name}
        using = {signature: body for signature, body in bodies().items() if sentence in body}
        met = frozenset(map(_bare, using))
        for change in changes(sentence, sentences=others):
            apply = tuple(body.replace(sentence, change.sql) for body in using.values())
            yield Mutant(f"sentence {name}", change.what, change.where, apply, tuple(using.values()), met)


def _of_functions() -> Iterator[Mutant]:
    for name, body in bodies().items():
        for change in changes(body, sentences=_sentences()):
            yield Mutant(_bare(name), change.what, change.where, (change.sql,), (body,), frozenset({_bare(name)}))


def _bare(signature: str) -> str:
    return signature.partition("(")[0]


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
            met = frozenset(f"{'update' if command == 'becomes' else command} {table}" for table in tables)
            yield Mutant(name, change.what, change.where, tuple(apply), tuple(undo), met)


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
