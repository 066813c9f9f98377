"""Households without dependent children: living alone, couples, grown children at home, shared houses, the widowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from onestory.city import naming
from onestory.city.chance import Weighted
from onestory.city.published import BANDS, Neighbourhood
from onestory.city.town import YEAR, Draft, Town

_GROWN = range(1, len(BANDS))
_WIDOWED = 0.16  # share of people over 75 living alone who lost a partner within the years simulated, per year


def fill(town: Town) -> None:
    """Makes households until every neighbourhood has the grown people it had at the census, scaled."""
    for area in town.areas:
        town.begin(area, _GROWN)
        wanted = town.wanted(area)
        while sum(wanted[1:]) >= 0.5 and town.still_to_come > 0:
            _make_one(town, area)
        town.finish(area, _GROWN)
    while town.still_to_come > 0:
        _alone(town, town.anywhere(), 30 * YEAR)


def _make_one(town: Town, area: Neighbourhood) -> None:
    wanted = town.wanted(area)
    band = Weighted([(b, max(wanted[b], 0.001)) for b in _GROWN]).draw(town.rng)
    age = _age(town, band)
    if town.still_to_come < 6:
        _alone(town, area, age)
    elif age < 18 * YEAR:
        _with_parents(town, area, age)
    else:
        _HOUSEHOLDS[band].draw(town.rng)(town, area, age)


def _age(town: Town, band: int) -> float:
    """Evenly within a band, except that after 65 each year has fewer people than the last."""
    low, high = BANDS[band]
    if band == len(BANDS) - 1:
        return (low + town.rng.expovariate(1 / 10.5) % 36) * YEAR
    return town.rng.uniform(low, high - 0.01) * YEAR


def _alone(town: Town, area: Neighbourhood, age: float) -> None:
    sex = "F" if town.rng.random() < (0.62 if age > 65 * YEAR else 0.44) else "M"
    person = town.adult(sex, age, town.origin(area))
    home = town.home("living alone", area)
    town.settle(person, home)
    if age > 70 * YEAR and town.rng.random() < min(_WIDOWED * town.years / 5, 0.5):
        _lost_a_partner(town, person)


def _lost_a_partner(town: Town, person: Draft) -> None:
    origin = (person.community, person.community.code)
    sex = "M" if person.sex == "F" else "F"
    age = (town.on - person.born).days + town.rng.gauss(2, 4) * YEAR
    late = town.adult(sex, min(age, 102 * YEAR), origin, person.family)
    late.died = town.day_between(town.start, town.on)
    home = town.homes[person.household]
    town.settle(late, home)
    person.partner, late.partner = late.id, person.id


def _couple(town: Town, area: Neighbourhood, age: float) -> tuple[Draft, Draft]:
    """Two people; about one couple in fifty is of the same sex. Four in five older wives bear the husband's name."""
    rng = town.rng
    origin = town.origin(area)
    sex = "F" if rng.random() < 0.5 else "M"
    other = sex if rng.random() < 0.02 else "M" if sex == "F" else "F"
    first = town.adult(sex, age, origin)
    step = 2.4 if other == "M" else -2.4
    second_age = min(max(age + rng.gauss(step, 4) * YEAR, rng.uniform(18.1, 20) * YEAR), rng.uniform(88, 101) * YEAR)
    second = town.adult(other, second_age, origin if rng.random() < 0.9 else town.origin(area))
    wife, husband = (first, second) if first.sex == "F" else (second, first)
    share = 0.8 if age > 50 * YEAR else 0.45
    if wife.sex != husband.sex and rng.random() < share * husband.community.wife_takes / 0.75:
        grown = wife.born + timedelta(days=int(19 * YEAR))
        wife.take_name(naming.as_borne_by(husband.family, "F", husband.community), town.day_between(grown, town.on))
    return first, second


def _two(town: Town, area: Neighbourhood, age: float) -> None:
    home = town.home("couple without children", area)
    first, second = _couple(town, area, age)
    town.settle(first, home)
    town.settle(second, home)
    first.partner, second.partner = second.id, first.id
    if town.rng.random() < 0.12:
        # They came together lately: until then each had a home of their own.
        first.moved_in = second.moved_in = home.since = town.day_between(town.start, town.on)


def _sharing(town: Town, area: Neighbourhood, age: float) -> None:
    """Students, and young people at work, in one house."""
    home = town.home("sharing", area)
    for _ in range(town.rng.randrange(2, 6)):
        sex = "F" if town.rng.random() < 0.5 else "M"
        around = max(age + town.rng.gauss(0, 1.5) * YEAR, town.rng.uniform(18.1, 20) * YEAR)
        person = town.settle(town.adult(sex, around, town.origin(area)), home)
        person.moved_in = town.day_between(max(town.start, town.on - timedelta(days=700)), town.on)


def _with_parents(town: Town, area: Neighbourhood, age: float) -> None:
    """A grown child, or two, living with one or both parents."""
    rng = town.rng
    home = town.home("grown children at home", area)
    parents_age = age + min(max(rng.gauss(28, 5), 17), 42) * YEAR
    mother, father = _couple(town, area, parents_age)
    old_enough = (town.on - father.born).days > age + 17 * YEAR
    elders = [mother, father] if old_enough and rng.random() < 0.7 else [mother]
    for elder in elders:
        town.settle(elder, home)
    if len(elders) == 2:
        mother.partner, father.partner = father.id, mother.id
    family = (father if father.sex == "M" else mother).family
    for years in (0.0, 2.5)[: 2 if rng.random() < 0.25 and age > 19 * YEAR else 1]:
        sex = "F" if rng.random() < 0.45 else "M"
        child = town.adult(sex, age - years * YEAR, (mother.community, mother.ethnicity), family)
        town.settle(child, home)
        for elder in elders:
            setattr(child, "mother" if elder.sex == "F" else "father", elder.id)


_Maker = Callable[[Town, Neighbourhood, float], None]
_HOUSEHOLDS: dict[int, Weighted[_Maker]] = {
    1: Weighted([(_with_parents, 0.5), (_sharing, 0.25), (_alone, 0.15), (_two, 0.1)]),
    2: Weighted([(_two, 0.4), (_alone, 0.3), (_with_parents, 0.15), (_sharing, 0.15)]),
    3: Weighted([(_alone, 0.5), (_two, 0.42), (_with_parents, 0.08)]),
    4: Weighted([(_two, 0.66), (_alone, 0.34)]),
    5: Weighted([(_two, 0.62), (_alone, 0.38)]),
}
