"""From the cells of a row to what the record calls things: people with names, dates and numbers, and what else it says.

A cell that cannot be read leaves a note and is left out; the row still counts. Compiled once for each
delivery, because the same few steps run for every cell of a million rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from onestory.core import names
from onestory.core.errors import Invalid
from onestory.linkage import meanings
from onestory.linkage.declaration import IGNORED, RECORD, Column, Feed
from onestory.linkage.meanings import FACTS, KINDS, PERSON, PERSON_DATES, Reader

Person = dict[str, str | dict[str, str]]
# Any of these makes somebody worth keeping when a row mentions them beside its subject.
_ENOUGH = ("given", "family", "nhs", "upn", "born", "due")
_REMEMBERED = 20_000
# Remembering how these were read would cost more than reading them again.
_SELDOM_TWICE = frozenset(("nhs", "upn", "phone", "email", "address", "uprn"))


class Note(NamedTuple):
    """Something about a row that somebody should look at: the column, and the reason in words."""

    column: str
    reason: str
    # The cell could be read, and what it says cannot be so.
    unlikely: bool = False


@dataclass(frozen=True, slots=True)
class Standardised:
    """A row in the record's words. `people` by the names the feed gives them; the subject is always
    among them.
    """

    people: dict[str, Person]
    record: dict[str, str]
    notes: list[Note]


class _Step(NamedTuple):
    """One column to read: where it is, how it is read, and in whose words the value goes under which name."""

    place: int
    column: str
    read: Reader
    slot: int
    field: str
    put: Callable[[dict[str, str], str, str], None] | None


class Standardiser:
    """Reads the rows of one delivery."""

    def __init__(self, feed: Feed, header: tuple[str, ...], *, on: date) -> None:
        self._people = tuple(feed.people)
        self._subject = feed.subject
        self._never = [(key, when) for key, one in feed.people.items() for when in one.never_when.items()]
        # One slot for what identifies each person, one for each person's facts, one for the record itself.
        slots = {name: i for i, name in enumerate((*self._people, *map(_facts_of, self._people), RECORD))}
        self._slots = len(slots)
        self._steps = [_step(place, name, feed, on, slots) for place, name in enumerate(header) if _is_read(feed, name)]

    def __call__(self, cells: list[str]) -> Standardised:
        """The row's people and the rest of what it says, with a note for every cell that could not be read."""
        slots: list[dict[str, str]] = [{} for _ in range(self._slots)]
        notes: list[Note] = []
        for place, column, read, slot, field, put in self._steps:
            cell = cells[place].strip()
            if not cell:
                continue
            try:
                value = read(cell)
            except Invalid as refused:
                notes.append(Note(column, refused.message, isinstance(refused, meanings.Unlikely)))
                continue
            if put is not None:
                put(slots[slot], field, value)
            elif value:
                slots[slot][field] = value
        people = self._worth_keeping(slots, notes)
        for key, (field, value) in self._never:
            if slots[-1].get(field) == value:
                people.pop(key, None)
        return Standardised(people, slots[-1], notes)

    def _worth_keeping(self, slots: list[dict[str, str]], notes: list[Note]) -> dict[str, Person]:
        kept: dict[str, Person] = {}
        for i, key in enumerate(self._people):
            told, facts = slots[i], slots[i + len(self._people)]
            if key == self._subject or any(field in told for field in _ENOUGH):
                kept[key] = {**told, "facts": facts} if facts else {**told}
            elif told.keys() - {"title"}:
                notes.append(Note("", f"The {key} has no name, so what is said of them is kept with the row alone."))
        return kept


def _facts_of(person: str) -> str:
    return f"{person}.facts"


def _is_read(feed: Feed, name: str) -> bool:
    return name in feed.columns and feed.columns[name].means != IGNORED


def _step(place: int, name: str, feed: Feed, on: date, slots: dict[str, int]) -> _Step:
    column = feed.columns[name]
    read = _reader(column, feed, on)
    if column.field not in _SELDOM_TWICE:
        read = lru_cache(maxsize=_REMEMBERED)(read)
    slot = slots[_facts_of(column.owner) if column.owner != RECORD and column.field in FACTS else column.owner]
    put = None if column.owner == RECORD else _PUTS.get(column.field)
    return _Step(place, name, read, slot, column.field, put)


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


# --- where a value goes
# -----------------------------------------------------------------------------------------------


def _put_address(person: dict[str, str], field: str, value: str) -> None:
    """Lines of an address, in the order of the columns."""
    if value:
        person[field] = f"{person[field]}, {value}" if field in person else value


def _put_forenames(person: dict[str, str], _field: str, value: str) -> None:
    """ "Mary Ann" in one cell: the first is used, the rest stand between."""
    given, _, middle = value.partition(" ")
    person.update({field: part for field, part in (("given", given), ("middle", middle)) if part})


def _put_full_name(person: dict[str, str], _field: str, value: str) -> None:
    if value:
        name = names.parse(value)
        parts = (("given", name.given), ("middle", name.middle), ("family", name.family))
        person.update({field: part for field, part in parts if part})


_PUTS = {"address": _put_address, "forenames": _put_forenames, "full_name": _put_full_name}
