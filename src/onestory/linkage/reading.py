"""Reads a partner's file as it comes: row by row, in constant memory, whatever is wrong with it.

A fault in one row stays in that row. What cannot be split into cells is handed on with the reason in words
and the text as it stood; only a file that holds no rows for this feed at all is refused. Nothing here knows
what a cell means.
"""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from charset_normalizer import from_bytes

from onestory.core.errors import Invalid
from onestory.linkage.cells import split
from onestory.linkage.declaration import Feed
from onestory.linkage.formats import excel, fhir, json_lines, parquet
from onestory.linkage.layouts import Layout, Row, check_columns
from onestory.linkage.layouts import plain as _plain

LONGEST_ROW = 64 * 1024
MOST_LINES_IN_A_ROW = 20
SAMPLE = 256 * 1024
_SHOWN_OF_A_LONG_ROW = 1000

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NOT_TEXT = {
    b"PK\x03\x04": "an Excel workbook or a zip file",
    b"PAR1": "a Parquet file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
}
_ASKED = {"csv": "a CSV file", "json lines": "JSON lines"}
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_DELIMITERS = (",", ";", "\t", "|")
# What the csv module says of a quoted cell that does not end.
_UNENDED = "unexpected end of data"

TOO_LONG = f"This row is longer than {LONGEST_ROW // 1024} KB. Look for a line ending that was lost."
UNCLOSED = "A quotation mark is opened in this row and never closed."


class Reading:
    """An open file: its layout, its rows, and how far through it we are."""

    def __init__(self, raw: IO[bytes], layout: Layout, rows: Iterator[Row]) -> None:
        self._raw = raw
        self.layout = layout
        self.rows = rows

    @property
    def position(self) -> int:
        """Bytes taken from the file so far."""
        return self._raw.tell()


@contextmanager
def opened(path: Path, feed: Feed) -> Iterator[Reading]:
    """Open a delivery of this feed. Raises Invalid when it is not what was declared, or lacks columns the feed needs."""
    reader = _READERS[feed.file.format]
    with path.open("rb") as raw, reader(raw, feed) as (layout, rows):
        yield Reading(raw, layout, rows)


@contextmanager
def _text(raw: IO[bytes], feed: Feed) -> Iterator[tuple[Layout, Iterator[Row]]]:
    """Rows of text: cells with a delimiter between them, or a JSON object to a line."""
    encoding, notes = _encoding(raw.read(SAMPLE), feed)
    raw.seek(0)
    stream = TextIOWrapper(raw, encoding=encoding, errors=_on_error(encoding), newline=None)
    lines = _Lines(stream)
    try:
        if feed.file.format == "json lines":
            mended = (_mended(line, encoding) for line in lines)
            yield json_lines.laid_out(mended, feed, encoding=encoding, notes=notes)
        else:
            layout = _layout(lines, encoding, notes, feed)
            yield layout, _rows(lines, layout)
    finally:
        stream.detach()


_Reader = Callable[[IO[bytes], Feed], AbstractContextManager[tuple[Layout, Iterator[Row]]]]
_READERS: dict[str, _Reader] = {
    "csv": _text,
    "json lines": _text,
    "excel": excel.rows_of,
    "parquet": parquet.rows_of,
    "fhir": fhir.rows_of,
}


def _on_error(encoding: str) -> str:
    """Bytes that do not fit are carried through one by one where the encoding allows it, and put right
    by the row.
    """
    return "replace" if encoding.startswith("utf-16") else "surrogateescape"


# --- how the file is written
# ------------------------------------------------------------------------------------------


def _encoding(sample: bytes, feed: Feed) -> tuple[str, list[str]]:
    if not sample.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise Invalid("The file is empty.")
    for start, kind in _NOT_TEXT.items():
        if sample.startswith(start):
            raise Invalid(
                f"The file is {kind}. Ask {feed.partner} for {_ASKED[feed.file.format]}, or declare that it comes so."
            )
    found = _encoding_found(sample, feed.file.encoding)
    if found is None:
        raise Invalid(f"The file's characters cannot be read. Ask {feed.partner} to send it as UTF-8.")
    same = _family(found) == _family(feed.file.encoding)
    return found, [] if same else [f"The file is in {found}, not {feed.file.encoding} as declared."]


def _family(encoding: str) -> str:
    return encoding.lower().replace("_", "-").removesuffix("-sig").removesuffix("le").rstrip("-")


def _encoding_found(sample: bytes, declared: str) -> str | None:
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    if _family(declared) != "utf-16" and not sample.isascii() and _decodes(sample, "utf-8"):
        return "utf-8"  # What decodes as UTF-8 almost never is anything else.
    if _decodes(sample, declared):
        return declared
    if _family(declared) == "utf-8" and _mostly_utf_8(sample):
        return declared
    best = from_bytes(sample).best()
    if best is None:
        return None
    # Of encodings that fit as well as each other, the one that offices here write.
    return "windows-1252" if "cp1252" in best.could_be_from_charset else best.encoding


