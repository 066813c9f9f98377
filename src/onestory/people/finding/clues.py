"""Turning what was typed into what the database can look up: exact keys, sounds, beginnings and ranges."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from onestory.core import names, postcodes
from onestory.core.dates import PartialDate
from onestory.people.finding.typed import Typed

MOST_FORMS = 60


@dataclass(frozen=True, slots=True)
class Clues:
    """The arguments of `wall.find_people`, in its order."""

    words: list[str]
    forms: list[str]
    sounds: list[str]
    form_sounds: list[str]
    starts: list[str]
    initials: list[str]
    days: list[int]
    since: int | None
    til: int | None
    typed: list[str]
    around: list[str]

    def arguments(self) -> list[Any]:
        return [getattr(self, name) for name in self.__slots__]


def clues(typed: Typed) -> Clues:
    words = words_and_pairs(typed.words)
    forms = list(dict.fromkeys([*words, *(form for word in words for form in sorted(names.nicknames(word)))]))[
        :MOST_FORMS
    ]
    days, since, til = born_as_numbers(typed.born)
    keys = keys_of(typed)
    # With a postcode or a number to go by, fewer names are worth fetching for their beginning.
    length = 3 if keys else 2
    return Clues(
        words=words,
        forms=forms,
        sounds=_sounds(words),
        form_sounds=_sounds(forms),
        starts=_starts(words, length),
        initials=_starts(words, length - 1),
        days=days,
        since=since,
        til=til,
        typed=keys,
        around=around(typed),
    )


def words_and_pairs(words: tuple[str, ...]) -> list[str]:
    """Each word, and neighbours run together: "de souza" is kept as one name, and "mary jane" may be."""
    pairs = [a + b for a, b in pairwise(words)] if len(words) > 2 else []
    return [*words, *pairs]


def _sounds(words: list[str]) -> list[str]:
    return list(dict.fromkeys(sound for word in words if (sound := names.sounds(word)[:4])))


def _starts(words: list[str], length: int) -> list[str]:
    return list(dict.fromkeys(word[:length] for word in words if len(word) >= length))


def born_as_numbers(born: PartialDate | None) -> tuple[list[int], int | None, int | None]:
    """Days to look up (as typed, and with day and month exchanged), or the range that a month or a year covers."""
    if born is None:
        return [], None, None
    if born.day and born.month:
        days = [born.year * 10_000 + born.month * 100 + born.day]
        if born.day <= 12 and born.day != born.month:
            days.append(born.year * 10_000 + born.day * 100 + born.month)
        return days, None, None
    first, last = (born.month, born.month) if born.month else (0, 12)
    return [], born.year * 10_000 + first * 100, born.year * 10_000 + last * 100 + 31


def phone_key(phone: str) -> str:
    return f"t:{phone[-9:]}"


def keys_of(typed: Typed) -> list[str]:
    return [
        *(f"n:{number}" for number in typed.nhs_numbers),
        *(f"u:{number}" for number in typed.upns),
        *(phone_key(phone) for phone in typed.phones),
        *(f"p:{postcode}" for postcode in typed.postcodes),
    ]


def around(typed: Typed) -> list[str]:
    """Where, less exactly: the outward code, the sector, and each number as a house at each postcode."""
    wide = [part for code in typed.postcodes for part in (postcodes.outward(code), postcodes.sector(code))]
    houses = [f"{int(house)} {code}" for code in typed.postcodes for house in typed.houses]
    return list(dict.fromkeys([*typed.areas, *wide, *houses]))
