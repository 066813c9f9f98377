"""Looking closely at the few candidates the database brings: how well each fits what was typed, and why, in words.

The weights order a list for a person to choose from; they never decide anything about a family. They were set on
simulated people with simulated slips (`benchmarks/find.py`), and a candidate is called certain only where a person who
is not there would not be taken for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from operator import itemgetter
from uuid import UUID

from onestory.core.dates import PartialDate
from onestory.people.finding import alike
from onestory.people.finding.alike import Alike, Word
from onestory.people.finding.clues import around, born_as_numbers, phone_key, words_and_pairs
from onestory.people.finding.typed import Typed

GIVEN = {Alike.SAME: 8.0, Alike.FORM: 7.0, Alike.SPELT: 6.0, Alike.SOUNDS: 5.0, Alike.BEGINS: 4.0, Alike.NOT: -4.0}
FAMILY = {Alike.SAME: 9.0, Alike.FORM: 9.0, Alike.SPELT: 7.0, Alike.SOUNDS: 6.0, Alike.BEGINS: 5.0, Alike.NOT: -4.0}
NATIONAL_NUMBER, PHONE, POSTCODE, HOUSE, AREA = 25.0, 12.0, 11.0, 3.0, 4.0
SAME_DAY, DAY_AND_MONTH_EXCHANGED, DIGIT_APART, SAME_MONTH, SAME_YEAR = 13.0, 10.0, 7.0, 7.0, 3.0
ANOTHER_BIRTH = -6.0

NUMBERS = frozenset(("NHS number", "UPN"))

CERTAIN = 23.0
AHEAD = 2.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of `Findable` that the viewer may see, with those typed keys that it holds."""

    person: UUID
    use: str
    given: str
    family: str
    given_sounds: str
    family_sounds: str
    born: int | None
    matched: Sequence[str]


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Which typed words were taken for the given and the family name, and how alike they are."""

    given_word: str = ""
    family_word: str = ""
    given: Alike = Alike.NOT
    family: Alike = Alike.NOT
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranked:
    candidate: Candidate
    score: float
    name: NameMatch
    reasons: tuple[str, ...]
    certain: bool = False


class Sought:
    """What was typed, with all that comparing needs worked out once and not for each candidate."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self.words = typed.words
        self.units = [Word.of(unit) for unit in words_and_pairs(typed.words)]
        self.born = born_as_numbers(typed.born)
        self.around = around(typed)
        self.phones = [phone_key(phone) for phone in typed.phones]
        self.readings = _readings(typed)
        # Of fifty candidates most share a name with another.
        self.matches: dict[tuple[str, str], NameMatch] = {}
        self.givens: dict[str, list[Alike]] = {}
        self.families: dict[str, list[Alike]] = {}


def _readings(typed: Typed) -> list[tuple[int, int, float]]:
    """Which unit may be the given name and which the family name, with what makes that a little less likely: a word
    left over, or an order other than the usual one.
    """
    count = len(typed.words)
    covered = [{i} for i in range(count)] + ([{i, i + 1} for i in range(count - 1)] if count > 2 else [])
    return [
        (g, f, count - len(given | family) + (0.0 if (min(given) < min(family)) != typed.family_first else 1.0))
        for (g, given), (f, family) in product(enumerate(covered), repeat=2)
        if not given & family
    ]


def rank(candidates: list[Candidate], typed: Typed) -> list[Ranked]:
    """Best first, one a person. The first is certain when it fits well enough and stands clear of the next."""
    sought = Sought(typed)
    best: dict[UUID, Ranked] = {}
    for candidate in candidates:
        judged = judge(candidate, sought)
        standing = best.get(candidate.person)
        if judged.reasons and (standing is None or judged.score > standing.score):
            best[candidate.person] = judged
    ordered = sorted(best.values(), key=lambda judged: (-judged.score, judged.candidate.person))
    return _with_certainty([judged for judged in ordered if judged.score > 0], sought)


def _with_certainty(ordered: list[Ranked], sought: Sought) -> list[Ranked]:
    if not ordered:
        return []
    first, rest = ordered[0], ordered[1:]
    clear = not rest or first.score - rest[0].score >= AHEAD
    sure = first.score >= CERTAIN and clear and len(first.reasons) > 1 and not _another_first_name(first, sought)
    return [Ranked(first.candidate, first.score, first.name, first.reasons, sure), *rest]


def _another_first_name(first: Ranked, sought: Sought) -> bool:
    """A twin nobody has written down yet has the surname, the birthday and the home; only a number outweighs that."""
    return len(sought.words) > 1 and first.name.given is Alike.NOT and not NUMBERS & set(first.reasons)


def judge(candidate: Candidate, sought: Sought) -> Ranked:
    name = match_name(candidate, sought)
    born, born_reason = _born(candidate.born, sought)
    where, where_reasons = _keys(set(candidate.matched), sought) if candidate.matched else (0.0, ())
    reasons = (_name_reason(name), born_reason, *where_reasons)
    return Ranked(candidate, name.score + born + where, name, tuple(filter(None, reasons)))


