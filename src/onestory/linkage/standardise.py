"""From the cells of a row to what the record calls things: people with names, dates and numbers, and what else it says.

A cell that cannot be read leaves a note and is left out; the row still counts. Compiled once for each
delivery, because the same few steps run for every cell of a million rows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import compress
from typing import Any, NamedTuple, TypeVar, cast

from onestory.core import names
from onestory.core.errors import Invalid
from onestory.linkage import meanings
from onestory.linkage.declaration import IGNORED, RECORD, Column, Feed
from onestory.linkage.meanings import FACTS, KINDS, PERSON, PERSON_DATES, Reader

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
Person = dict[str, Any]
# The cells of one column, top to bottom.
Cells = Sequence[str]
# Any of these makes somebody worth keeping when a row mentions them beside its subject.
_ENOUGH = frozenset(("given", "family", "nhs", "upn", "born", "due"))
_REMEMBERED = 20_000
# Remembering how these were read would cost more than reading them again.
_SELDOM_TWICE = frozenset(("nhs", "upn", "phone", "email", "address", "uprn"))


class Note(NamedTuple):
    """Something about a row that somebody should look at: the column, and the reason in words."""

    column: str
    reason: str
    # The cell could be read, and what it says cannot be so.
    unlikely: bool = False


class Standardised(NamedTuple):
    """Rows in the record's words, each in its place. `people` by the names the feed gives them; the subject is always
    among them. Only rows that left a note have a place among `notes`.
    """

    people: list[dict[str, Person]]
    records: list[dict[str, str]]
    notes: dict[int, list[Note]]


class Standardiser:
    """Reads the rows of one delivery, column by column: most cells of a column have been read before."""

    def __init__(self, feed: Feed, header: tuple[str, ...], *, on: date) -> None:
        self._people = tuple(feed.people)
        self._subject = feed.subject
        self._never = [(key, when) for key, one in feed.people.items() for when in one.never_when.items()]
        # What the record itself says, and what each person's facts are, comes again and again.
        self._alike = {name: _Alike() for name in (*self._people, RECORD)}
        self._steps = [_Step(place, name, feed, on) for place, name in enumerate(header) if _is_read(feed, name)]

    def __call__(self, columns: Sequence[Cells]) -> Standardised:
        """Of each row its people and the rest of what it says, with a note for every cell that could not be read."""
        notes: defaultdict[int, list[Note]] = defaultdict(list)
        told: defaultdict[str, list[tuple[str, Cells]]] = defaultdict(list)
        for step in self._steps:
            told[step.slot] += step.read(columns[step.place], notes)
        rows = len(columns[0]) if columns else 0
        kept: list[dict[str, Person]] = [{} for _ in range(rows)]
        for key in self._people:
            said, facts = _said(_one_address(told[key]), rows), self._alike[key](told[_facts_of(key)], rows)
            self._keep(key, said, facts, kept, notes)
        records = self._alike[RECORD](told[RECORD], rows)
        for key, (field, value) in self._never:
            for people, record in zip(kept, records, strict=True):
                if record.get(field) == value:
                    people.pop(key, None)
        return Standardised(kept, records, notes)

    def _keep(
        self, key: str, said: list[Person], facts: list[dict[str, str]], kept: list[dict[str, Person]],
        notes: defaultdict[int, list[Note]],
    ) -> None:  # fmt: skip
        """Put a person among those of each row that says enough of them."""
        always = key == self._subject
        for i, told in enumerate(said):
            if always or not _ENOUGH.isdisjoint(told):
                if facts[i]:
                    told["facts"] = facts[i]
                kept[i][key] = told
            elif told.keys() - {"title"}:
                notes[i].append(Note("", f"The {key} has no name, so what is said of them is kept with the row alone."))


def _said(columns: list[tuple[str, Cells]], rows: int) -> list[Person]:
    """Of each row the fields that say something; where two columns are one field, the last that does."""
    if not columns:
        return [{} for _ in range(rows)]
    fields = [field for field, _ in columns]
    table = zip(*(values for _, values in columns), strict=True)
    return [dict(compress(zip(fields, values, strict=True), values)) for values in table]


class _Alike:
    """The same as `_said` for fields that many rows have alike: each answer is made once, and is not to be changed."""

    def __init__(self) -> None:
        self._fields: list[str] = []
        self._remembered = _Remembered(self._one)

    def __call__(self, columns: list[tuple[str, Cells]], rows: int) -> list[dict[str, str]]:
        self._fields = [field for field, _ in columns]
        values = zip(*(values for _, values in columns), strict=True) if columns else [()] * rows
        return list(map(self._remembered.__getitem__, values))

    def _one(self, values: tuple[str, ...]) -> dict[str, str]:
        return dict(compress(zip(self._fields, values, strict=True), values))


def _one_address(columns: list[tuple[str, Cells]]) -> list[tuple[str, Cells]]:
    """Lines of an address as one, in the order of the columns."""
    lines = [values for field, values in columns if field == "address"]
    if len(lines) < 2:
        return columns
    whole = [", ".join(filter(None, parts)) for parts in zip(*lines, strict=True)]
    return [*(one for one in columns if one[0] != "address"), ("address", whole)]


def _facts_of(person: str) -> str:
    return f"{person}.facts"


def _is_read(feed: Feed, name: str) -> bool:
    return name in feed.columns and feed.columns[name].means != IGNORED


# --- one column
# ------------------------------------------------------------------------------------------------


class _Step:
    """One column to read: where it is, how it is read, and in whose words the value goes under which name."""

    def __init__(self, place: int, name: str, feed: Feed, on: date) -> None:
        column = feed.columns[name]
        self.place = place
        of_person = column.owner != RECORD
        self.slot = _facts_of(column.owner) if of_person and column.field in FACTS else column.owner
        self._column = name
        self._field = column.field
        self._spread = _SPREAD.get(column.field) if of_person else None
        self._reader = _reader(column, feed, on)
        self._seldom_twice = column.field in _SELDOM_TWICE
        self._remembered = _Remembered(self._value)

    def read(self, cells: Cells, notes: defaultdict[int, list[Note]]) -> Iterable[tuple[str, Cells]]:
        """The column's fields with a value for each row; a cell that cannot be read is empty and leaves its row a note."""
        read = self._value if self._seldom_twice else self._remembered.__getitem__
        values = self._noted(cells, list(map(read, cells)), notes)
        if self._spread is None:
            return [(self._field, values)]
        fields, parts = self._spread
        return zip(fields, zip(*map(parts, values), strict=True), strict=False)

    def _noted(self, cells: Cells, found: list[str | None], notes: defaultdict[int, list[Note]]) -> list[str]:
        if None not in found:
            return cast(list[str], found)
        for row, value in enumerate(found):
            if value is None:
                notes[row].append(self._why(cells[row]))
        return [value or "" for value in found]

    def _value(self, cell: str) -> str | None:
        """What a cell says; "" for nothing, None when it cannot be read."""
        cell = cell.strip()
        try:
            return self._reader(cell) if cell else ""
        except Invalid:
            return None

    def _why(self, cell: str) -> Note:
        try:
            self._reader(cell.strip())
        except Invalid as refused:
            return Note(self._column, refused.message, isinstance(refused, meanings.Unlikely))
        raise RuntimeError(f"A cell of {self._column} could not be read, and then it could.")


