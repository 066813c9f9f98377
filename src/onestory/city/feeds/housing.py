"""The housing register: tenants of the council and of housing associations, people in temporary homes, and all who live
with them. A child of two homes may be on two tenancies, and somebody who died may be on one still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from onestory.city.errors import HOUSING
from onestory.city.feeds import shape
from onestory.city.feeds.shape import Feed, Record
from onestory.city.model import City, Household, Person

_TENURES = ("social", "temporary")
CHILD_LISTED_AT_BOTH_HOMES = 0.4
DEAD_AND_STILL_LISTED = 0.3


def _rows(city: City, on: date, rng: Random) -> Iterator[Record]:
    visitors, late = _second_homes(city), _who_died(city, on)
    for household in city.households:
        if household.tenure not in _TENURES:
            continue
        listed = [city.people[n] for n in household.members if shape.living(city.people[n], on)]
        listed += [child for child in visitors.get(household.id, ()) if rng.random() < CHILD_LISTED_AT_BOTH_HOMES]
        listed += [person for person in late.get(household.id, ()) if rng.random() < DEAD_AND_STILL_LISTED]
        listed.sort(key=lambda person: (person.born > date(on.year - 18, on.month, on.day), person.id))
        for place, person in enumerate(listed):
            yield _row(city, household, person, listed, (on, place), rng)


def _second_homes(city: City) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {}
    for person in city.people:
        if person.second_home:
            found.setdefault(person.second_home.household, []).append(person)
    return found


def _who_died(city: City, on: date) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {}
    for person in city.people:
        if person.died is not None and person.died <= on and person.age_on(person.died) >= 18:
            found.setdefault(person.household, []).append(person)
    return found


def _row(
    city: City, household: Household, person: Person, listed: list[Person], when: tuple[date, int], rng: Random
) -> Record:
    on, place = when
    spoilt = shape.spoil(city, person, on, HOUSING, rng)
    written = spoilt.details
    tenancy, number = f"T{household.id:07d}", str(place + 1)
    forenames = f"{written.given} {written.middle}".strip() if written.middle else written.given
    home = household.address
    return Record(
        reference=f"{tenancy}/{number}",
        person=person.id,
        errors=spoilt.errors,
        cells=(
            tenancy,
            number,
            home.uprn,
            _title(person, on, rng),
            forenames,
            written.family,
            shape.write_date(written.born, shape.SLASHED),
            _relationship(person, listed[0], on),
            f"{home.line1}, Plymouth",
            home.postcode,
            shape.write_phone(written.phone, rng),
            written.email,
            shape.write_date(household.since, shape.SLASHED),
            str(len(listed)),
        ),
    )


def _title(person: Person, on: date, rng: Random) -> str:
    if person.age_on(on) < 16:
        return "Master" if person.sex == "M" else "Miss"
    return "Mr" if person.sex == "M" else rng.choice(("Mrs", "Miss", "Ms", "Ms"))


def _relationship(person: Person, tenant: Person, on: date) -> str:
    boy = person.sex == "M"
    if person is tenant:
        return "Tenant"
    if person.id == tenant.partner:
        return "Partner"
    if tenant.id in (person.mother, person.father):
        return "Son" if boy else "Daughter"
    if person.id in (tenant.mother, tenant.father):
        return "Father" if boy else "Mother"
    if tenant.id in person.carers:
        return "Grandchild" if person.age_on(on) < 18 else "Other"
    if person.mother is not None and person.mother == tenant.partner:
        return "Stepson" if boy else "Stepdaughter"
    return "Other"


FEED = Feed(
    name=HOUSING,
    filename="housing.csv",
    encoding="utf-16-le",
    mark="\ufeff",
    delimiter=";",
    dates=shape.SLASHED,
    columns=(
        *("TenancyRef", "PersonNo", "UPRN", "Title", "Forenames", "Surname", "DateOfBirth", "Relationship", "Address"),
        *("Postcode", "Phone", "Email", "TenancyStart", "Household"),
    ),
    reference=("TenancyRef", "PersonNo"),
    names=("Forenames", "Surname"),
    born="DateOfBirth",
    rows=_rows,
    odd_headers=(("DateOfBirth", "Date Of Birth"), ("Household", "Household ")),
)
