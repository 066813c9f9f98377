"""What puts some families in a priority group. Rates are shares of people in an average neighbourhood; each is
multiplied by 0.45 where life is easiest and by 1.55 where it is hardest, so that the city keeps the gradient it has."""

from __future__ import annotations

from datetime import timedelta

from onestory.city.chance import Weighted
from onestory.city.model import Characteristic
from onestory.city.town import YEAR, Draft, Home, Town

# Estimates of the order of size published for England (crime survey, psychiatric morbidity survey, children in need).
ADULT_RATES = {
    "mental_health": 0.150,
    "disability": 0.090,
    "domestic_abuse": 0.045,
    "substance_misuse": 0.030,
    "prison": 0.007,
}
CHILD_RATES = {"disability": 0.045, "young_carer": 0.022, "mental_health": 0.055}
WORKLESS = 0.11
CARE_LEAVER = 0.012  # of those aged 16 to 25
ASYLUM = 0.2  # of newly arrived families from countries that people mostly flee
_FLED = {"arabic", "kurdish", "persian", "sudanese", "eritrean"}


def lean(hardship: float) -> float:
    return 0.45 + 1.1 * hardship


_ADULT, _CHILD = Weighted(ADULT_RATES.items()), Weighted(CHILD_RATES.items())
_ANY_ADULT, _ANY_CHILD = sum(ADULT_RATES.values()), sum(CHILD_RATES.values())


def give(town: Town, home: Home) -> None:
    """Marks the members of a household with what is true of it and of each of them."""
    adults = [person for person in home.members if town.age(person) >= 18]
    children = [person for person in home.members if town.age(person) < 18]
    factor = lean(home.area.hardship)
    for person in adults:
        if person.died is None and town.age(person) < 66:
            _of_adult(town, person, factor, has_children=bool(children))
    for person in children:
        _of_child(town, person, factor)
    if children and adults:
        _of_family(town, home, adults, factor)


def _mark(town: Town, person: Draft, kind: str, years: float = 6.0) -> None:
    since = max(town.on - timedelta(days=town.rng.randrange(10, int(years * YEAR))), person.born)
    if all(held.kind != kind for held in person.characteristics):
        person.characteristics.append(Characteristic(kind, since))


def _of_adult(town: Town, person: Draft, factor: float, *, has_children: bool) -> None:
    rng = town.rng
    if rng.random() < _ANY_ADULT * factor:
        _mark(town, person, _ADULT.draw(rng))
        # Troubles come together more often than chance would bring them.
        if rng.random() < 0.3:
            _mark(town, person, _ADULT.draw(rng))
    age = town.age(person)
    if age <= 25 and rng.random() < CARE_LEAVER * factor:
        _mark(town, person, "care_leaver", max(age - 17.9, 0.1))
    if has_children and person.partner is None and person.moved_from is None and 16 <= age < 60:
        _mark(town, person, "lone_parent")


def _of_child(town: Town, person: Draft, factor: float) -> None:
    if town.rng.random() < _ANY_CHILD * factor:
        kind = _CHILD.draw(town.rng)
        if kind == "disability" or town.age(person) >= 6:
            _mark(town, person, kind)
    if person.carers:
        _mark(town, person, "kinship_or_foster_care")


def _of_family(town: Town, home: Home, adults: list[Draft], factor: float) -> None:
    alone = 2.2 if len(adults) == 1 else 0.8
    if town.rng.random() < WORKLESS * factor * alone:
        for person in adults:
            _mark(town, person, "workless")
    if home.tenure == "temporary":
        _mark(town, adults[0], "temporary_housing", 1.0)
    fled = adults[0].community.key in _FLED and not adults[0].rooted
    if fled and town.rng.random() < ASYLUM:
        for person in home.members:
            _mark(town, person, "asylum", 2.0)
    eldest = min((p.born for p in home.members if p.mother is not None and town.age(p) < 18), default=None)
    for person in adults:
        if eldest and person.sex == "F" and town.age(person) < 25 and (eldest - person.born).days < 20 * YEAR:
            _mark(town, person, "young_parent")
