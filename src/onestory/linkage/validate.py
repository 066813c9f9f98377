"""Decides of each row whether it can be kept as a record, or is set aside with its reasons until somebody has looked.

A row is set aside only when it cannot be told what it is: cells in the wrong places, no reference, nobody's
name, or a column the feed declares as needed. Everything else is a note beside an accepted record. Runs in
a process of its own.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

import orjson

from onestory.linkage.declaration import Feed
from onestory.linkage.reading import Layout, Row, split
from onestory.linkage.standardise import Note, Standardised, Standardiser

NO_REFERENCE = "This says which record the row is, and it is empty."
NEEDED = "This is needed, and it is empty."
NO_NAME = "The row names nobody."
REPEATED = "Another row of this file has the same reference and says something else."


class Accepted(NamedTuple):
    """A row that became a record: JSON where the database keeps JSON, and a digest of its cells as they
    were sent.
    """

    line: int
    reference: str
    part: str
    household: str
    digest: bytes
    sent: str
    standard: str
    notes: str


class SetAside(NamedTuple):
    """A row kept as it stood, with why."""

    line: int
    reasons: str
    text: str


@dataclass
class Checked:
    """What came of a run of rows, in the order of the file."""

    accepted: list[Accepted] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    filled: Counter[str] = field(default_factory=Counter)
    invalid: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)


class Validator:
    """Checks the rows of one delivery."""

    def __init__(self, feed: Feed, layout: Layout, *, on: date) -> None:
        self._feed = feed
        self._layout = layout
        self._subject = feed.subject
        self._width = len(layout.header)
        self._standardise = Standardiser(feed, layout.header, on=on)
        self._reference = [layout.header.index(name) for name in feed.reference]
        self._part = [layout.header.index(name) for name in feed.part if name in layout.header]
        self._household = [layout.header.index(feed.household)] if feed.household in layout.header else []
        columns = feed.columns.items()
        self._readable = frozenset(name for name, column in columns if column.needed or column.readable)
        self._needed = [(layout.header.index(name), name) for name, column in columns if column.needed]
        self._places = list(enumerate(layout.header))

    def check(self, rows: Iterable[Row]) -> Checked:
        """Sort a run of rows into those accepted and those set aside."""
        checked = Checked()
        for row in rows:
            if row.problem:
                self._put_aside(checked, row, [Note("", row.problem)])
            else:
                self._check_one(row, checked)
        return checked

    def _check_one(self, row: Row, checked: Checked) -> None:
        cells = split(row.text, self._layout.delimiter)
        if len(cells) != self._width:
            reason = f"The row has {len(cells)} cells where the file has {self._width} columns."
            self._put_aside(checked, row, [Note("", reason)])
            return
        sent = {name: cells[place] for place, name in self._places if cells[place]}
        standard = self._standardise(cells)
        _count(checked, sent, standard.notes)
        fatal = self._fatal(cells, standard)
        if fatal:
            self._put_aside(checked, row, fatal)
        else:
            checked.accepted.append(self._accept(row, cells, sent, standard))

    def _fatal(self, cells: list[str], standard: Standardised) -> list[Note]:
        """Why the row cannot be kept as a record; empty when it can."""
        notes = standard.notes
        reasons = [one for one in notes if one.column in self._readable and not one.unlikely] if notes else []
        for place, name in self._needed:
            if not cells[place].strip():
                reasons.append(Note(name, NO_REFERENCE if name in self._feed.reference else NEEDED))
        subject = standard.people[self._subject]
        if "given" not in subject and "family" not in subject:
            reasons.append(Note("", NO_NAME))
        return reasons

    def _accept(self, row: Row, cells: list[str], sent: dict[str, str], standard: Standardised) -> Accepted:
        return Accepted(
            line=row.line,
            reference=_joined(cells, self._reference),
            part=_joined(cells, self._part),
            household=_joined(cells, self._household),
            digest=blake2b("\x1f".join(cells).encode(), digest_size=16).digest(),
            sent=_json(sent),
            standard=_json({"people": standard.people, "record": standard.record}),
            notes=_json([note[:2] for note in standard.notes]) if standard.notes else "[]",
        )

    def _put_aside(self, checked: Checked, row: Row, reasons: list[Note]) -> None:
        checked.set_aside.append(SetAside(row.line, _json([note[:2] for note in reasons]), row.text))
        for column, reason, _ in reasons:
            if not column:
                checked.invalid[reason] += 1


def _joined(cells: list[str], places: list[int]) -> str:
    """What names a record: its cells as sent, joined by a stroke."""
    return "/".join([" ".join(cells[place].split()) for place in places])[:200] if places else ""


def _count(checked: Checked, sent: dict[str, str], notes: list[Note]) -> None:
    checked.filled.update(sent.keys())
    for column, reason, _ in notes:
        checked.invalid[column or reason] += 1
        if column:
            checked.examples.setdefault(column, reason)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
