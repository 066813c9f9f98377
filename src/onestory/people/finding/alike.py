"""How alike two folded names are, and two dates, as slips of the ear, the eye and the thumb make them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from onestory.core import names


class Alike(Enum):
    """What kind of likeness, strongest first."""

    SAME = "same"
    FORM = "another form of the name"
    SPELT = "spelt alike"
    SOUNDS = "sounds alike"
    BEGINS = "begins alike"
    NOT = "not alike"


@dataclass(frozen=True, slots=True)
class Word:
    """A typed word, with all that comparing it needs worked out once."""

    text: str
    sounds: str
    forms: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Word:
        return cls(text, names.sounds(text)[:4], names.nicknames(text))


def given(word: Word, kept: str, kept_sounds: str) -> Alike:
    if kept in word.forms and kept != word.text:
        return Alike.FORM
    return family(word, kept, kept_sounds)


def family(word: Word, kept: str, kept_sounds: str) -> Alike:
    text = word.text
    if text == kept:
        return Alike.SAME
    shorter = min(len(text), len(kept))
    if shorter == 0:
        return Alike.NOT
    if shorter >= 3 and one_slip(text, kept):
        return Alike.SPELT
    if word.sounds and word.sounds == kept_sounds:
        return Alike.SOUNDS
    if kept.startswith(text) or (shorter >= 3 and text.startswith(kept)):
        return Alike.BEGINS
    if shorter >= 6 and two_slips(text, kept):
        return Alike.SPELT
    return Alike.NOT


def one_slip(a: str, b: str) -> bool:
    """One letter changed, left out, put in, or exchanged with its neighbour."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = _same_from_start(a, b)
    a, b = a[start:], b[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def two_slips(a: str, b: str) -> bool:
    """Two such slips: the first mended in each way it could be, the rest at most one slip."""
    if abs(len(a) - len(b)) > 2:
        return False
    start = _same_from_start(a, b)
    a, b = a[start:], b[start:]
    mended = ((a[1:], b[1:]), (a[1:], b), (a, b[1:]), (a[2:], b[2:]) if a[:2] == b[1::-1] else (a, b))
    return any(rest == other or one_slip(rest, other) for rest, other in mended)


def _same_from_start(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def digits_alike(a: int, b: int) -> bool:
    """One digit changed, or two neighbours exchanged."""
    one, other = str(a), str(b)
    wrong = [i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y]
    if len(wrong) == 2:
        i, j = wrong
        return j == i + 1 and one[i] == other[j] and one[j] == other[i]
    return len(wrong) <= 1
