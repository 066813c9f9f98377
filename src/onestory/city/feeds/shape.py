"""The shape every extract shares: a declared feed, its records, and the few ways a whole row goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from onestory.city import errors
from onestory.city.errors import BROKEN_ROWS, Details
from onestory.city.model import Address, City, Person

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
SLASHED, ISO, MONTH_NAME = "DD/MM/YYYY", "YYYY-MM-DD", "DD-MON-YYYY"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody else a record names: `part` is mother, baby, partner or parent."""

    part: str
    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row before it is written. `broken` names why a loader must set it aside, and is empty for most."""

    reference: str
    person: int
    cells: tuple[str, ...]
    mentions: tuple[Mention, ...] = ()
    errors: tuple[str, ...] = ()
    broken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A partner's extract: the character of its file, its columns as a loader reads them, and its rows.

    `headers` are the columns as the partner writes them, where blanks have crept in. `reference` and `names` are the
    columns a row is no use without; `born` is the one whose date must be a date.
    """

    name: str
    filename: str
    encoding: str
    mark: str
    delimiter: str
    dates: str
    columns: tuple[str, ...]
    reference: tuple[str, ...]
    names: tuple[str, ...]
    born: str
    rows: Callable[[City, date, Random], Iterator[Record]]
    odd_headers: tuple[tuple[str, str], ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        odd = dict(self.odd_headers)
        return tuple(odd.get(column, column) for column in self.columns)


def records(feed: Feed, city: City, on: date) -> Iterator[Record]:
    """A feed's rows on a day, the same however often they are asked for."""
    rng = Random(f"onestory feed {feed.name} {city.seed}")  # noqa: S311 - repeatable, not secret
    kinds = tuple(BROKEN_ROWS.items())
    for record in feed.rows(city, on, rng):
        draw, kind = rng.random(), ""
        for name, rate in kinds:
            if draw < rate:
                kind = name
                break
            draw -= rate
        yield _broken(feed, record, kind, rng) if kind else record


def _broken(feed: Feed, record: Record, kind: str, rng: Random) -> Record:
    if kind == "ragged":
        cells = record.cells[:-2] if rng.random() < 0.5 else (*record.cells, "")
        return replace(record, cells=cells, broken=kind)
    if kind == "impossible_date":
        return _with(feed, record, {feed.born: _impossible(feed.dates, rng)}, kind)
    emptied = feed.reference if kind == "no_reference" else feed.names
    return _with(feed, record, dict.fromkeys(emptied, ""), kind)


def _with(feed: Feed, record: Record, changes: dict[str, str], kind: str) -> Record:
    cells = (changes.get(column, cell) for column, cell in zip(feed.columns, record.cells, strict=True))
    return replace(record, cells=tuple(cells), broken=kind)


def _impossible(style: str, rng: Random) -> str:
    year = rng.randrange(1970, 2026)
    wrong = rng.choice(((31, 2), (30, 2), (31, 4), (31, 6), (0, 0)))
    if wrong == (0, 0):
        return rng.choice(("00/00/0000", "not known", "see notes"))
    day, month = wrong
    if style == ISO:
        return f"{year}-{month:02d}-{day}"
    return f"{day}/{month:02d}/{year}" if style == SLASHED else f"{day}-{_MONTHS[month - 1]}-{year}"


# Writing cells


def write_date(day: date | None, style: str) -> str:
    if day is None:
        return ""
    if style == ISO:
        return day.isoformat()
    if style == SLASHED:
        return f"{day.day:02d}/{day.month:02d}/{day.year}"
    return f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}"


def write_phone(phone: str, rng: Random) -> str:
    """The same number as different people write it."""
    if not phone:
        return ""
    digits = phone.replace(" ", "")
    draw = rng.random()
    if draw < 0.5:
        return digits
    if draw < 0.8:
        return phone
    if draw < 0.9:
        return f"+44{digits[1:]}"
    return f"+44 (0){digits[1:5]} {digits[5:]}" if draw < 0.95 else f"{digits[:5]}-{digits[5:]}"


def write_nhs(number: str, rng: Random) -> str:
    """Most systems keep ten digits; some write them as people read them."""
    return f"{number[:3]} {number[3:6]} {number[6:]}" if number and rng.random() < 0.15 else number


def write_postcode(postcode: str, rng: Random) -> str:
    draw = rng.random()
    if draw < 0.06:
        return postcode.replace(" ", "")
    return postcode.lower() if draw < 0.08 else postcode


def two_lines(address: str) -> tuple[str, str]:
    """A flat goes on the first line and its street on the second."""
    first, _, second = address.partition(", ")
    return first, second


# What a partner knows


def living(person: Person, on: date) -> bool:
    return person.born <= on and (person.died is None or person.died > on)


def grown_ups(city: City, person: Person, on: date) -> list[Person]:
    """Those who raise a child and are living that day: at the same home first, and carers before parents."""
    numbers = [*person.carers, *(n for n in (person.mother, person.father) if n is not None)]
    found = [city.people[n] for n in numbers if living(city.people[n], on)]
    return sorted(found, key=lambda adult: adult.household != person.household)


def second_home(city: City, person: Person) -> Address | None:
    """The other home of a child of two homes."""
    return city.households[person.second_home.household].address if person.second_home else None


def spoil(
    city: City, person: Person, on: date, feed: str, rng: Random, *, placeholder: str = "", phone: str | None = None
) -> errors.Spoilt:
    """What a partner has written down about somebody; `phone` is the number given for them instead of their own."""
    details = errors.of(person, on)
    if phone is not None:
        details = replace(details, phone=phone)
    shared = city.people[person.partner].phone if person.partner is not None else ""
    others = errors.others_of(person, on, phone=shared, second_home=second_home(city, person))
    if placeholder:
        others = replace(others, placeholder=placeholder)
    return errors.corrupt(details, rng=rng, rates=errors.RATES[feed], others=others)


def name_as_written(city: City, person: Person, on: date, feed: str, rng: Random) -> Details:
    """A parent's or partner's details on somebody else's record."""
    return spoil(city, person, on, feed, rng).details
