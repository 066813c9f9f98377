"""Whom a model was learnt of: what is true of the records as a whole, and not of any two of them.

How common a name is, whether relatives live together, whether the NHS numbers are NHS numbers: each changes what a pair weighs
or what forbids it. A model keeps them, so that two records weigh the same whoever else is in the file, whichever arrives first,
and on either engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

# A value that fewer than this bear is not named: a model is kept and passed on, and names nobody.
LEAST_NAMED = 4
# What is taken of a value that is not named, where two records say it.
SELDOM = 2.0
# A first name borne by this share of the records, and by LEAST_NAMED at least, is a name and not a slip of the pen.
_SHARE_OF_A_NAME = 1 / 20_000
_NAME = "given"
_YOUNGEST = 0.999


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Of each column whose common values say less than its rare ones: `said`, how many records say it, and how many bear each."""

    records: int = 0
    families: bool = True
    numbers_hold: bool = True
    # The year in which the youngest were born, or 0 where nobody says; a slip of the pen does not count.
    newest: int = 0
    said: Mapping[str, int] = field(default_factory=dict)
    bearers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def established(self) -> int:
        """How many bear a first name that is surely a name."""
        return max(LEAST_NAMED, int(self.records * _SHARE_OF_A_NAME))

    def names(self) -> pa.Table:
        """First names that are surely names."""
        borne = self.bearers.get(_NAME, {})
        return pa.table({_NAME: pa.array([n for n, many in borne.items() if many >= self.established], pa.string())})

    def shares(self, column: str) -> pa.Table:
        """Each common value of a column and how many bear it."""
        borne = self.bearers[column]
        return pa.table({column: pa.array(borne.keys(), pa.string()), "bearers": pa.array(borne.values(), pa.int64())})


def count(
    connection: duckdb.DuckDBPyConnection, *, columns: Iterable[str], records: int, families: bool, numbers_hold: bool
) -> Population:
    """Of the records in `people`."""
    said, bearers = {}, {}
    for column in sorted(columns):
        said[column] = connection.execute(f"SELECT count({column}) FROM people").fetchall()[0][0]
        rows = connection.execute(f"""
          SELECT {column}, count(*) FROM people WHERE {column} IS NOT NULL
          GROUP BY {column} HAVING count(*) >= {LEAST_NAMED} ORDER BY {column}
        """)
        bearers[column] = dict(rows.fetchall())
    newest = connection.execute(
        f"SELECT coalesce(quantile_disc(year::INTEGER, {_YOUNGEST}), 0) FROM people"
    ).fetchall()[0][0]
    return Population(
        records=records, families=families, numbers_hold=numbers_hold, newest=newest, said=said, bearers=bearers
    )
