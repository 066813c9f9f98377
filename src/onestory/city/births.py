"""Pregnancies of the years simulated: those that brought the children who live here, those that were lost, and those
that go on. A service that welcomes births must be able to fall silent, so the losses are part of the city."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from onestory.city import naming
from onestory.city.communities import child_of
from onestory.city.model import Pregnancy
from onestory.city.town import Draft, Town

LOST_AFTER_BOOKING = 0.045  # for each birth
STILLBORN = 0.004
DIED_IN_INFANCY = 0.0035


def of_the_years(town: Town) -> list[Pregnancy]:
    """In order of mother; babies who died are settled with their family first, so that they have a number."""
    births: dict[tuple[int, date], list[int]] = defaultdict(list)
    for person in list(town.drafts):
        if person.mother is not None and person.born >= town.start and not person.carers:
            births[person.mother, person.born].append(person.id)
    for mother, born in list(births):
        if town.rng.random() < DIED_IN_INFANCY:
            _lost_a_baby(town, births, town.drafts[mother], born)
    made = [_brought_to_birth(town, key, tuple(babies)) for key, babies in sorted(births.items())]
    made += [lost for mother, born in sorted(births) for lost in _lost(town, mother, born)]
    made += _going_on(town, births)
    return [_numbered(number, pregnancy) for number, pregnancy in enumerate(made)]


def _numbered(number: int, made: Pregnancy) -> Pregnancy:
    return Pregnancy(
        id=number,
        mother=made.mother,
        booked_on=made.booked_on,
        due=made.due,
        outcome=made.outcome,
        ended_on=made.ended_on,
        babies=made.babies,
    )


def _booked(town: Town, due: date) -> date:
    """At about ten weeks of forty, sometimes very late."""
    weeks = town.rng.gauss(10, 2) if town.rng.random() < 0.93 else town.rng.uniform(16, 36)
    return due - timedelta(days=round((40 - max(weeks, 5)) * 7))


def _brought_to_birth(town: Town, key: tuple[int, date], babies: tuple[int, ...]) -> Pregnancy:
    mother, born = key
    early = 21 * (len(babies) - 1)
    due = born + timedelta(days=early + round(town.rng.gauss(2, 9)))
    booked = min(_booked(town, due), born)
    return Pregnancy(id=0, mother=mother, booked_on=booked, due=due, outcome="birth", ended_on=born, babies=babies)


def _lost(town: Town, mother: int, born: date) -> list[Pregnancy]:
    draw = town.rng.random()
    if draw >= LOST_AFTER_BOOKING + STILLBORN:
        return []
    stillborn = draw < STILLBORN
    weeks = town.rng.uniform(24, 40) if stillborn else town.rng.uniform(10, 22)
    ended = born - timedelta(days=round(town.rng.uniform(310, 700)))
    due = ended + timedelta(days=round((40 - weeks) * 7))
    if ended < town.start:
        return []
    outcome = "stillbirth" if stillborn else "loss"
    booked = min(_booked(town, due), ended - timedelta(days=3))
    return [Pregnancy(id=0, mother=mother, booked_on=booked, due=due, outcome=outcome, ended_on=ended, babies=())]


def _lost_a_baby(town: Town, births: dict[tuple[int, date], list[int]], mother: Draft, born: date) -> None:
    """A baby born before this one, who lived some days or months and died."""
    day = born - timedelta(days=round(town.rng.uniform(330, 800)))
    died = day + timedelta(days=int(min(town.rng.expovariate(1 / 40), 320)))
    if day < town.start or any(other == mother.id and abs((day - when).days) < 300 for other, when in births):
        return
    sex = "M" if town.rng.random() < 0.55 else "F"
    baby = Draft(sex, day, mother.community, child_of(mother.ethnicity, mother.ethnicity))
    baby.given = naming.given(mother.community, sex, day.year, town.rng)
    baby.family, baby.died, baby.mother, baby.rooted = mother.family, died, mother.id, mother.rooted
    town.settle(baby, town.homes[mother.household])
    births[mother.id, day].append(baby.id)


def _going_on(town: Town, births: dict[tuple[int, date], list[int]]) -> list[Pregnancy]:
    """Women pregnant and booked on the last day: as many as births a year would have it."""
    latest: dict[int, date] = {}
    for mother, born in births:
        latest[mother] = max(born, latest.get(mother, born))
    able = [p for p in town.drafts if p.sex == "F" and p.died is None and 17 <= town.age(p) <= 42]
    likely = [p for p in able if p.partner is not None or p.id in latest or town.rng.random() < 0.15]
    rested = [p for p in likely if (town.on - latest.get(p.id, date.min)).days > 330]
    a_year = len(births) / max(town.years, 1)
    share = min(a_year * 30 / 52 / max(len(rested), 1), 1.0)
    return [_one_going_on(town, mother) for mother in rested if town.rng.random() < share]


def _one_going_on(town: Town, mother: Draft) -> Pregnancy:
    booked = town.on - timedelta(days=town.rng.randrange(1, 205))
    due = booked + timedelta(days=round((40 - town.rng.uniform(8, 11)) * 7))
    return Pregnancy(id=0, mother=mother.id, booked_on=booked, due=due, outcome="continuing", ended_on=None, babies=())
