"""Which school, if any, a child goes to: nearby ones first, brothers and sisters together, by age on 31 August."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from onestory.city import published
from onestory.city.chance import Weighted
from onestory.city.model import School
from onestory.city.published import Neighbourhood

_INDEPENDENT, _AT_HOME, _SPECIAL = 0.035, 0.012, 0.018
_SIXTH_FORM = 0.6  # of those aged 16 and 17, the rest being at college or work
_WITH_SIBLING = 0.92
_NO_ASSESSED_NEED, _SUPPORT, _PLAN = "N", "K", "E"  # the school census's own codes for special educational needs


@dataclass(frozen=True, slots=True)
class Schooling:
    urn: str
    send: str
    free_meals: bool


NO_SCHOOL = Schooling("", "", False)


def reception_year(born: date) -> int:
    """The year whose September a child born that day starts school: the one after the fourth birthday."""
    return born.year + (5 if born.month >= 9 else 4)


def school_year(born: date, on: date) -> int:
    """0 is reception, 11 the last compulsory year; below 0 not yet at school."""
    return (on.year if on.month >= 9 else on.year - 1) - reception_year(born)


@cache
def _near(area: Neighbourhood, phase: str, sex: str) -> Weighted[str]:
    """Schools of a phase open to this sex, by size and by nearness to the middle of a neighbourhood."""
    codes = [code for code in published.postcodes() if code.lsoa == area.lsoa]
    lat = sum(code.lat for code in codes) / len(codes)
    lon = sum(code.lon for code in codes) / len(codes)
    return Weighted(
        (school.urn, school.pupils / (_kilometres_squared(school, lat, lon) + 0.15) ** 1.5)
        for school in published.schools()
        if _is_of_phase(school, phase) and not _is_for_others(school, sex)
    )


def _is_for_others(school: School, sex: str) -> bool:
    """Plymouth keeps three single-sex secondary schools, which say so in their names."""
    return ("Girls" in school.name and sex == "M") or ("Boys" in school.name and sex == "F")


def _is_of_phase(school: School, phase: str) -> bool:
    if phase == "Independent":
        return not school.state
    return school.state and (school.phase == phase or (school.phase == "All-through" and phase != "Special"))


def _kilometres_squared(school: School, lat: float, lon: float) -> float:
    return ((school.lat - lat) * 111.2) ** 2 + ((school.lon - lon) * 70.9) ** 2


class Places:
    """Places children one family after another."""

    def __init__(self, rng: Random, on: date) -> None:
        self._rng, self._on = rng, on
        self._chosen: dict[tuple[int, str], str] = {}
        self._free_meals: dict[int, bool] = {}

    def place(self, born: date, sex: str, household: int, area: Neighbourhood) -> Schooling:
        year = school_year(born, self._on)
        rng = self._rng
        if not 0 <= year <= 13 or (year > 11 and rng.random() > _SIXTH_FORM):
            return NO_SCHOOL
        draw = rng.random()
        if draw < _AT_HOME:
            return NO_SCHOOL
        if draw < _AT_HOME + _INDEPENDENT * (1.4 - 1.2 * area.hardship):
            return Schooling(_near(area, "Independent", sex).draw(rng), "", False)
        free = self._free_meals.setdefault(household, rng.random() < 0.08 + 0.4 * area.hardship)
        if draw > 1 - _SPECIAL:
            return Schooling(_near(area, "Special", sex).draw(rng), _PLAN, free)
        need = rng.random()
        send = _PLAN if need < 0.034 else _SUPPORT if need < 0.16 + 0.06 * area.hardship else _NO_ASSESSED_NEED
        return Schooling(self._mainstream(household, area, "Primary" if year <= 6 else "Secondary", sex), send, free)

    def _mainstream(self, household: int, area: Neighbourhood, phase: str, sex: str) -> str:
        key = (household, phase if phase == "Primary" else phase + sex)
        if key not in self._chosen or self._rng.random() > _WITH_SIBLING:
            self._chosen[key] = _near(area, phase, sex).draw(self._rng)
        return self._chosen[key]
