"""How a file turned out to be written, and the rows that every way of writing one is read into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from onestory.core.errors import Invalid
from onestory.core.text import join_words
from onestory.linkage.declaration import Feed


class Row(NamedTuple):
    """One row: its number, as the file's own program counts; its text; why it cannot be split, if it cannot."""

    line: int
    text: str
    problem: str = ""


@dataclass(frozen=True)
class Layout:
    """How a file turned out to be written, and what differs from what the partner declared."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    notes: tuple[str, ...]
    format: str = "csv"
    # Of a workbook: the sheets in the order in which their rows are numbered.
    sheets: tuple[str, ...] = ()


def plain(name: str) -> str:
    """A column's name for comparing, whatever its case, blanks and dashes."""
    return re.sub(r"[\W_]+", "", name).casefold()


def check_columns(header: tuple[str, ...], feed: Feed) -> list[str]:
    """What the header lacks or adds. Raises Invalid for what the feed cannot do without."""
    needed = {name for name, column in feed.columns.items() if column.needed} | {*feed.reference, *feed.part}
    named = [column for name, column in feed.columns.items() if name in header]
    lost = sorted(needed - set(header))
    if lost:
        raise Invalid(
            f"The file has no column called {join_words(lost, 'or')}. It has: {', '.join(header)[:500]}. "
            f"Ask {feed.partner} for the file as agreed."
        )
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise Invalid(f"The file has more than one column called {join_words(twice)}.")
    if not any(column.owner == feed.subject for column in named):
        raise Invalid(f"The file has no column about the {feed.subject}.")
    missing = [name for name in feed.columns if name not in header]
    added = [name for name in header if name not in feed.columns]
    return [
        *([f"The file has no {join_words(missing)}."] if missing else []),
        *([f"Columns not declared are kept as sent: {join_words(added)}."] if added else []),
    ]
