"""`onestory match add` and `onestory match check`: what arrives for a book, and whether the book is as it should be."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any

from tqdm import tqdm

from onestory.core.errors import Invalid
from onestory.core.text import plural
from onestory.matching import arriving, book, checking, columns
from onestory.matching.arriving import Added, Withdrawal
from onestory.matching.command import write


def run_add(options: argparse.Namespace) -> int:
    """Does what `onestory match add` was asked; the answer is the exit status."""
    if not options.files and not options.withdrawn:
        raise Invalid("Say which files arrived, or which records are withdrawn.")
    began = time.monotonic()
    with tqdm(total=len(arriving.STEPS), file=sys.stderr, unit="step", disable=None) as bar:

        def begin(step: str) -> None:
            bar.set_description(step)
            bar.update()

        added = arriving.add(
            options.book, files=options.files, told=columns.parse(options.columns), source=options.source,
            withdrawal=Withdrawal(file=options.withdrawn, whole=options.whole), engine=options.engine, memory=options.memory,
            progress=begin,
        )  # fmt: skip
    if options.out:
        with book.opened(options.book) as (connection, _):
            write(connection, book.CLUSTERS, options.out)
    told = _told(added, time.monotonic() - began)
    sys.stdout.write("\n".join(_in_words(added, told)) + "\n")
    if options.json:
        sys.stdout.write(json.dumps(told) + "\n")
    return 0


def _told(added: Added, seconds: float) -> dict[str, Any]:
    matched = sum(taken for step, taken in added.seconds.items() if step in arriving.MATCHING)
    return {
        "new": added.new,
        "changed": added.changed,
        "unchanged": added.unchanged,
        "withdrawn": added.withdrawn,
        "pairs": added.pairs,
        "touched": added.touched,
        "records": added.records,
        "clusters": added.people,
        "joined": dict(added.change.joined),
        "parted": {name: list(into) for name, into in added.change.parted.items()},
        "ended": list(added.change.ended),
        "matching_seconds": round(matched, 2),
        "steps": dict(added.seconds),
        "seconds": round(seconds, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _in_words(added: Added, told: dict[str, Any]) -> Iterator[str]:
    yield (f"{plural(added.new, 'record')} new, {added.changed:,} put right, {added.unchanged:,} as before, "
           f"{added.withdrawn:,} withdrawn.")  # fmt: skip
    compared, touched = plural(added.pairs, "pair"), plural(added.touched, "record")
    yield f"{compared} were compared, and who is who was worked out again among {touched}."
    for said, which in (("became one with another", added.change.joined), ("was parted", added.change.parted),
                        ("has no record left", added.change.ended)):  # fmt: skip
        if which:
            yield f"{plural(len(which), 'cluster')}: {said}."
    yield f"The book holds {plural(added.records, 'record')} of {plural(added.people, 'person', 'people')}."
    yield (f"Matching took {told['matching_seconds']:,} of {told['seconds']:,} seconds, and {told['peak_mb']:,} MB; the rest was "
           "reading the files and writing the book.")  # fmt: skip


def run_check(options: argparse.Namespace) -> int:
    """Does what `onestory match check` was asked: 1 where the book is not what a whole run makes of its records."""
    found = checking.check(options.book, engine=options.engine, memory=options.memory)
    if found.otherwise:
        sys.stdout.write(
            f"{plural(len(found.otherwise), 'record')} would be together with others, first {found.otherwise[0]}.\n"
        )
    else:
        sys.stdout.write(f"All {plural(found.records, 'record')} are as one run over all of them puts them.\n")
    if options.json:
        sys.stdout.write(
            json.dumps({"records": found.records, "pairs": found.pairs, "otherwise": list(found.otherwise)}) + "\n"
        )
    return int(bool(found.otherwise))
