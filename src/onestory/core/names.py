"""People's names: read as they are typed, kept as they were given, folded for comparing, shown one way.

A name belongs to the person: nothing here changes a spelling that carries its own capitals, and no list
says what may be a name. The sound of a name is worked out here alone, for what is stored and for what is
searched.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from anyascii import anyascii
from doublemetaphone import doublemetaphone

from onestory.core.errors import Invalid

LONGEST = 120

_TITLES = frozenset(("mr", "mrs", "miss", "ms", "mx", "master", "sir", "dame", "lord", "lady")) | frozenset(
    ("dr", "prof", "professor", "rev", "revd", "reverend", "fr", "father", "sister", "cllr")
)
# Words that begin a family name when something stands before them. These stay small when a name is put back
# from capitals; the rest are written large in this country (Le Grice, St John).
_SMALL = frozenset(
    ("van", "von", "de", "del", "della", "der", "den", "da", "das", "dos", "du", "ter", "ten", "bin", "ibn")
)
_PARTICLES = _SMALL | frozenset(
    ("di", "do", "la", "le", "el", "al", "ap", "ab", "st", "st.", "mac", "mc", "o", "o'", "san")
)
_NUMERALS = frozenset(("ii", "iii", "iv"))
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼʹ`´′", "'"))
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_NOT_COMPARED = re.compile(r"[^a-z0-9]+")
_PLAIN = re.compile(r"[a-z]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A given name, a family name and what stands between; given or family may be empty, never both."""

    given: str
    family: str
    middle: str = ""


@lru_cache(maxsize=50_000)
def parse(text: str) -> PersonName:
    """Read "Given Middle Family" or "Family, Given Middle", without titles. Raises Invalid."""
    tidied = clean(text)
    if not any(c.isalpha() for c in tidied):
        raise Invalid("Enter a name, such as Ada Lovelace." if not tidied else "Enter a name using letters.", "name")
    before, comma, after = tidied.partition(",")
    return _family_first(before, after) if comma else _given_first(tidied)


def clean(text: str) -> str:
    """One line, one space between words, one kind of apostrophe. Raises Invalid when it is too long."""
    if text.isascii() and text.isprintable():
        tidied = " ".join(text.split())
    else:
        shown = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
        tidied = " ".join(shown.translate(_APOSTROPHES).split())
    if len(tidied) > LONGEST:
        raise Invalid(f"A name can be up to {LONGEST} characters. Shorten it.", "name")
    return tidied


def _family_first(before: str, after: str) -> PersonName:
    family = " ".join(_without_titles(before.split()))
    given, *middle = _without_titles(after.replace(",", " ").split()) or [""]
    return PersonName(given=given, family=family, middle=" ".join(middle))


def _given_first(tidied: str) -> PersonName:
    words = _without_titles(tidied.split())
    if len(words) == 1:
        return PersonName(given=words[0], family="")
    start = next((i for i, word in enumerate(words[:-1]) if i and word.lower() in _PARTICLES), len(words) - 1)
    return PersonName(given=words[0], middle=" ".join(words[1:start]), family=" ".join(words[start:]))


def _without_titles(words: list[str]) -> list[str]:
    """Titles in front are dropped as long as a name is left: somebody may be called Sister, or Lord."""
    while len(words) > 1 and words[0].lower().rstrip(".") in _TITLES:
        words = words[1:]
    if len(words) > 1 and words[-1].lower().rstrip(".") in ("mr", "mrs", "miss", "ms", "mx", "dr"):
        words = words[:-1]
    return words


def show(name: PersonName) -> str:
    """The one way a name is written: "Ada Lovelace"."""
    return f"{name.given} {name.family}".strip()


def initials(name: PersonName) -> str:
    """At most two capitals, for the circle beside a name."""
    firsts = (_WORD.search(part) for part in (name.given, name.family))
    return "".join(first[0][0].upper() for first in firsts if first)


@lru_cache(maxsize=100_000)
def tidy(text: str) -> str:
    """Put capitals back in a name that came all in capitals or all small; leave any other as typed."""
    tidied = clean(text)
    if tidied != tidied.upper() and tidied != tidied.lower():
        return tidied
    words = ["", *tidied.lower().split(), ""]
    return " ".join(_capitals(words[i], before=words[i - 1], after=words[i + 1]) for i in range(1, len(words) - 1))


def _capitals(word: str, *, before: str, after: str) -> str:
    if word in _NUMERALS or (len(word) == 2 and word[1] == "j"):
        return word.upper()
    if after and (word in _SMALL or (word == "la" and before == "de")):
        return word
    return _WORD.sub(lambda part: _capital(part[0], alone=part.start() > 0 and word[part.start() - 1] == "'"), word)


def _capital(part: str, *, alone: bool) -> str:
    """O'Neill and D'Souza take a second capital; the s of a possessive ("Jo's") does not."""
    if alone and len(part) == 1:
        return part.lower()
    lower = part.lower()
    if lower.startswith("mc") and len(lower) > 3:
        return f"Mc{lower[2:].capitalize()}"
    return lower.capitalize()


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """For comparing: small plain letters, one space between words ("Zoë O'Neill" is "zoe oneill")."""
    if not text.isascii():
        text = anyascii(unicodedata.normalize("NFC", text))
    lower = text.lower()
    if _PLAIN.fullmatch(lower):
        return lower
    return _NOT_COMPARED.sub(" ", lower.replace("'", "").replace("`", "")).strip()


@lru_cache(maxsize=200_000)
def sounds(text: str) -> str:
    """The primary double metaphone of each word, four letters at most: "Stephen Smyth" is "STFN SM0"."""
    return " ".join(code for word in fold(text).split() if (code := doublemetaphone(word)[0][:4]))


@lru_cache(maxsize=50_000)
def nicknames(given: str) -> frozenset[str]:
    """Other names the same person may go by, folded, in both directions: Bill, William, Liam, Will..."""
    folded = fold(given)
    others = {name for group in _groups().get(folded, ()) for name in group}
    return frozenset(others - {folded})


@cache
def _groups() -> dict[str, list[frozenset[str]]]:
    """Each name to the groups it is in: a formal name together with everything short for it."""
    variants: dict[str, set[str]] = defaultdict(set)
    with resources.files("onestory.core").joinpath("nicknames.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            variants[row["formal"]].add(row["short"])
    groups: dict[str, list[frozenset[str]]] = defaultdict(list)
    for formal, short in variants.items():
        group = frozenset({formal} | short)
        for name in group:
            groups[name].append(group)
    return groups
