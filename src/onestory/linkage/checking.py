"""Runs the checking of a delivery's rows beside the writing of them: one process writes, others check.

Memory does not grow with the file: only a few runs of rows are ever on their way. Knows no Django, so that the
processes it starts hold no connection and no password.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from multiprocessing import get_context
from typing import Any

from onestory.linkage.declaration import Feed
from onestory.linkage.reading import Layout, Row
from onestory.linkage.validate import Accepted, Checked, Validator

ROWS_IN_A_RUN = 2_000
_SMALL = 4 * ROWS_IN_A_RUN
_validator: Validator | None = None
# Rows travel between processes column by column: naming the kind of each of a million cost more than reading them.
_Columns = list[list[Any]]


@dataclass(frozen=True)
class Run:
    """The checked rows up to a line of the file."""

    last_line: int
    checked: Checked


def in_runs(rows: Iterator[Row], feed: Feed, layout: Layout, *, on: date) -> Iterator[Run]:
    """Check the rows in the order of the file; a small file in this process, a large one with help."""
    first = list(islice(rows, _SMALL))
    if len(first) < _SMALL:
        yield from _here(first, Validator(feed, layout, on=on))
        return
    workers = max(1, (os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count() or 2) - 1)
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_prepare, initargs=(feed, layout, on))
    try:
        yield from _elsewhere(_both(first, rows), pool, ahead=workers + 2)
    finally:
        pool.shutdown(cancel_futures=True)


def _both(first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    first.clear()
    yield from rest


def _here(rows: list[Row], validator: Validator) -> Iterator[Run]:
    for start in range(0, len(rows), ROWS_IN_A_RUN):
        some = rows[start : start + ROWS_IN_A_RUN]
        yield Run(some[-1].line, validator.check(some))


def _elsewhere(rows: Iterable[Row], pool: ProcessPoolExecutor, *, ahead: int) -> Iterator[Run]:
    """At most `ahead` runs are being checked or waiting to be written."""
    waiting: deque[tuple[int, Future[tuple[_Columns, Checked]]]] = deque()
    rows = iter(rows)
    while some := list(islice(rows, ROWS_IN_A_RUN)):
        waiting.append((some[-1].line, pool.submit(_check, _packed(some))))
        if len(waiting) >= ahead:
            line, future = waiting.popleft()
            yield Run(line, _unpacked(future.result()))
    for line, future in waiting:
        yield Run(line, _unpacked(future.result()))


def _prepare(feed: Feed, layout: Layout, on: date) -> None:
    """In each helper, once."""
    global _validator
    _validator = Validator(feed, layout, on=on)


def _check(rows: _Columns) -> tuple[_Columns, Checked]:
    if _validator is None:
        raise RuntimeError("A helper was given rows before it knew which feed they are of.")
    checked = _validator.check(map(Row._make, zip(*rows, strict=True)))
    return _packed(checked.accepted), replace(checked, accepted=[])


def _packed(rows: Sequence[tuple[Any, ...]]) -> _Columns:
    return list(map(list, zip(*rows, strict=True)))


def _unpacked(result: tuple[_Columns, Checked]) -> Checked:
    accepted, checked = result
    return replace(checked, accepted=list(map(Accepted._make, zip(*accepted, strict=True))))
