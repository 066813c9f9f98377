"""Tokens: values that stand nowhere else in the world, each put into one protected field, and the forms it could leak in.

A token says who may see it as sets of what somebody must be able to see. Whoever can see none of those sets and is shown it, in
any form, has been shown what is not theirs.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random

# Of forms shorter than this, chance would find some in any page.
GRAM = 5
_LETTERS = "bdfgklmnprstvx"
_VOWELS = "aeiou"


@dataclass(frozen=True)
class Token:
    """`twin` is a value of the same shape that nobody has: searching for either must be answered alike.

    `open_to` lists what opens it: any one of these sets, seen whole.
    """

    name: str
    value: str
    twin: str
    open_to: tuple[frozenset[str], ...]

    def is_for(self, sees: frozenset[str]) -> bool:
        return any(needed <= sees for needed in self.open_to)

    @cached_property
    def forms(self) -> frozenset[str]:
        return frozenset(forms(self.value))


def word(chance: Random) -> str:
    """As a name might be, and as no word is: “Bavorinuteko”."""
    return "".join(chance.choice(_LETTERS) + chance.choice(_VOWELS) for _ in range(6)).title()


def phone(chance: Random) -> str:
    """Of a Plymouth exchange."""
    return f"01752 {chance.randrange(250_000, 950_000)}"


def postcode(chance: Random) -> str:
    """In an area of the country that there is not."""
    ends = "".join(chance.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))
    return f"ZE{chance.randrange(11, 91)} {chance.randrange(10)}{ends}"


def nhs_number(chance: Random) -> str:
    """Of the range kept for tests, with its check digit."""
    while True:
        digits = f"999{chance.randrange(1_000_000):06d}"
        check = (11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11) % 11
        if check < 10:
            return f"{digits}{check}"


def upn(chance: Random) -> str:
    """A check letter and twelve digits."""
    digits = f"879{chance.randrange(10**9):09d}"
    return (
        "ABCDEFGHJKLMNPQRTUVWXYZ"[sum(int(digit) * place for place, digit in enumerate(digits, start=2)) % 23] + digits
    )


def number(chance: Random) -> str:
    return str(chance.randrange(10**11, 10**12))


def email(chance: Random) -> str:
    return f"{word(chance).lower()}@hidden.example"


SHAPES: Mapping[str, Callable[[Random], str]] = {
    "word": word, "phone": phone, "postcode": postcode, "nhs": nhs_number, "upn": upn, "number": number, "email": email,
}  # fmt: skip


def make(name: str, shape: str, open_to: Iterable[frozenset[str]], chance: Random) -> Token:
    return Token(name, SHAPES[shape](chance), SHAPES[shape](chance), tuple(open_to))


def forms(value: str) -> Iterator[str]:
    """Every way it might be found, in lower case: as it is, reversed, encoded, escaped, and in part where a part says enough."""
    for way in written(value):
        for cased in {way, way.lower(), way.upper(), way.title()}:
            for form in _encoded(cased):
                if len(form) >= GRAM:
                    yield form.lower()


def written(value: str) -> set[str]:
    """As typed; without its blanks; a phone as the network keeps it; the sector of a postcode, which is a few streets."""
    bare = re.sub(r"\s", "", value)
    ways = {value, bare}
    if re.fullmatch(r"0\d{10}", bare):
        ways |= {f"+44{bare[1:]}", bare[1:], f"{bare[:5]} {bare[5:8]} {bare[8:]}", bare[-9:]}
    if re.fullmatch(r"\d{10}", bare):
        ways.add(f"{bare[:3]} {bare[3:6]} {bare[6:]}")
    if re.fullmatch(r"[A-Z]{2}\d\d \d[A-Z]{2}", value):
        ways.add(value[:-2])
    return ways


def _encoded(text: str) -> Iterator[str]:
    raw = text.encode()
    yield text
    yield text[::-1]
    yield raw.hex()
    yield from _base64(raw)
    yield "".join(f"%{byte:02x}" for byte in raw)
    yield re.sub(r"[^A-Za-z0-9]", lambda found: f"%{ord(found[0]):02x}", text)
    yield text.replace(" ", "+")
    yield "".join(f"&#{ord(letter)};" for letter in text)
    yield "".join(f"&#x{ord(letter):x};" for letter in text)
    yield "".join(f"\\u{ord(letter):04x}" for letter in text)
    yield "".join(f"\\x{byte:02x}" for byte in raw)
    yield json.dumps(text)[1:-1]


def _base64(raw: bytes) -> Iterator[str]:
    """Wherever in what was encoded it stands: three ways, without the letters that also hold a neighbour's bits."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + raw).decode().rstrip("=")
        first = (before * 8 + 5) // 6
        whole = (before + len(raw)) * 8 // 6
        yield coded[first:whole]
        yield coded[first:whole].replace("+", "-").replace("/", "_")


class Finder:
    """Looks for many tokens in one text, in all their forms."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self._starting: dict[str, list[tuple[str, Token]]] = {}
        for token in tokens:
            for form in token.forms:
                self._starting.setdefault(form[:GRAM], []).append((form, token))

    def found(self, text: str) -> list[tuple[Token, str]]:
        """Each token that stands in it, with the form it was found in."""
        low = text.lower()
        grams = {low[at : at + GRAM] for at in range(len(low) - GRAM + 1)}
        hits = {
            token.name: (token, form)
            for gram in grams & self._starting.keys()
            for form, token in self._starting[gram]
            if form in low and not _by_chance(form, low)
        }
        return list(hits.values())


def _by_chance(form: str, text: str) -> bool:
    """A run of digits, or a few letters, within a longer one is another number."""
    if len(form) > 9 and not form.isdigit():
        return False
    return re.search(rf"(?<![a-z0-9]){re.escape(form)}(?![0-9])", text) is None
