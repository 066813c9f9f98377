"""Whether a book is what one run over all its records, by its own model, would have made of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onestory.matching import book
from onestory.matching.cluster import Ints
from onestory.matching.dedupe import join, pair_up
from onestory.matching.engine import open_engine
from onestory.matching.weighing import weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """`otherwise`: records that a whole run puts together with others than the book does."""

    records: int
    pairs: int
    otherwise: tuple[str, ...]


def check(path: Path, *, engine: str = "duckdb", memory: str = "") -> Checked:
    """Match everything in the book again, and compare. Changes nothing. Raises Invalid."""
    with book.opened(path, memory=memory) as (connection, about):
        connection.execute("""
          CREATE TABLE people AS SELECT row_number() OVER (ORDER BY id, source) - 1 AS record, b.record AS known,
            b.* EXCLUDE (record, source) FROM book.records b
        """)
        pairs = pair_up(connection)
        compares = open_engine(engine, connection)
        compares.compare(people="people", pairs="candidates", comparisons=about.model.comparisons, into="compared")
        weigh(connection, about.model)
        known = connection.execute("""
          SELECT p.id, min(p.record) OVER (PARTITION BY c.identity) AS first
          FROM people p JOIN book.clusters c ON c.record = p.known ORDER BY p.record
        """).fetchnumpy()
        records = len(known["first"])
        whole = join(connection, records=records, threshold=about.model.threshold).clusters
        return Checked(records=records, pairs=pairs, otherwise=_otherwise(whole, known["first"], known["id"]))


def _otherwise(whole: Ints, kept: Ints, ids: npt.NDArray[np.object_]) -> tuple[str, ...]:
    first = np.full(len(whole), len(whole))
    np.minimum.at(first, whole, np.arange(len(whole)))
    return tuple(str(name) for name in ids[first[whole] != kept])
