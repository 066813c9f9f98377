"""Parquet files, a batch of rows at a time. What they say of themselves is checked before anything is unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from onestory.core.errors import Invalid
from onestory.linkage.declaration import Feed
from onestory.linkage.formats.tables import DELIMITER, LONGEST_ROW, TOO_LONG, as_row, as_text, shown
from onestory.linkage.layouts import Layout, Row, check_columns, plain

_AT_ONCE = 1_000
# A column of a group of rows is unpacked in pages, and its words are held while the group lasts.
LARGEST_GROUP = 1024**3
MOST_COLUMNS = 1_000


@contextmanager
def rows_of(raw: IO[bytes], feed: Feed) -> Iterator[tuple[Layout, Iterator[Row]]]:
    """The layout and the rows. Raises Invalid for what is not a whole Parquet file of this feed."""
    try:
        file = pq.ParquetFile(raw, page_checksum_verification=True, thrift_string_size_limit=10**7)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Invalid(
            f"The file is not a whole Parquet file, or it is encrypted. Ask {feed.partner} to send it again."
        ) from error
    with file:
        _check_size(file.metadata, feed)
        known = {plain(name): name for name in feed.columns}
        header = tuple(known.get(plain(name), name) for name in file.schema_arrow.names)
        layout = Layout("utf-8", DELIMITER, header, tuple(check_columns(header, feed)), format="parquet")
        yield layout, _rows(file)


def _check_size(metadata: Any, feed: Feed) -> None:
    if metadata.num_columns > MOST_COLUMNS:
        raise Invalid(f"The file has {metadata.num_columns:,} columns. Ask {feed.partner} for the file as agreed.")
    largest = max((metadata.row_group(n).total_byte_size for n in range(metadata.num_row_groups)), default=0)
    if largest > LARGEST_GROUP:
        raise Invalid(
            f"A group of rows in the file unpacks to {largest / 1024**3:.1f} GB. "
            f"Ask {feed.partner} to write it in groups of up to a million rows."
        )


def _values(column: Any) -> list[Any]:
    """A day that no calendar has is a fault of its own cell, and not of the file."""
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError, pa.ArrowException):
        return [_value(cell) for cell in column]


def _value(cell: Any) -> Any:
    try:
        return cell.as_py()
    except (ValueError, OverflowError, pa.ArrowException):
        return f"{cell.type}: {cell.value if hasattr(cell, 'value') else 'not readable'}"


def _rows(file: Any) -> Iterator[Row]:
    numbers = count(1)
    try:
        for batch in file.iter_batches(batch_size=_AT_ONCE, use_threads=False):
            columns = [list(map(as_text, _values(column))) for column in batch.columns]
            for cells in zip(*columns, strict=True):
                text = as_row(cells)
                line = next(numbers)
                yield Row(line, text) if len(text) <= LONGEST_ROW else Row(line, shown(text), TOO_LONG)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Invalid(
            f"The file is damaged after row {next(numbers) - 1:,}. The rows before it are kept: send the file again whole."
        ) from error
