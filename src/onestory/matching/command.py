"""`onestory match`: who is who in any files, and why."""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
from tqdm import tqdm

from onestory.core.errors import Invalid
from onestory.core.text import plural
from onestory.matching import book, columns, model, naming
from onestory.matching.dedupe import Outcome, connect, dedupe
from onestory.matching.evaluate import Evaluation, Rates, evaluate
from onestory.matching.explain import explain

_STEPS = 7


def run_dedupe(options: argparse.Namespace) -> int:
    """Does what `onestory match dedupe` was asked; the answer is the exit status."""
    began, connection = time.monotonic(), connect(memory=options.memory)
    told_columns = columns.parse(options.columns)
    known = model.load(options.model) if options.model and options.model.exists() else None
    with tqdm(total=_STEPS, file=sys.stderr, unit="step", disable=None) as bar:

        def begin(step: str) -> None:
            bar.set_description(step)
            bar.update()

        found = dedupe(
            connection, files=options.files, columns=told_columns, truth=options.truth_column,
            link_from=options.threshold, using=known, engine=options.engine, source=options.source, ids=bool(options.keep),
            progress=begin,
        )  # fmt: skip
    if options.model and known is None:
        model.save(found.model, options.model)
    if options.out or options.keep:
        naming.name(connection, found, before=options.before)
    if options.out:
        _write(connection, options.out)
    if options.keep:
        book.keep(connection, found, options.keep, columns=told_columns)
    told = _told(connection, found, seconds=time.monotonic() - began, right=_evaluated(connection, found, options))
    sys.stdout.write("\n".join(_in_words(found, told)) + "\n")
    if options.json:
        sys.stdout.write(json.dumps(told) + "\n")
    return 0


def _write(connection: duckdb.DuckDBPyConnection, out: Path) -> None:
    """One row for each that was read, in its order."""
    write(
        connection,
        "SELECT source, id, identity AS cluster FROM delivered JOIN named USING (record) ORDER BY place",
        out,
    )


def write(connection: duckdb.DuckDBPyConnection, rows: str, out: Path) -> None:
    """Raises Invalid where nothing can be written."""
    try:
        connection.execute(f"COPY ({rows}) TO '{str(out).replace(chr(39), chr(39) * 2)}' (FORMAT csv, HEADER)")
    except duckdb.IOException as error:
        raise Invalid(f"{out} cannot be written: {str(error).splitlines()[0]}") from None


def _evaluated(connection: duckdb.DuckDBPyConnection, found: Outcome, options: argparse.Namespace) -> Evaluation | None:
    if options.truth_column:
        true = [row[0] for row in connection.execute("SELECT truth FROM delivered ORDER BY record").fetchall()]
    elif options.truth:
        people = dict(_truth_of(options.truth))
        rows = connection.execute("SELECT source, id FROM delivered ORDER BY record").fetchall()
        true = [people.get((source, key), people.get(("", key))) for source, key in rows]
    else:
        return None
    known = [(cluster, person) for cluster, person in zip(found.clusters.tolist(), true, strict=True) if person]
    if not known:
        raise Invalid("The truth says nothing of these records: no id in it is one of theirs.")
    return evaluate(clusters=[cluster for cluster, _ in known], truth=[person for _, person in known])


def _truth_of(file: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """Two columns are id and person; with three the first is the source."""
    if not file.is_file():
        raise Invalid(f"There is no file {file}.")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.reader(opened)
        if len(next(rows, ())) not in (2, 3):
            raise Invalid(f"{file} should have two columns, id and person, or three: source, id, person.")
        for row in rows:
            if row:
                yield (row[0] if len(row) == 3 else "", row[-2]), row[-1]


def _told(
    connection: duckdb.DuckDBPyConnection, found: Outcome, *, seconds: float, right: Evaluation | None
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "records": found.delivered.records,
        "pairs": found.pairs,
        "linked_pairs": found.linked,
        "doubtful_pairs": found.doubtful,
        "clusters": found.people,
        "largest_cluster": max(Counter(found.clusters.tolist()).values(), default=0),
        "families": found.families,
        "threshold": round(found.probability, 4),
        "expected_f1": None if found.expected_f1 is None else round(found.expected_f1, 4),
        "seconds": round(seconds, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    if right is not None:
        told["pairs_right"], told["clusters_right"] = _rates(right.pairs), _rates(right.clusters)
        told |= {"precision": told["pairs_right"]["precision"], "recall": told["pairs_right"]["recall"]}
        told["f1"] = told["pairs_right"]["f1"]
    return told


def _rates(rates: Rates) -> dict[str, float]:
    return {name: round(value, 4) for name, value in (asdict(rates) | {"f1": rates.f1}).items()}


def _in_words(found: Outcome, told: dict[str, Any]) -> Iterator[str]:
    people = plural(told["clusters"], "person", "people")
    yield f"{plural(told['records'], 'record')} are about {people}, if this is right."
    yield f"{told['pairs']:,} pairs were compared and {told['linked_pairs']:,} linked."
    yield f"The largest cluster has {plural(told['largest_cluster'], 'record')}."
    if found.doubtful:
        yield f"{plural(found.doubtful, 'pair')} scored as high and are left apart: somebody should look at them."
    if not found.families:
        yield "Nobody here seems to live with a relative, so a different first name under one birthday is taken for a slip."
    yield f"Pairs were linked from a probability of {told['threshold']:.4g}" + (
        "."
        if found.expected_f1 is None
        else f", chosen from these records; the F1 to be expected of pairs is {found.expected_f1:.3f}."
    )
    for name in ("pairs", "clusters"):
        if rates := told.get(f"{name}_right"):
            yield f"Right, of {name}: precision {rates['precision']:.4f}, recall {rates['recall']:.4f}, F1 {rates['f1']:.4f}."
    yield f"It took {told['seconds']:,} seconds and {told['peak_mb']:,} MB."
    yield "What was learnt of how records agree:"
    yield from (f"  {line}" for line in found.model.said_in_words())


def run_explain(options: argparse.Namespace) -> int:
    """Does what `onestory match explain` was asked."""
    known = model.load(options.model) if options.model else None
    said = explain(
        files=options.files, columns=columns.parse(options.columns), one=options.one, other=options.other, using=known
    )
    sys.stdout.write("\n".join(said.in_words()) + "\n")
    if options.json:
        sys.stdout.write(json.dumps(said.as_json()) + "\n")
    return 0
