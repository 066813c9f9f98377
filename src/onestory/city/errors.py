"""How what is written about somebody comes to differ from what is true, at rates declared in one table.

The same model spoils the partner extracts and, for measuring *find*, what somebody types into the search box. Names
that changed, homes left and names people go by are not mistakes, but to a computer they look the same, so they stand
here too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from random import Random
from types import MappingProxyType
from typing import Any

from onestory.city import naming, slips
from onestory.city.model import Address, Person

CENSUS, VISITING, MATERNITY = "school_census", "health_visiting", "midwifery"
HOUSING, EARLY_HELP, QUERY = "housing", "early_help", "query"

# Share of records, among those in which it could happen at all (a hyphen can be lost only where there is one).
# Estimates: schools copy a birth certificate and are careful; a housing form is filled in by hand by a tenant;
# early-help workers write down what they hear on the doorstep; QUERY is somebody typing into a search box.
# A housing row bears the tenancy's own address, which the landlord knows.
_FEEDS = (CENSUS, VISITING, MATERNITY, HOUSING, EARLY_HELP, QUERY)
_TABLE: dict[str, tuple[float, ...]] = {
    # what goes wrong    census   health  maternity housing early   query
    "nickname":         (0.010,   0.020,   0.015,   0.060,  0.150,  0.250),  # Kate for Katherine
    "placeholder":      (0.000,   0.060,   0.250,   0.000,  0.010,  0.000),  # Baby, Twin 1, before a name is chosen
    "old_surname":      (0.080,   0.150,   0.050,   0.200,  0.150,  0.150),  # not told of a marriage or a divorce
    "old_address":      (0.060,   0.100,   0.040,   0.000,  0.140,  0.150),  # not told of a move
    "other_home":       (0.100,   0.120,   0.000,   0.000,  0.200,  0.150),  # a child of two homes, the other written
    "swapped_names":    (0.003,   0.006,   0.006,   0.010,  0.010,  0.020),  # family name in the given name's box
    "spelling":         (0.100,   0.150,   0.150,   0.200,  0.250,  0.250),  # Muhammad for Mohammed; another script
    "accents_lost":     (0.500,   0.700,   0.500,   0.700,  0.700,  0.800),  # Łukasz as Lukasz
    "by_ear":           (0.006,   0.012,   0.012,   0.020,  0.030,  0.060),  # written as it sounded
    "typo_given":       (0.006,   0.012,   0.012,   0.018,  0.022,  0.080),  # a slip at the keyboard
    "typo_family":      (0.006,   0.012,   0.012,   0.018,  0.022,  0.080),
    "punctuation":      (0.150,   0.250,   0.250,   0.300,  0.300,  0.300),  # OBrien; only half a double name
    "middle_missing":   (0.250,   0.000,   0.000,   0.600,  0.000,  0.000),
    "upper_case":       (0.040,   0.250,   0.150,   0.100,  0.020,  0.020),  # typed with capitals locked
    "spacing":          (0.010,   0.020,   0.015,   0.040,  0.030,  0.020),  # blanks before, after or between
    "day_for_month":    (0.004,   0.008,   0.006,   0.015,  0.015,  0.030),  # 3 April as 4 March
    "wrong_year":       (0.002,   0.004,   0.003,   0.010,  0.012,  0.020),
    "wrong_day":        (0.003,   0.005,   0.005,   0.010,  0.012,  0.020),
    "first_of_january": (0.000,   0.001,   0.000,   0.010,  0.015,  0.000),  # only the year was known
    "birth_missing":    (0.000,   0.001,   0.002,   0.030,  0.040,  0.300),
    "sex_wrong":        (0.001,   0.002,   0.002,   0.000,  0.005,  0.000),
    "sex_missing":      (0.000,   0.005,   0.005,   0.000,  0.030,  0.000),
    "nhs_missing":      (0.000,   0.030,   0.040,   0.000,  0.600,  0.900),
    "nhs_digit":        (0.000,   0.004,   0.004,   0.000,  0.015,  0.010),  # a digit wrong or two exchanged
    "upn_missing":      (0.000,   0.000,   0.000,   0.000,  0.350,  0.000),
    "upn_digit":        (0.000,   0.000,   0.000,   0.000,  0.010,  0.000),
    "postcode_slip":    (0.006,   0.010,   0.010,   0.000,  0.025,  0.040),
    "postcode_missing": (0.005,   0.008,   0.008,   0.000,  0.060,  0.500),
    "street_short":     (0.150,   0.200,   0.200,   0.000,  0.300,  0.000),  # Rd for Road
    "phone_missing":    (0.080,   0.120,   0.060,   0.150,  0.200,  0.900),
    "phone_shared":     (0.020,   0.060,   0.030,   0.050,  0.060,  0.000),  # one number for a couple or a family
    "phone_digit":      (0.005,   0.008,   0.008,   0.010,  0.015,  0.020),
}  # fmt: skip
RATES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {feed: MappingProxyType({kind: row[n] for kind, row in _TABLE.items()}) for n, feed in enumerate(_FEEDS)}
)

# Share of rows a feed's loader must set aside, whatever the feed.
BROKEN_ROWS: Mapping[str, float] = MappingProxyType(
    {
        "ragged": 0.0015,  # a cell too few or too many
        "no_reference": 0.0010,  # the partner's own reference left empty
        "impossible_date": 0.0020,  # born on 31/02, 00/00/0000 or "see notes"
        "no_name": 0.0010,  # neither a given nor a family name
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What one record says about one person."""

    given: str
    family: str
    middle: str = ""
    known_as: str = ""
    born: date | None = None
    sex: str = ""
    nhs_number: str = ""
    upn: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """What could be written instead: true once, or true of somebody near."""

    earlier_family: str = ""
    earlier_home: Address | None = None
    second_home: Address | None = None
    phone: str = ""
    placeholder: str = ""
    # The day it was written down: a partner's system refuses a birth after it, so no slip leads there.
    written_on: date | None = None


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A record as it came to be written, and the kinds of error that made it so."""

    details: Details
    errors: tuple[str, ...]


NO_OTHERS = Others()


def of(person: Person, on: date) -> Details:
    """What is true of a person on a day."""
    home = person.home_on(on)
    return Details(
        given=person.given,
        middle=person.middle,
        family=person.family_on(on),
        known_as=person.known_as,
        born=person.born,
        sex=person.sex,
        nhs_number=person.nhs_number,
        upn=person.upn,
        address=home.line1,
        postcode=home.postcode,
        phone=person.phone,
        email=person.email,
    )


def others_of(person: Person, on: date, *, phone: str = "", second_home: Address | None = None) -> Others:
    """What could be written about a person instead of the truth of that day."""
    changed = person.family_changed_on
    return Others(
        earlier_family=person.earlier_family if changed and changed <= on else "",
        earlier_home=person.home_before(on),
        second_home=second_home,
        phone=phone,
        written_on=on,
    )


def corrupt(
    details: Details, *, rng: Random, rates: Mapping[str, float] = RATES[QUERY], others: Others = NO_OTHERS
) -> Spoilt:
    """The details as somebody might have written them; each kind of error strikes on its own, at its rate."""
    errors = []
    for kind, spoil in _KINDS:
        rate = rates[kind]
        if rate and rng.random() < rate:
            changed = spoil(details, others, rng)
            if changed is not None and changed != details:
                details = changed
                errors.append(kind)
    return Spoilt(details, tuple(errors))


_Spoil = Callable[[Details, Others, Random], Details | None]


def _nickname(d: Details, _: Others, rng: Random) -> Details | None:
    short = d.known_as or naming.any_short_form(d.given, rng)
    return replace(d, given=short) if short else None


def _placeholder(d: Details, others: Others, _: Random) -> Details | None:
    return replace(d, given=others.placeholder, middle="", known_as="") if others.placeholder else None


def _old_surname(d: Details, others: Others, _: Random) -> Details | None:
    return replace(d, family=others.earlier_family) if others.earlier_family else None


def _at(d: Details, home: Address | None) -> Details | None:
    return replace(d, address=home.line1, postcode=home.postcode) if home else None


def _old_address(d: Details, others: Others, _: Random) -> Details | None:
    return _at(d, others.earlier_home)


def _other_home(d: Details, others: Others, _: Random) -> Details | None:
    return _at(d, others.second_home)


def _swapped_names(d: Details, _: Others, __: Random) -> Details | None:
    return replace(d, given=d.family, family=d.given)


def _either_name(d: Details, rng: Random, change: Callable[[str], str | None]) -> Details | None:
    """Changes the given or the family name: whichever comes first in a draw and can be changed."""
    order = ("given", "family") if rng.random() < 0.5 else ("family", "given")
    for part in order:
        changed = change(getattr(d, part))
        if changed:
            return replace(d, given=changed) if part == "given" else replace(d, family=changed)
    return None


def _spelling(d: Details, _: Others, rng: Random) -> Details | None:
    return _either_name(d, rng, partial(slips.other_spelling, rng=rng))


def _by_ear(d: Details, _: Others, rng: Random) -> Details | None:
    return _either_name(d, rng, partial(slips.by_ear, rng=rng))


def _accents_lost(d: Details, _: Others, __: Random) -> Details | None:
    plain = slips.without_accents
    changed = replace(d, given=plain(d.given), middle=plain(d.middle), family=plain(d.family))
    return changed if changed != d else None


def _typo_given(d: Details, _: Others, rng: Random) -> Details | None:
    wrong = slips.typo(d.given, rng)
    return replace(d, given=wrong) if wrong else None


def _typo_family(d: Details, _: Others, rng: Random) -> Details | None:
    wrong = slips.typo(d.family, rng)
    return replace(d, family=wrong) if wrong else None


def _punctuation(d: Details, _: Others, rng: Random) -> Details | None:
    return _either_name(d, rng, partial(slips.punctuation, rng=rng))


def _upper_case(d: Details, _: Others, rng: Random) -> Details | None:
    family = d.family.upper()
    return replace(d, family=family) if rng.random() < 0.5 else replace(d, family=family, given=d.given.upper())


def _spacing(d: Details, _: Others, rng: Random) -> Details | None:
    return _either_name(d, rng, partial(slips.spacing, rng=rng))


def _born(d: Details, others: Others, born: date | None) -> Details | None:
    if born is None or (others.written_on and born > others.written_on):
        return None
    return replace(d, born=born)


def _day_for_month(d: Details, others: Others, _: Random) -> Details | None:
    return _born(d, others, slips.day_for_month(d.born)) if d.born else None


def _wrong_year(d: Details, others: Others, rng: Random) -> Details | None:
    return _born(d, others, slips.wrong_year(d.born, rng)) if d.born else None


def _wrong_day(d: Details, others: Others, rng: Random) -> Details | None:
    return _born(d, others, slips.wrong_day(d.born, rng)) if d.born else None


def _first_of_january(d: Details, others: Others, _: Random) -> Details | None:
    return _born(d, others, date(d.born.year, 1, 1)) if d.born else None


def _sex_wrong(d: Details, _: Others, __: Random) -> Details | None:
    return replace(d, sex="F" if d.sex == "M" else "M")


def _nhs_digit(d: Details, _: Others, rng: Random) -> Details | None:
    # The first three digits stay 999, so that even a wrong number can never be a real person's.
    wrong = slips.digit(d.nhs_number, rng, keep=3)
    return replace(d, nhs_number=wrong) if wrong else None


def _upn_digit(d: Details, _: Others, rng: Random) -> Details | None:
    wrong = slips.digit(d.upn, rng, keep=5)
    return replace(d, upn=wrong) if wrong else None


def _postcode_slip(d: Details, _: Others, rng: Random) -> Details | None:
    wrong = slips.postcode(d.postcode, rng)
    return replace(d, postcode=wrong) if wrong else None


_SHORT = {"Road": "Rd", "Street": "St", "Avenue": "Ave", "Close": "Cl", "Gardens": "Gdns", "Crescent": "Cres"}


def _street_short(d: Details, _: Others, __: Random) -> Details | None:
    line, _space, last = d.address.rpartition(" ")
    return replace(d, address=f"{line} {_SHORT[last]}") if last in _SHORT else None


def _phone_shared(d: Details, others: Others, _: Random) -> Details | None:
    return replace(d, phone=others.phone) if others.phone else None


def _phone_digit(d: Details, _: Others, rng: Random) -> Details | None:
    # Only the last three digits: the rest keeps the number among those nobody can ring.
    wrong = slips.digit(d.phone, rng, keep=len(d.phone) - 3)
    return replace(d, phone=wrong) if wrong else None


def _birth_missing(d: Details, _: Others, __: Random) -> Details | None:
    return replace(d, born=None)


def _emptied(field: str) -> _Spoil:
    gone: dict[str, Any] = {field: ""}
    return lambda d, _others, _rng: replace(d, **gone)


# In the order things happen: what is known, then how it is written down.
_KINDS: tuple[tuple[str, _Spoil], ...] = (
    ("nickname", _nickname),
    ("placeholder", _placeholder),
    ("old_surname", _old_surname),
    ("old_address", _old_address),
    ("other_home", _other_home),
    ("spelling", _spelling),
    ("by_ear", _by_ear),
    ("typo_given", _typo_given),
    ("typo_family", _typo_family),
    ("punctuation", _punctuation),
    ("accents_lost", _accents_lost),
    ("middle_missing", _emptied("middle")),
    ("swapped_names", _swapped_names),
    ("upper_case", _upper_case),
    ("spacing", _spacing),
    ("day_for_month", _day_for_month),
    ("wrong_year", _wrong_year),
    ("wrong_day", _wrong_day),
    ("first_of_january", _first_of_january),
    ("birth_missing", _birth_missing),
    ("sex_wrong", _sex_wrong),
    ("sex_missing", _emptied("sex")),
    ("nhs_missing", _emptied("nhs_number")),
    ("nhs_digit", _nhs_digit),
    ("upn_missing", _emptied("upn")),
    ("upn_digit", _upn_digit),
    ("postcode_slip", _postcode_slip),
    ("postcode_missing", _emptied("postcode")),
    ("street_short", _street_short),
    ("phone_missing", _emptied("phone")),
    ("phone_shared", _phone_shared),
    ("phone_digit", _phone_digit),
)
