"""Reads files into one table, `delivered`: a row for each record, its source, its own id, and our columns as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from onestory.core.errors import Invalid
from onestory.core.text import plural
from onestory.matching import columns
from onestory.matching.columns import ID, STANDARD, Columns

TABLE = "delivered"
_SAMPLE = 1_000_000
# Null and None are also surnames, and Na a first name: only as programs write them do they stand for nothing.
_NOTHING = "{0} IN ('', '-', '?', '.', 'NA', 'N/A', 'n/a', 'NaN', 'nan', 'NULL', 'null', 'NK', 'unknown', 'Unknown', 'UNKNOWN')"
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What was read: how many records, and which of our columns say anything at all."""

    records: int
    filled: tuple[str, ...]


def read(
    connection: duckdb.DuckDBPyConnection,
    *,
    files: Sequence[Path],
    told: Mapping[str, tuple[str, ...]] | None = None,
    truth: str = "",
    source: str = "",
    ids: bool = False,
) -> Delivered:
    """Make `delivered` of these files, in order. Raises Invalid.

    `truth` names a column to keep beside ours; `source` is whose records they are, in place of the files' names; with `ids`
    each must have one of its own, to be known by when it comes again.
    """
    names = [source] * len(files) if source else _sources(files)
    parts = [_select(connection, file, source, told or {}, truth) for file, source in zip(files, names, strict=True)]
    # `place` is where a row stood. `record` is its number in an order of its own, so that nothing rests on where it stood.
    connection.execute("SET preserve_insertion_order = true")
    try:
        connection.execute("CREATE OR REPLACE TEMP TABLE stood AS SELECT row_number() OVER () - 1 AS place, * FROM ("
                           + " UNION ALL ".join(parts) + ")")  # fmt: skip
    except duckdb.Error as error:
        raise Invalid(f"These files cannot be read as tables: {str(error).splitlines()[0]}") from None
    if ids:
        _check_ids(connection)
    connection.execute("UPDATE stood SET id = CAST(place + 1 AS VARCHAR) WHERE id IS NULL")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"""CREATE OR REPLACE TABLE {TABLE} AS
        SELECT CAST(row_number() OVER (ORDER BY id, source, hash({", ".join(STANDARD)}), place) - 1 AS INTEGER) AS record, *
        FROM stood""")
    connection.execute("DROP TABLE stood")
    counted = connection.execute(f"SELECT count(*), {', '.join(f'count({name})' for name in STANDARD)} FROM {TABLE}")
    records, *filled = counted.fetchall()[0]
    return Delivered(records=records, filled=tuple(n for n, some in zip(STANDARD, filled, strict=True) if some))


def _check_ids(connection: duckdb.DuckDBPyConnection) -> None:
    if without := connection.execute("SELECT count(*) FROM stood WHERE id IS NULL").fetchall()[0][0]:
        raise Invalid(f"{plural(without, 'record')} have no id, so they would not be known when they come again.")
    twice = connection.execute("SELECT source, id FROM stood GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL").fetchall()
    if twice:
        one, key = twice[0]
        raise Invalid(
            f"{plural(len(twice), 'id')} stand more than once, as {key} in {one} does: which record is theirs?"
        )


def _sources(files: Sequence[Path]) -> list[str]:
    """The name of each file without its ending; a number is added where two would be alike."""
    names: list[str] = []
    for file in files:
        names.append(file.stem if file.stem not in names else f"{file.stem}-{len(names) + 1}")
    return names


def _select(
    connection: duckdb.DuckDBPyConnection, file: Path, source: str, told: Mapping[str, tuple[str, ...]], truth: str
) -> str:
    if not file.is_file():
        raise Invalid(f"There is no file {file}.")
    table = scan(file)
    try:
        header = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()]
    except duckdb.Error as error:
        raise Invalid(f"{file} cannot be read as a table: {str(error).splitlines()[0]}") from None
    found = columns.find(header, told)
    picked = [f"{_text(source)} AS source", *(f"{_value(found, name)} AS {name}" for name in (ID, *STANDARD))]
    if truth:
        if truth not in header:
            raise Invalid(f"There is no column {truth} in {file}.")
        picked.append(f"CAST({_name(truth)} AS VARCHAR) AS truth")
    return f"SELECT {', '.join(picked)} FROM {table}"


def scan(file: Path) -> str:
    if file.suffix.lower() in (".parquet", ".pq"):
        return f"read_parquet({_text(str(file))})"
    # Quotes are told, because a file may have its first one far down; a row with a cell too few still counts. Read in parts at
    # once, a file of a million rows came out in another order than it stands in, and no sooner.
    options = f"""all_varchar = true, header = true, encoding = '{_encoding(file)}', quote = '"', escape = '"',
        null_padding = true, strict_mode = false, parallel = false"""
    return f"read_csv({_text(str(file))}, {options})"


def _encoding(file: Path) -> str:
    """Old systems write Windows' alphabet; latin-1 reads the same letters."""
    with file.open("rb") as opened:
        sample = opened.read(_SAMPLE)
    if sample[:2] in _MARKS:
        return _MARKS[sample[:2]]
    try:
        sample[: sample.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _value(found: Columns, name: str) -> str:
    """The cell without blanks around it, NULL for nothing; several cells with one blank between them."""
    theirs = found[name]
    if not theirs:
        return "CAST(NULL AS VARCHAR)"
    # A date with a time of midnight, as parquet and spreadsheets write one, is the day.
    cells = [f"trim(CAST({_name(cell)} AS VARCHAR))" for cell in theirs]
    if name == "date_of_birth":
        cells = [f"regexp_replace({cell}, '[T ]00:00:00(\\.0+)?$', '')" for cell in cells]
    some = ", ".join(f"CASE WHEN {_NOTHING.format(cell)} THEN NULL ELSE {cell} END" for cell in cells)
    joined = cells[0] if len(cells) == 1 else f"concat_ws(' ', {some})"
    return f"CASE WHEN {_NOTHING.format(joined)} THEN NULL ELSE {joined} END"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
