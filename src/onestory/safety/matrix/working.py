"""Trying cells: in this process, or shared out between several, each with its own connection to the database."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

# Nothing of Django's at the top: another process reads this module before Django knows its settings.
if TYPE_CHECKING:
    from onestory.safety.matrix.cells import Cell
    from onestory.safety.matrix.judging import Judge, Surprise
    from onestory.safety.matrix.world import World

AT_ONCE = 6
"""Addresses in one piece of work: enough that handing it over costs nothing, few enough that both end together."""

Heard = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """`surprises` are those cells that did not answer as declared; none is what is wanted."""

    cells: int
    surprises: tuple[Surprise, ...]
    seconds: float


def try_all(world: World, *, processes: int, heard: Heard) -> Outcome:
    """Every cell there is. `heard` is told how many cells are done, and of how many pieces of work how many per cent."""
    began, done = time.monotonic(), 0
    surprises: list[Surprise] = []
    pieces = _pieces()
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(pickle.dumps(world),)) as workers:
        waiting = [workers.submit(_work, *piece) for piece in pieces]
        for number, finished in enumerate(as_completed(waiting), start=1):
            count, found = finished.result()
            done, surprises = done + count, [*surprises, *found]
            heard(done, 100 * number // len(pieces))
    return Outcome(done, tuple(surprises), time.monotonic() - began)


def try_these(world: World, cells: Iterable[Cell]) -> Outcome:
    """Some of them, in this process."""
    began, done = time.monotonic(), 0
    surprises: list[Surprise] = []
    judge = _judge(world)
    try:
        for done, cell in enumerate(cells, start=1):  # noqa: B007 - how many there were is told afterwards
            surprise = judge.judge(cell)
            surprises += [surprise] if surprise else []
    finally:
        judge.close()
    return Outcome(done, tuple(surprises), time.monotonic() - began)


def _pieces() -> list[tuple[str, int, int]]:
    """An actor and a run of addresses each, those who are let in first since their pages take longest."""
    from onestory.safety import declared
    from onestory.safety.matrix.actors import ACTORS

    openings = len(declared.openings())
    actors = sorted(ACTORS, key=lambda actor: -len(actor.ceiling))
    return [(actor.key, start, start + AT_ONCE) for actor in actors for start in range(0, openings, AT_ONCE)]


# What a process of its own keeps between pieces of work.
_here: dict[str, object] = {}


def _begin(world: bytes) -> None:
    import django

    django.setup()
    _here["world"] = made = pickle.loads(world)  # noqa: S301 - from our own parent process
    _here["judge"] = _judge(made, remembering=True)


def _judge(world: World, *, remembering: bool = False) -> Judge:
    from onestory.safety.matrix.driving import Browsers
    from onestory.safety.matrix.judging import Judge

    return Judge(world, Browsers(world, remembering=remembering))


def _work(actor: str, first: int, after: int) -> tuple[int, list[Surprise]]:
    from onestory.safety import declared
    from onestory.safety.matrix import cells

    world, judge, surprises, done = _here["world"], _here["judge"], [], 0
    for opening in declared.openings()[first:after]:
        for cell in cells.at(world, opening, actor):  # type: ignore[arg-type]
            done += 1
            surprise = judge.judge(cell)  # type: ignore[attr-defined]
            surprises += [surprise] if surprise else []
    return done, surprises
