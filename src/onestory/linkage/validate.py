"""Decides of each row whether it can be kept as a record, or is set aside with its reasons until somebody has looked.

A row is set aside only when it cannot be told what it is: cells in the wrong places, no reference, nobody's
name, or a column the feed declares as needed. Everything else is a note beside an accepted record. Runs in
a process of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

import orjson

from onestory.linkage.cells import splitter
from onestory.linkage.declaration import Feed
from onestory.linkage.layouts import Layout, Row
from onestory.linkage.standardise import Cells, Note, Standardised, Standardiser

NO_REFERENCE = "This says which record the row is, and it is empty."
NEEDED = "This is needed, and it is empty."
NO_NAME = "The row names nobody."
HIDDEN = "What stands here cannot be read. It says where somebody is, so it is not shown."
REPEATED = "Another row of this file has the same reference and says something else."
# Rows taken column by column at once. Checking 2,000 and 4,000 at once was slower (by 31% and 7%, one comparison each).
_AT_ONCE = 200
_SHOWN = 100


class Accepted(NamedTuple):
    """A row that became a record: its text as sent, a digest of its cells in hexadecimal, and JSON of what it says."""

    line: int
    reference: str
    part: str
    household: str
    digest: str
    sent: str
    standard: str
    notes: str


class SetAside(NamedTuple):
    """A row kept as it stood, with why; and what of it whoever sees to it is shown."""

    line: int
    reasons: str
    text: str
    reference: str
    told: str
    cells: str


@dataclass
class Checked:
    """What came of a run of rows, in the order of the file."""

    accepted: list[Accepted] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    filled: Counter[str] = field(default_factory=Counter)
    invalid: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)


class Validator:
    """Checks the rows of one delivery, a run of them at a time."""

    def __init__(self, feed: Feed, layout: Layout, *, on: date) -> None:
        self._feed = feed
        self._layout = layout
        self._split = splitter(format=layout.format, delimiter=layout.delimiter, header=layout.header)
        self._subject = feed.subject
        self._standardise = Standardiser(feed, layout.header, on=on)
        self._reference = [layout.header.index(name) for name in feed.reference]
        self._part = [layout.header.index(name) for name in feed.part if name in layout.header]
        self._household = [layout.header.index(feed.household)] if feed.household in layout.header else []
        columns = feed.columns.items()
        self._readable = frozenset(name for name, column in columns if column.needed or column.readable)
        self._needed = [(layout.header.index(name), name) for name, column in columns if column.needed]

    def check(self, rows: Iterable[Row]) -> Checked:
        """Sort a run of rows into those accepted and those set aside."""
        checked = Checked()
        whole = list(self._whole(rows, checked))
        for start in range(0, len(whole), _AT_ONCE):
            self._check_whole(whole[start : start + _AT_ONCE], checked)
        checked.set_aside.sort(key=attrgetter("line"))
        return checked

    def _whole(self, rows: Iterable[Row], checked: Checked) -> Iterator[tuple[Row, list[str]]]:
        """The rows that have as many cells as there are columns; the others are set aside."""
        split, width = self._split, len(self._layout.header)
        for row in rows:
            cells = [] if row.problem else split(row.text)
            if len(cells) == width:
                yield row, cells
            else:
                reason = row.problem or f"The row has {len(cells)} cells where the file has {width} columns."
                self._put_aside(checked, row, [Note("", reason)])

    def _check_whole(self, whole: list[tuple[Row, list[str]]], checked: Checked) -> None:
        columns = list(zip(*(cells for _, cells in whole), strict=True))
        _count_filled(checked, self._layout.header, columns)
        standard = self._standardise(columns)
        self._count_notes(checked, standard.notes)
        fatal = self._fatal(columns, standard)
        for place, (row, accepted) in enumerate(zip(whole, self._accepted(whole, columns, standard), strict=True)):
            if place in fatal:
                self._put_aside(checked, row[0], fatal[place], cells=row[1], reference=accepted.reference)
            else:
                checked.accepted.append(accepted)

    def _put_aside(
        self, checked: Checked, row: Row, reasons: list[Note], *, cells: Sequence[str] = (), reference: str = ""
    ) -> None:
        shown = {
            one.column: cells[self._layout.header.index(one.column)][:_SHOWN] for one in reasons if self._may_show(one)
        }
        told = [[one.column, one.reason if not one.column or one.column in shown else HIDDEN] for one in reasons]
        aside = SetAside(row.line, _in_pairs(reasons), row.text, reference, as_json(told), as_json(shown))
        checked.set_aside.append(aside)
        for column, reason, _ in reasons:
            if not column:
                checked.invalid[reason] += 1

    def _count_notes(self, checked: Checked, notes: dict[int, list[Note]]) -> None:
        for one in chain.from_iterable(notes.values()):
            checked.invalid[one.column or one.reason] += 1
            if one.column and one.column not in checked.examples:
                checked.examples[one.column] = one.reason if self._may_show(one) else HIDDEN

    def _may_show(self, one: Note) -> bool:
        return bool(one.column) and not self._feed.leads_somewhere(one.column)

    def _fatal(self, columns: Sequence[Cells], standard: Standardised) -> dict[int, list[Note]]:
        """Why rows cannot be kept as records, by their places; most can."""
        fatal: defaultdict[int, list[Note]] = defaultdict(list)
        for place, notes in standard.notes.items():
            if reasons := [one for one in notes if one.column in self._readable and not one.unlikely]:
                fatal[place] += reasons
        for column, name in self._needed:
            reason = Note(name, NO_REFERENCE if name in self._feed.reference else NEEDED)
            for place, cell in enumerate(columns[column]):
                if not cell or cell.isspace():
                    fatal[place].append(reason)
        for place, people in enumerate(standard.people):
            subject = people[self._subject]
            if "given" not in subject and "family" not in subject:
                fatal[place].append(Note("", NO_NAME))
        return fatal

    def _accepted(
        self, whole: list[tuple[Row, list[str]]], columns: Sequence[Cells], standard: Standardised
    ) -> Iterator[Accepted]:
        """Each row as the record it becomes if nothing is fatal."""
        notes = ["[]"] * len(whole)
        for place, some in standard.notes.items():
            notes[place] = _in_pairs(some)
        said = zip(standard.people, standard.records, strict=True)
        table = zip(
            (row.line for row, _ in whole),
            *(_joined(columns, where) for where in (self._reference, self._part, self._household)),
            (blake2b("\x1f".join(cells).encode(), digest_size=16).hexdigest() for _, cells in whole),
            (row.text for row, _ in whole),
            (as_json({"people": people, "record": record}) for people, record in said),
            notes,
            strict=True,
        )
        return map(Accepted._make, table)


def _joined(columns: Sequence[Cells], places: list[int]) -> list[str]:
    """What names each record: its cells as sent, joined by a stroke."""
    if not places:
        return [""] * len(columns[0])
    parts = ([" ".join(cell.split()) for cell in columns[place]] for place in places)
    return ["/".join(one)[:200] for one in zip(*parts, strict=True)]


def _count_filled(checked: Checked, header: tuple[str, ...], columns: Sequence[Cells]) -> None:
    for name, cells in zip(header, columns, strict=True):
        checked.filled[name] += len(cells) - cells.count("")


def _in_pairs(notes: list[Note]) -> str:
    return as_json([note[:2] for note in notes])


def as_json(value: object) -> str:
    return orjson.dumps(value).decode()
