"""Whether what a record says of somebody fits somebody we know: reasons in words, never a score.

Sex is not compared, because agencies record it differently (SocialCareData PUB03). Knows no Django.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from uuid import UUID

from onestory.core import names

_CLOSE = 0.84


@dataclass(slots=True)
class Known:
    """Somebody we know, as far as comparing needs it. Names are folded; `born` is ISO text, perhaps partial."""

    id: UUID
    called: list[tuple[str, str]] = field(default_factory=list)
    born: str = ""
    numbers: dict[str, set[str]] = field(default_factory=dict)
    verified: set[tuple[str, str]] = field(default_factory=set)
    postcodes: set[str] = field(default_factory=set)
    # Families they belong to now, with their place in each.
    families: dict[UUID, str] = field(default_factory=dict)


@dataclass(slots=True)
class Said:
    """What a record says of somebody, made ready to compare. The postcode may be that of the row's subject."""

    given: str = ""
    family: str = ""
    known_as: str = ""
    born: str = ""
    postcode: str = ""
    numbers: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=50_000)
def given_alike(one: str, other: str) -> bool:
    """The same given name, misspelt, shortened or sounding the same. Both folded."""
    if not one or not other:
        return False
    if one == other or other in names.nicknames(one) or names.sounds(one) == names.sounds(other):
        return True
    first, second = one.split()[0], other.split()[0]
    return first == second or _close(one, other)


@lru_cache(maxsize=50_000)
def family_alike(one: str, other: str) -> bool:
    """The same family name, misspelt, or one half of a double name. Both folded."""
    if not one or not other:
        return False
    if one.replace(" ", "") == other.replace(" ", "") or set(one.split()) & set(other.split()):
        return True
    return names.sounds(one) == names.sounds(other) or _close(one, other)


def _close(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 3 and SequenceMatcher(None, one, other).ratio() >= _CLOSE


def births(one: str, other: str) -> str:
    """ "same", "near" (a slip apart: day and month exchanged, or one part different), "apart", or "" when unknown."""
    if not one or not other:
        return ""
    if one == other:
        return "same"
    a, b = one.split("-"), other.split("-")
    shared = min(len(a), len(b))
    if shared < 3:
        return "near" if a[:shared] == b[:shared] else "apart"
    if a[0] == b[0] and a[1:] == b[:0:-1]:
        return "near"
    return "near" if sum(x == y for x, y in zip(a, b, strict=True)) == 2 else "apart"


def against(said: Said, known: Known) -> list[str]:
    """What speaks against their being one person although a number says so; empty when nothing does."""
    reasons = []
    if births(said.born, known.born) == "apart":
        reasons.append("The dates of birth differ.")
    given = [name for name, _ in known.called if name]
    if said.given and given:
        # A twin's number on a twin's record: everything agrees but the given name.
        swapped = any(given_alike(said.given, family) for _, family in known.called)
        if not any(given_alike(mine, name) for mine in _given(said) for name in given) and not swapped:
            reasons.append("The first names differ.")
    elif said.family and known.called and not any(family_alike(said.family, name) for _, name in known.called):
        reasons.append("The surnames differ, and there is no first name to go by.")
    return reasons


def likeness(said: Said, known: Known) -> list[str]:
    """What makes them look like one person; empty unless that is enough for somebody to look."""
    if any(value not in known.numbers.get(system, {value}) for system, value in said.numbers.items()):
        return []  # Each has a number of their own.
    birth = births(said.born, known.born)
    same_home = bool(said.postcode) and said.postcode in known.postcodes
    given, family = names_alike(said, known)
    enough = {
        "same": given and (family or same_home),
        "near": given and family and same_home,
        "": given and family and same_home,
    }
    if not enough.get(birth):
        return []
    reasons = [
        _how_alike("The first names are alike.", "The same first name.", _given(said), [one for one, _ in known.called])
    ]
    if family:
        theirs = [name for _, name in known.called]
        reasons.append(_how_alike("The surnames are alike.", "The same surname.", (said.family,), theirs))
    reasons += {"same": ["Born on the same day."], "near": ["The dates of birth are one slip apart."]}.get(birth, [])
    return reasons + (["The same postcode."] if same_home else [])


def _how_alike(alike: str, same: str, said: Iterable[str], known: Iterable[str]) -> str:
    return same if set(said) & set(known) else alike


def same_place(said: Said, known: Known) -> bool:
    """For someone in the same place of the same family: whether the name is theirs and no birth date denies it."""
    if births(said.born, known.born) == "apart":
        return False
    given, family = names_alike(said, known)
    return given and (family or births(said.born, known.born) == "same")


def names_alike(said: Said, known: Known) -> tuple[bool, bool]:
    """Whether given and family names are alike, in either order."""
    for given, family in known.called:
        first = any(given_alike(mine, given) for mine in _given(said))
        second = family_alike(said.family, family)
        if first and second:
            return True, True
        if given_alike(said.given, family) and family_alike(said.family, given):
            return True, True
    one = any(given_alike(mine, name) for mine in _given(said) for name, _ in known.called)
    return one, any(family_alike(said.family, name) for _, name in known.called)


def _given(said: Said) -> tuple[str, ...]:
    return tuple(name for name in (said.given, said.known_as) if name)
