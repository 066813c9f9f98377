"""Runs the checking of a delivery's rows beside the writing of them: one process writes, others check.

Memory does not grow with the file: only a few runs of rows are ever on their way. Knows no Django, so that the
processes it starts hold no connection and no password.
"""

import gc
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from multiprocessing import get_context
from operator import attrgetter
from typing import Any

from onestory.linkage.declaration import Feed
from onestory.linkage.layouts import Layout, Row
from onestory.linkage.validate import REPEATED, Accepted, Checked, SetAside, Validator, as_json

ROWS_IN_A_RUN = 4_000
_SMALL = 8_000
# Stands between the rows of a column. No row holds it: reading makes every end of a line "\n", JSON writes it otherwise,
# and it counts as white space, which no reference keeps.
SEPARATOR = "\r"
_validator: Validator | None = None
# Rows travel to the helpers column by column: naming the kind of each of a million cost more than reading them.
_Columns = list[list[Any]]


@dataclass(frozen=True)
class Kept:
    """The accepted rows of a run, each reference once, as the database takes them: a UTF-8 text for each column of `Accepted`."""

    rows: int
    columns: dict[str, bytes]
    # Rows that said the same as an earlier one of the run.
    repeated: int


@dataclass(frozen=True)
class Run:
    """The checked rows up to a line of the file. What was accepted is in `kept` alone."""

    last_line: int
    checked: Checked
    kept: Kept


def in_runs(rows: Iterator[Row], feed: Feed, layout: Layout, *, on: date) -> Iterator[Run]:
    """Check the rows in the order of the file; the first in this process, and those of a large file with help."""
    first = list(islice(rows, _SMALL))
    here = _here(first, Validator(feed, layout, on=on))
    if len(first) < _SMALL:
        yield from here
        return
    workers = max(1, (os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count() or 2) - 1)
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_prepare, initargs=(feed, layout, on))
    try:
        yield from _elsewhere(rows, pool, meanwhile=here, ahead=workers + 2)
    finally:
        pool.shutdown(cancel_futures=True)


def _here(rows: list[Row], validator: Validator) -> Iterator[Run]:
    for some in _some(iter(rows)):
        yield _run(some[-1].line, validator.check(some))


def _elsewhere(
    rows: Iterator[Row], pool: ProcessPoolExecutor, *, meanwhile: Iterator[Run], ahead: int
) -> Iterator[Run]:
    """At most `ahead` runs are being checked or waiting to be written. `meanwhile` comes first, as the helpers start."""
    packed = map(_packed, _some(rows))
    waiting = deque(pool.submit(_check, one) for one in islice(packed, ahead))
    yield from meanwhile
    while waiting:
        done = waiting.popleft().result()
        waiting.extend(pool.submit(_check, one) for one in islice(packed, 1))
        yield done


def _some(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """So many rows at a time as make a run."""
    while some := list(islice(rows, ROWS_IN_A_RUN)):
        yield some


def _prepare(feed: Feed, layout: Layout, on: date) -> None:
    """In each helper, once."""
    global _validator
    _validator = Validator(feed, layout, on=on)
    # Nothing made of a row points back at itself, so what nobody uses goes at once, and need not be looked for.
    gc.disable()


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
    """Rows by their references, each once: the first in the run counts, the same again is a repeat, another is set aside."""
    first: dict[tuple[str, str], Accepted] = {}
    repeated, clashing = 0, []
    for row in accepted:
        standing = first.setdefault((row.reference, row.part), row)
        if standing is row:
            continue
        if standing.digest == row.digest:
            repeated += 1
        else:
            said = as_json([["", REPEATED]])
            clashing.append(SetAside(row.line, said, row.sent, row.reference, said, "{}"))
    # Neighbours in the database's index come one after the other: found and added the quicker for it.
    return sorted(first.values(), key=attrgetter("reference", "part")), repeated, clashing


def _in_columns(rows: list[Accepted]) -> dict[str, bytes]:
    """Each column as one text, since a text is passed on between processes and to the database whole, not row by row."""
    if not rows:
        return {}
    line, *texts = zip(*rows, strict=True)
    columns = [map(str, line), *texts]
    return {name: SEPARATOR.join(column).encode() for name, column in zip(Accepted._fields, columns, strict=True)}
