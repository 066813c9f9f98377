"""Reading what was typed into the one box: names, a date of birth, a postcode, a phone, a number, in any order.

What is neither a date, a postcode nor a number is part of a name. Nothing typed is refused: what cannot be read is
passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from onestory.core import identifiers, names, phones, postcodes
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid

LONGEST = 200
MOST_WORDS = 5

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATES = re.compile(
    rf"(?<![\w/])(?:\d{{4}}-\d\d(?:-\d\d)?|\d{{1,2}}([/.\-])\d{{1,2}}\1(?:\d{{4}}|\d\d)"
    rf"|{_DAY}[\s\-]+(?:of\s+)?{_MONTH}[\s,\-]+(?:\d{{4}}|\d\d)|{_MONTH}[\s,\-]+\d{{4}}"
    r"|\d{1,2}[/]\d{4}|\d{1,2}\s\d{1,2}\s(?:19|20)\d\d"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d)(?![\w/])",
    re.IGNORECASE | re.ASCII,
)
_YEARS = re.compile(r"(?<![\w/])(?:19|20)\d\d(?![\w/])", re.ASCII)
_UPN = re.compile(r"\b[A-Z]\d{11}[0-9A-Z]\b", re.IGNORECASE | re.ASCII)
_DIGITS = re.compile(r"(?<![\w/])\+?(?:\(0\))?\d(?:[\d \-()]{7,18})\d(?![\w/])", re.ASCII)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9OI][0-9A-Z]?)\s?([0-9OI][A-Z]{2})\b", re.IGNORECASE | re.ASCII)
_PART_OF_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[0-9A-Z]?)(?:\s(\d))?\b", re.IGNORECASE | re.ASCII)
_HOUSE = re.compile(r"\b(\d{1,4})[a-z]?\b", re.IGNORECASE | re.ASCII)
_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*", re.UNICODE)
# Said around a name, and never one.
_PASSED_OVER = frozenset(
    [
        "mr",
        "mrs",
        "miss",
        "ms",
        "mx",
        "dr",
        "the",
        "of",
        "born",
        "dob",
        "aged",
        "and",
        "with",
        "family",
        "postcode",
        "tel",
        "phone",
        "mobile",
        "nhs",
        "upn",
        "no",
        "number",
    ]
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What the words turned out to be. Postcodes and numbers are as they are kept."""

    words: tuple[str, ...] = ()
    family_first: bool = False
    born: PartialDate | None = None
    postcodes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    houses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    nhs_numbers: tuple[str, ...] = ()
    upns: tuple[str, ...] = ()


@dataclass(slots=True)
class _Rest:
    """The text not yet understood; each reader takes its own part away."""

    text: str

    def take(self, pattern: re.Pattern[str], *, at_most: int = 3) -> list[str]:
        found = [match[0] for match in list(pattern.finditer(self.text))[:at_most]]
        return [text for text in found if text.strip()]

    def without(self, text: str) -> None:
        self.text = self.text.replace(text, " , " if "," in text else " ", 1)


def read(text: str) -> Typed:
    """Understand what was typed. Longer than anyone types is cut."""
    rest = _Rest(" ".join(_printable(text[: LONGEST * 4]).split())[:LONGEST])
    upns = _numbers(rest, _UPN, identifiers.upn)
    born = _born(rest, _DATES)
    nhs_numbers, found_phones = _nhs_or_phone(rest)
    # Four digits may be the end of a number, so a year alone comes after those.
    born = born or _born(rest, _YEARS)
    whole = _numbers(rest, _POSTCODE, postcodes.parse)
    areas = _numbers(rest, _PART_OF_POSTCODE, _area)
    houses = tuple(match[1] for match in _HOUSE.finditer(rest.text))[:3]
    before, comma, after = rest.text.partition(",")
    words = words_of(_HOUSE.sub(" ", rest.text))
    return Typed(
        words=words,
        family_first=bool(comma and words_of(before) and words_of(after)),
        born=born,
        postcodes=whole,
        areas=areas,
        houses=houses,
        phones=found_phones,
        nhs_numbers=nhs_numbers,
        upns=upns,
    )


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def words_of(text: str) -> tuple[str, ...]:
    """The parts of names in a text: folded, each once, without titles."""
    folded = (names.fold(word).replace(" ", "") for word in _WORD.findall(text))
    return tuple(dict.fromkeys(word for word in folded if word and word not in _PASSED_OVER))[:MOST_WORDS]


def _numbers(rest: _Rest, pattern: re.Pattern[str], parse: Callable[[str], str]) -> tuple[str, ...]:
    made = []
    for text in rest.take(pattern):
        try:
            made.append(parse(text))
        except Invalid:
            continue
        rest.without(text)
    return tuple(dict.fromkeys(made))


def _area(text: str) -> str:
    found = postcodes.beginning(text)
    if found is None:
        raise Invalid("not part of a postcode")
    return found


def _born(rest: _Rest, pattern: re.Pattern[str]) -> PartialDate | None:
    """The first date that can be read."""
    for text in rest.take(pattern):
        try:
            born = PartialDate.parse(text)
        except Invalid:
            continue
        rest.without(text)
        return born
    return None


def _nhs_or_phone(rest: _Rest) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ten digits that check out and do not begin with nought are an NHS number; other long ones a phone."""
    nhs_numbers: list[str] = []
    found_phones: list[str] = []
    for text in rest.take(_DIGITS):
        for kind, parse in ((nhs_numbers, identifiers.nhs_number), (found_phones, phones.parse)):
            try:
                kind.append(parse(text))
            except Invalid:
                continue
            rest.without(text)
            break
    return tuple(nhs_numbers), tuple(found_phones)