def match_name(candidate: Candidate, sought: Sought) -> NameMatch:
    """The best way to read the typed words as this name; either order, "Surname, Given" when it was so typed."""
    if not sought.words:
        return _NO_NAME
    name = candidate.given, candidate.family
    match = sought.matches.get(name)
    if match is None:
        match = sought.matches[name] = _match(candidate, sought)
    return match


_NO_NAME = NameMatch()


def _match(candidate: Candidate, sought: Sought) -> NameMatch:
    givens = sought.givens.get(candidate.given)
    if givens is None:
        givens = [alike.given(unit, candidate.given, candidate.given_sounds) for unit in sought.units]
        sought.givens[candidate.given] = givens
    families = sought.families.get(candidate.family)
    if families is None:
        families = [alike.family(unit, candidate.family, candidate.family_sounds) for unit in sought.units]
        sought.families[candidate.family] = families
    if len(sought.words) == 1:
        return _one_word(sought.words[0], givens[0], families[0])
    scores = [(GIVEN[givens[g]] + FAMILY[families[f]] - cost, g, f) for g, f, cost in sought.readings]
    score, g, f = max(scores, key=itemgetter(0))
    return NameMatch(sought.units[g].text, sought.units[f].text, givens[g], families[f], score)


def _one_word(word: str, given: Alike, family: Alike) -> NameMatch:
    if FAMILY[family] >= GIVEN[given]:
        return NameMatch("", word, Alike.NOT, family, FAMILY[family])
    return NameMatch(word, "", given, Alike.NOT, GIVEN[given])


def _born(kept: int | None, sought: Sought) -> tuple[float, str]:
    """How well dates of birth agree; a part nobody knows neither agrees nor disagrees."""
    days, since, til = sought.born
    if kept is None or not (days or since):
        return 0.0, ""
    if since is not None and til is not None:
        return _born_within(kept, since, til)
    if kept == days[0]:
        return SAME_DAY, _born_on(kept)
    if kept in days:
        return DAY_AND_MONTH_EXCHANGED, _born_on(kept, ", day and month exchanged")
    if kept % 100 == 0:
        known = 100 if kept % 10_000 else 10_000
        agrees = kept // known == days[0] // known
        return (SAME_MONTH if known == 100 else SAME_YEAR, _born_on(kept)) if agrees else (ANOTHER_BIRTH, "")
    if alike.digits_alike(kept, days[0]):
        return DIGIT_APART, _born_on(kept, ", one digit apart")
    return (ANOTHER_BIRTH / 2, "") if kept // 10_000 == days[0] // 10_000 else (ANOTHER_BIRTH, "")


def _born_within(kept: int, since: int, til: int) -> tuple[float, str]:
    whole_year = til - since > 100
    if since <= kept <= til:
        return (SAME_YEAR if whole_year else SAME_MONTH), _born_on(kept)
    if kept // 10_000 == since // 10_000:
        return (SAME_YEAR, _born_on(kept)) if kept % 10_000 == 0 else (ANOTHER_BIRTH / 3, "")
    return ANOTHER_BIRTH, ""


def _born_on(kept: int, how: str = "") -> str:
    return f"born {show_born(kept)}{how}"


@lru_cache(maxsize=20_000)
def show_born(kept: int) -> str:
    year, month, day = kept // 10_000, kept // 100 % 100, kept % 100
    return PartialDate.of(year, month or None, day or None).show()


def _keys(held: set[str], sought: Sought) -> tuple[float, Sequence[str]]:
    typed = sought.typed
    scored = [
        (NATIONAL_NUMBER, "NHS number", any(f"n:{number}" in held for number in typed.nhs_numbers)),
        (NATIONAL_NUMBER, "UPN", any(f"u:{number}" in held for number in typed.upns)),
        (PHONE, "phone", any(phone in held for phone in sought.phones)),
        _place_of(held, sought),
    ]
    return sum(score for score, _, holds in scored if holds), [reason for _, reason, holds in scored if holds]


def _place_of(held: set[str], sought: Sought) -> tuple[float, str, bool]:
    near = [place for place in sought.around if place in held]
    if any(f"p:{postcode}" in held for postcode in sought.typed.postcodes):
        house = any(place[0].isdigit() for place in near)
        return POSTCODE + HOUSE * house, "house and postcode" if house else "postcode", True
    sector = any(" " in place for place in near)
    return AREA + sector, f"near {max(near, key=len, default='')}", bool(near)


def _name_reason(name: NameMatch) -> str:
    halves = [half for half in (name.given, name.family) if half is not Alike.NOT]
    if not halves:
        return ""
    if len(halves) == 1:
        return _half_reason(name)
    return _BOTH_HALVES[max(halves, key=_WEAKNESS.__getitem__)]


_WEAKNESS = {how: place for place, how in enumerate(Alike)}
_BOTH_HALVES = {
    Alike.SAME: "name",
    Alike.FORM: "another form of the name",
    Alike.SPELT: "name spelt alike",
    Alike.SOUNDS: "name sounds alike",
    Alike.BEGINS: "name begins alike",
}


def _half_reason(name: NameMatch) -> str:
    half, how = ("first name", name.given) if name.family is Alike.NOT else ("surname", name.family)
    return half if how is Alike.SAME else {Alike.FORM: f"another form of the {half}"}.get(how, f"{half} {how.value}")
