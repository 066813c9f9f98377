"""Runs the checking of a delivery's rows beside the writing of them: one process writes, others check.

Memory does not grow with the file: only a few runs of rows are ever on their way. Knows no Django, so that the
processes it starts hold no connection and no password.
"""

import gc
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
from onestory.linkage.validate import REPEATED, Accepted, Checked, SetAside, Validator, as_json

ROWS_IN_A_RUN = 4_000
_SMALL = 8_000
# Stands between the rows of a column. It counts as white space, so no reference holds it, and JSON writes it otherwise.
SEPARATOR = "\x1e"
_validator: Validator | None = None
# Rows travel to the helpers column by column: naming the kind of each of a million cost more than reading them.
_Columns = list[list[Any]]


@dataclass(frozen=True)
class Kept:
    """The accepted rows of a run, each reference once, as the database takes them: a text for each column of `Accepted`."""

    rows: int
    columns: dict[str, str]
    # Rows that said the same as an earlier one of the run.
    repeated: int


@dataclass(frozen=True)
class Run:
    """The checked rows up to a line of the file. What was accepted is in `kept` alone."""

    last_line: int
    checked: Checked
    kept: Kept


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
        yield _run(some[-1].line, validator.check(some))


def _elsewhere(rows: Iterable[Row], pool: ProcessPoolExecutor, *, ahead: int) -> Iterator[Run]:
    """At most `ahead` runs are being checked or waiting to be written."""
    waiting: deque[Future[Run]] = deque()
    rows = iter(rows)
    while some := list(islice(rows, ROWS_IN_A_RUN)):
        waiting.append(pool.submit(_check, _packed(some)))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()


def _prepare(feed: Feed, layout: Layout, on: date) -> None:
    """In each helper, once."""
    global _validator
    _validator = Validator(feed, layout, on=on)
    # What was imported stays, so there is no need to look through it again and again for what nobody uses.
    gc.freeze()


def _check(rows: _Columns) -> Run:
    if _validator is None:
        raise RuntimeError("A helper was given rows before it knew which feed they are of.")
    return _run(rows[0][-1], _validator.check(map(Row._make, zip(*rows, strict=True))))


def _packed(rows: Sequence[tuple[Any, ...]]) -> _Columns:
    return list(map(list, zip(*rows, strict=True)))


# --- as the database takes them
# ------------------------------------------------------------------------------------------------


def _run(last_line: int, checked: Checked) -> Run:
    rows, repeated, clashing = _once_each(checked.accepted)
    if clashing:
        checked.set_aside.extend(clashing)
        checked.invalid[REPEATED] += len(clashing)
    return Run(last_line, replace(checked, accepted=[]), Kept(len(rows), _in_columns(rows), repeated))


def _once_each(accepted: list[Accepted]) -> tuple[list[Accepted], int, list[SetAside]]:
    """Rows with one reference inside a run: the first counts, the same again is a repeat, another is set aside."""
    first: dict[tuple[str, str], Accepted] = {}
    repeated, clashing = 0, []
    for row in accepted:
        standing = first.setdefault((row.reference, row.part), row)
        if standing is row:
            continue
        if standing.digest == row.digest:
            repeated += 1
        else:
            clashing.append(SetAside(row.line, as_json([["", REPEATED]]), row.sent))
    return list(first.values()), repeated, clashing


def _in_columns(rows: list[Accepted]) -> dict[str, str]:
    """Each column as one text, since a text is passed on between processes and to the database whole, not row by row."""
    if not rows:
        return {}
    line, *texts = zip(*rows, strict=True)
    columns = [map(str, line), *texts]
    return dict(zip(Accepted._fields, map(SEPARATOR.join, columns), strict=True))
