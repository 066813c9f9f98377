"""Excel workbooks, a row at a time: the sheets declared, under whatever titles stand above their header.

A workbook is a zip of XML, so what it says it unpacks to is checked first; formulas are never worked out, only their last
results are read.
"""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from onestory.core.errors import Invalid
from onestory.core.text import join_words
from onestory.linkage.declaration import Feed
from onestory.linkage.formats.tables import DELIMITER, LONGEST_ROW, TOO_LONG, as_row, as_text, shown
from onestory.linkage.layouts import Layout, Row, check_columns, plain

# Excel itself stops at 1,048,576 rows, so a sheet's rows have numbers of their own.
ROWS_OF_A_SHEET, LAST_ROW = 10_000_000, 1_048_576
MOST_COLUMNS = 1_000
# What a full sheet of twenty columns unpacks to is a quarter of this. Words are read into memory whole, so fewer of them.
LARGEST_PART, LARGEST_WORDS = 2 * 1024**3, 128 * 1024**2
MOST_UNPACKED = 200
_SMALL = 1024**2
_HEADER_WITHIN = 20
_ERRORS = frozenset(("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))
# What a zip or its XML that was damaged, or made to mislead, makes of the libraries that read it.
_NOT_WHOLE = (
    zipfile.BadZipFile, zlib.error, struct.error, InvalidFileException, DefusedXmlException, ParseError, LookupError, ValueError,
    TypeError, EOFError, OSError, AttributeError, ArithmeticError, RuntimeError, AssertionError,
)  # fmt: skip


@dataclass(frozen=True)
class _Sheet:
    name: str
    number: int
    header_row: int
    # For each column of the file, its place in this sheet; none where the sheet has no such column.
    places: tuple[int | None, ...]


@dataclass(frozen=True)
class _Found:
    name: str
    header_row: int
    header: tuple[str, ...]
    matched: int


@contextmanager
def rows_of(raw: IO[bytes], feed: Feed) -> Iterator[tuple[Layout, Iterator[Row]]]:
    """The layout and the rows. Raises Invalid for what is no workbook, may be a trap, or lacks the sheets and columns."""
    _check_unpacked(raw, feed)
    # What it finds odd about a workbook is for whoever made it; a cell it cannot read comes as an error, and sets its row aside.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(raw, read_only=True, data_only=True, keep_links=False)
        except _NOT_WHOLE as error:
            raise _damaged(feed) from error
        try:
            yield _laid_out(book, feed)
        finally:
            book.close()


def _laid_out(book: Any, feed: Feed) -> tuple[Layout, Iterator[Row]]:
    found = [_header(book[name], feed) for name in _named(book, feed)]
    header, notes, sheets = _together(found, feed)
    layout = Layout("utf-8", DELIMITER, header, notes, format="excel", sheets=tuple(one.name for one in sheets))
    return layout, _rows(book, sheets, header, feed)


def where(layout: dict[str, Any], line: int) -> tuple[int, str]:
    """The row as Excel numbers it, and its sheet."""
    number, row = divmod(line, ROWS_OF_A_SHEET)
    return row, layout["sheets"][number]


def _damaged(feed: Feed) -> Invalid:
    return Invalid(f"The file is not a whole Excel workbook. Ask {feed.partner} to send it again, saved as .xlsx.")


def _check_unpacked(raw: IO[bytes], feed: Feed) -> None:
    start = raw.read(8)
    raw.seek(0)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(
            f"The file is an old Excel workbook, or has a password. Ask {feed.partner} for an .xlsx without one."
        )
    try:
        with zipfile.ZipFile(raw) as packed:
            parts = packed.infolist()
    except _NOT_WHOLE as error:
        raise _damaged(feed) from error
    finally:
        raw.seek(0)
    for part in parts:
        limit = LARGEST_WORDS if "sharedstrings" in part.filename.casefold() else LARGEST_PART
        swollen = part.file_size > _SMALL and part.file_size > MOST_UNPACKED * max(part.compress_size, 1)
        if part.file_size > limit or swollen or len(parts) > 10_000:
            raise Invalid(
                "The workbook unpacks to far more than it is, as one made to do harm does. It was not opened."
            )


def _named(book: Any, feed: Feed) -> list[str]:
    """The sheets to look for rows in."""
    there = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not feed.file.sheets:
        best = max(there, key=lambda name: _header(book[name], feed).matched, default=None)
        if best is None:
            raise Invalid("The workbook has no sheet that can be seen.")
        return [best]
    lost = [name for name in feed.file.sheets if name not in there]
    if lost:
        raise Invalid(
            f"The workbook has no sheet called {join_words(lost, 'or')}. It has: {', '.join(there)[:300]}. "
            f"Ask {feed.partner} for the workbook as agreed."
        )
    return list(feed.file.sheets)


# --- headers ----------------------------------------------------------------------------------------------------------


def _header(sheet: Any, feed: Feed) -> _Found:
    """The row that names most of the columns. Titles merged over several columns stand before the names under them."""
    known = {plain(name): name for name in feed.columns}
    above: list[str] = []
    best = _Found(sheet.title, 0, (), -1)
    for number, cells in enumerate(_values(sheet, most=_HEADER_WITHIN, feed=feed), start=1):
        words = [as_text(cell).strip() for cell in cells]
        names = tuple(_name(word, group, known) for word, group in zip(words, _spread(above, len(words)), strict=True))
        matched = len({name for name in names if name in feed.columns})
        if matched > best.matched:
            best = _Found(sheet.title, number, _trimmed(names), matched)
        above = words
    return best


def _values(sheet: Any, *, most: int, feed: Feed) -> Iterator[Sequence[Any]]:
    try:
        # What a workbook says its size is may be wrong either way: it is read to its end instead.
        sheet.reset_dimensions()
        for row in islice(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=most), most):
            yield [cell.value for cell in row]
    except _NOT_WHOLE as error:
        raise _damaged(feed) from error


def _spread(above: list[str], width: int) -> list[str]:
    """A merged title stands in the first of its columns alone: it holds until the next."""
    said, group = [], ""
    for place in range(width):
        group = above[place] if place < len(above) and above[place] else group
        said.append(group)
    return said


def _name(word: str, group: str, known: dict[str, str]) -> str:
    return known.get(plain(f"{group} {word}")) or known.get(plain(word)) or word if word else ""


def _trimmed(names: tuple[str, ...]) -> tuple[str, ...]:
    last = max((place for place, name in enumerate(names) if name), default=-1)
    return names[: last + 1]


def _together(found: list[_Found], feed: Feed) -> tuple[tuple[str, ...], tuple[str, ...], list[_Sheet]]:
    """One header for every sheet, since they are one delivery; each must have what the feed cannot do without."""
    notes: list[str] = []
    for one in found:
        said = check_columns(tuple(filter(None, one.header)), feed)
        notes += [f"{one.name}: {note}" if len(found) > 1 else note for note in said]
        if one.header_row > 1:
            notes.append(f"The names of the columns stand in row {one.header_row} of {one.name}.")
    header = tuple(dict.fromkeys(name for one in found for name in one.header if name))
    return header, tuple(notes), [
        _Sheet(
            one.name, number, one.header_row,
            tuple(one.header.index(name) if name in one.header else None for name in header),
        )
        for number, one in enumerate(found)
    ]  # fmt: skip


# --- rows -------------------------------------------------------------------------------------------------------------


def _rows(book: Any, sheets: list[_Sheet], header: tuple[str, ...], feed: Feed) -> Iterator[Row]:
    declared = frozenset(place for place, name in enumerate(header) if name in feed.columns)
    for sheet in sheets:
        rows = book[sheet.name]
        rows.reset_dimensions()
        number = sheet.header_row
        width = max(place for place in sheet.places if place is not None) + 1
        try:
            for cells in rows.iter_rows(min_row=sheet.header_row + 1, max_col=width, values_only=True):
                number += 1
                if number > LAST_ROW:
                    raise ValueError("A row says that it stands below the last that a sheet can have.")
                row = _row(sheet, number, cells, header, declared)
                if row:
                    yield row
        except _NOT_WHOLE as error:
            raise Invalid(
                f"The workbook is damaged after row {number:,} of {sheet.name}. The rows before it are kept: ask "
                f"{feed.partner} to send it again whole."
            ) from error


def _row(
    sheet: _Sheet, number: int, cells: Sequence[Any], header: tuple[str, ...], declared: frozenset[int]
) -> Row | None:
    words = [as_text(cells[place]) if place is not None and place < len(cells) else "" for place in sheet.places]
    if not any(word and not word.isspace() for word in words):
        return None
    line = sheet.number * ROWS_OF_A_SHEET + number
    text = as_row(words)
    if len(text) > LONGEST_ROW:
        return Row(line, shown(text), TOO_LONG)
    # An error of a formula says that the cell is wrong, never what is in it.
    wrong = next((place for place in declared if words[place] in _ERRORS), None)
    if wrong is not None:
        return Row(line, text, f"What stands under {header[wrong]} is the error {words[wrong]}.")
    return Row(line, text)
