"""Names for people who do not exist: by sex, year of birth and community, and how families hand them on."""

from __future__ import annotations

from functools import cache
from random import Random

from onestory.city import published
from onestory.city.chance import Weighted
from onestory.city.communities import COMMUNITIES, Community

# Communities long settled here name children much as everybody else of their age does.
_AS_EVERYBODY = {"british", "traveller", "caribbean"}


@cache
def _british_given(sex: str, year: int) -> Weighted[str]:
    if year >= 1995:
        period = min(1995 + (year - 1995) // 5 * 5, 2020)
        return Weighted(published.baby_names()[sex, period])
    decade = min(range(1904, 1995, 10), key=lambda known: abs(known - year))
    return Weighted(published.older_names()[sex, decade])


@cache
def _traditional(community: str, part: str) -> Weighted[str]:
    """Names listed commonest first, so an earlier one is drawn more often."""
    names = published.traditions()[community, part]
    return Weighted([(name, 1 / (place + 8)) for place, name in enumerate(names)])


@cache
def _british_family() -> Weighted[str]:
    return Weighted(published.surnames())


def given(community: Community, sex: str, year: int, rng: Random) -> str:
    """A forename as parents of that community and year might choose."""
    usual = 0.85 if community.key in _AS_EVERYBODY else 0.35 if community.key == "irish" else 0.12
    if community.key == "british" or rng.random() < usual:
        return _british_given(sex, year).draw(rng)
    return _traditional(community.key, sex).draw(rng)


def family(community: Community, rng: Random) -> str:
    """A family name, in the form a man bears it where that differs."""
    if community.key == "british" or (community.key == "caribbean" and rng.random() < 0.6):
        return _british_family().draw(rng)
    return _traditional(community.key, "family").draw(rng)


def as_borne_by(name: str, sex: str, community: Community) -> str:
    """Polish families write Kowalski for a man and Kowalska for a woman, whichever of them hands the name on."""
    if community.gendered and name.endswith(("ski", "cki", "dzki", "ska", "cka", "dzka")):
        return name[:-1] + ("a" if sex == "F" else "i")
    return name


def middle(community: Community, sex: str, year: int, rng: Random, *, mothers_family: str = "") -> str:
    """A middle name where the tradition has one."""
    if community.key == "filipino":
        return mothers_family
    if community.key == "indian" and rng.random() < 0.3:
        return "Singh" if sex == "M" else "Kaur"
    chance = 0.8 if community.key in _AS_EVERYBODY else 0.2
    if rng.random() >= chance:
        return ""
    first = _british_given(sex, max(year - 20, 1904)).draw(rng)
    return f"{first} {_british_given(sex, year).draw(rng)}" if rng.random() < 0.08 else first


def known_as(name: str, rng: Random) -> str:
    """The short form somebody goes by, for about a third of those whose name has one."""
    forms = published.short_forms().get(name)
    return rng.choice(forms) if forms and rng.random() < 0.35 else ""


def any_short_form(name: str, rng: Random) -> str:
    """A short form somebody might write down for this name, or nothing when it has none."""
    forms = published.short_forms().get(name)
    return rng.choice(forms) if forms else ""


def staff_name(sex: str, year: int, rng: Random) -> tuple[str, str]:
    """A name for a post: mostly British, since the surnames' own frequencies already carry some variety."""
    community = COMMUNITIES["british"]
    return given(community, sex, year, rng), family(community, rng)