class _Remembered(dict[_Key, _Value]):
    """What was made of a key before, so that one that comes a thousand times is read once. Never grows past its limit."""

    def __init__(self, read: Callable[[_Key], _Value]) -> None:
        self._read = read
        super().__init__()

    def __missing__(self, key: _Key) -> _Value:
        if len(self) >= _REMEMBERED:
            self.clear()
        value = self[key] = self._read(key)
        return value


def _reader(column: Column, feed: Feed, on: date) -> Reader:
    if column.values:
        return _from_values(column.values)
    dates = meanings.date_reader(month_first=feed.file.dates == "month first")
    if column.owner == RECORD:
        return dates if column.kind == "date" else KINDS[column.kind]
    if column.field == "born":
        return meanings.birth_reader(dates, on=on, placeholders=feed.unknown_births)
    if column.field in PERSON_DATES:
        return dates
    return PERSON.get(column.field) or FACTS[column.field]


def _from_values(values: dict[str, str]) -> Reader:
    known = {theirs.lower(): ours for theirs, ours in values.items()}

    def read(value: str) -> str:
        found = known.get(value.lower())
        if found is None and meanings.text(value):
            raise Invalid(f"{value[:30]} is not one of {', '.join(values)}.")
        return found or ""

    return read


# --- values that fill several fields
# ------------------------------------------------------------------------------------------------


def _forenames(value: str) -> tuple[str, str]:
    """ "Mary Ann" in one cell: the first is used, the rest stand between."""
    given, _, middle = value.partition(" ")
    return given, middle


def _full_name(value: str) -> tuple[str, str, str]:
    if not value:
        return "", "", ""
    name = names.parse(value)
    return name.given, name.middle, name.family


_SPREAD: dict[str, tuple[tuple[str, ...], Callable[[str], tuple[str, ...]]]] = {
    "forenames": (("given", "middle"), _forenames),
    "full_name": (("given", "middle", "family"), _full_name),
}