def _mostly_utf_8(sample: bytes) -> bool:
    """Whether letters that are right outnumber the bytes that are not: a few rows were pasted in from elsewhere."""
    text = sample.decode("utf-8", "surrogateescape")
    wrong = len(_ESCAPED_BYTE.findall(text))
    return sum(not letter.isascii() for letter in text) >= 2 * wrong


def _decodes(sample: bytes, encoding: str) -> bool:
    """Whether a sample fits, its last character perhaps cut in two. Text has no NULs: those betray UTF-16."""
    if _family(encoding) == "utf-16":
        return sample.count(0) > len(sample) // 4
    if sample.count(0) > len(sample) // 4:
        return False
    cut = sample[:-4] if len(sample) == SAMPLE else sample
    try:
        cut.decode(encoding)
    except UnicodeDecodeError as error:
        return len(sample) == SAMPLE and error.end >= len(cut) - 4
    return True


def _layout(lines: "_Lines", encoding: str, notes: list[str], feed: Feed) -> Layout:
    first = next((line for line in lines if line.text.strip()), None)
    if first is None:
        raise Invalid("The file is empty.")
    known = {_plain(name): name for name in feed.columns}
    text = first.text.lstrip("\ufeff").strip("\0")
    delimiter = max(
        (feed.file.delimiter, *_DELIMITERS), key=lambda d: len(known.keys() & set(map(_plain, split(text, d))))
    )
    header = tuple(known.get(_plain(name), name.strip()) for name in split(text, delimiter))
    if delimiter != feed.file.delimiter:
        notes.append(f"Cells are parted by {delimiter!r}, not {feed.file.delimiter!r} as declared.")
    return Layout(encoding, delimiter, header, (*notes, *check_columns(header, feed)))


# --- rows
# -------------------------------------------------------------------------------------------------------------


class _Lines:
    """The lines of a stream, counted; one may be put back. A line too long to be a row is passed over in
    pieces.
    """

    def __init__(self, stream: TextIOWrapper) -> None:
        self._stream = stream
        self._waiting: deque[Row] = deque()
        self._count = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> Row:
        if self._waiting:
            return self._waiting.popleft()
        text = self._stream.readline(LONGEST_ROW)
        if not text:
            raise StopIteration
        self._count += 1
        if text[-1] == "\n":
            return Row(self._count, text[:-1])
        if len(text) < LONGEST_ROW:
            return Row(self._count, text)
        self._pass_over()
        return Row(self._count, text[:_SHOWN_OF_A_LONG_ROW], TOO_LONG)

    def put_back(self, lines: list[Row]) -> None:
        self._waiting.extendleft(reversed(lines))

    def _pass_over(self) -> None:
        while (piece := self._stream.readline(LONGEST_ROW)) and piece[-1] != "\n":
            pass


def _rows(lines: _Lines, layout: Layout) -> Iterator[Row]:
    for line in lines:
        clean = _mended(line, layout.encoding)
        if clean.problem:
            yield clean
        elif '"' in clean.text:
            yield _quoted(clean, lines, layout)
        elif clean.text and not clean.text.isspace():
            yield clean


def _mended(line: Row, encoding: str) -> Row:
    """Bytes from another encoding are read as Windows wrote them; NULs, which no text holds, are dropped."""
    text = line.text
    if not text.isascii() and _ESCAPED_BYTE.search(text):
        text = text.encode(encoding, "surrogateescape").decode("windows-1252", "replace")
    if "\0" in text:
        text = text.replace("\0", "")
    return line if text is line.text else line._replace(text=text)


def _quoted(first: Row, lines: _Lines, layout: Layout) -> Row:
    """A row with quotation marks, joined with the lines that follow when a quoted cell runs over them."""
    text, taken = first.text, list[Row]()
    while _fault(text, layout.delimiter) == _UNENDED:
        following = next(lines, None)
        if following is not None:
            taken.append(following)
        if following is None or following.problem or len(taken) > MOST_LINES_IN_A_ROW or len(text) > LONGEST_ROW:
            lines.put_back(taken)
            return first._replace(problem=UNCLOSED)
        text = f"{text}\n{_mended(following, layout.encoding).text}"
    # The mark that closed the cell may have been meant to open one further down: then what follows does not fit.
    if taken and (_fault(text, layout.delimiter) or len(split(text, layout.delimiter)) != len(layout.header)):
        lines.put_back(taken)
        return first._replace(problem=UNCLOSED)
    return first._replace(text=text)


def _fault(text: str, delimiter: str) -> str:
    """What the strictest reading of quotation marks objects to; empty for nothing."""
    try:
        next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        return str(error)
    return ""
