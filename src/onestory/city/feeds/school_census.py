"""The school census: every child from reception to year 11 on the roll of a state school, as the school wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from onestory.city.errors import CENSUS
from onestory.city.feeds import shape
from onestory.city.feeds.shape import Feed, Mention, Record
from onestory.city.model import City, Person, School
from onestory.city.schooling import school_year

ON_TWO_ROLLS = 0.004  # a child at two schools (a unit and a mainstream school) is in the census twice, under one UPN
OLD_NUMBER_KEPT = 0.6  # of children once given a second UPN, those whose former school still lists the first
_DECLINED = 0.012


def _rows(city: City, on: date, rng: Random) -> Iterator[Record]:
    schools = {school.urn: school for school in city.schools}
    state = [school for school in city.schools if school.state and school.phase in ("Primary", "Secondary")]
    for person in city.people:
        school = schools.get(person.school)
        if school is None or not school.state or not shape.living(person, on):
            continue
        if not 0 <= school_year(person.born, on) <= 11:
            continue
        yield _row(city, person, on, rng, school, person.upn)
        if rng.random() < ON_TWO_ROLLS:
            other = rng.choice([other for other in state if other is not school])
            yield _row(city, person, on, rng, other, person.upn)
        if person.former_upn and rng.random() < OLD_NUMBER_KEPT:
            yield _row(city, person, on, rng, rng.choice(state), person.former_upn)


def _row(city: City, person: Person, on: date, rng: Random, school: School, upn: str) -> Record:
    spoilt = shape.spoil(city, person, on, CENSUS, rng)
    written = spoilt.details
    year = school_year(person.born, on)
    first, second = shape.two_lines(written.address)
    parent = next(iter(shape.grown_ups(city, person, on)), None)
    return Record(
        reference=upn,
        person=person.id,
        mentions=(Mention("parent", parent.id),) if parent else (),
        errors=spoilt.errors,
        cells=(
            upn,
            written.family,
            written.given,
            written.middle,
            written.known_as,
            shape.write_date(written.born, shape.SLASHED),
            written.sex,
            "REFU" if rng.random() < _DECLINED else person.ethnicity,
            person.language,
            person.send,
            "true" if person.free_meals else "false",
            school.establishment,
            "R" if year == 0 else str(year),
            first,
            second,
            "Plymouth" if rng.random() < 0.9 else "",
            shape.write_postcode(written.postcode, rng),
            *_parent(city, parent, on, rng),
            shape.write_date(_entered(person, on, rng), shape.SLASHED),
        ),
    )


def _parent(city: City, parent: Person | None, on: date, rng: Random) -> tuple[str, str, str, str]:
    if parent is None:
        return "", "", "", ""
    written = shape.name_as_written(city, parent, on, CENSUS, rng)
    title = "Mr" if parent.sex == "M" else rng.choice(("Mrs", "Ms", "Miss"))
    return title, written.given, written.family, shape.write_phone(written.phone, rng)


def _entered(person: Person, on: date, rng: Random) -> date:
    """The September they started at their school, or a later day for those who came from another."""
    year = school_year(person.born, on)
    began = (on.year if on.month >= 9 else on.year - 1) - (year if year < 7 else year - 7)
    start = date(began, 9, 3)
    if rng.random() < 0.15 and start < on:
        return date.fromordinal(rng.randrange(start.toordinal(), on.toordinal() + 1))
    return start


FEED = Feed(
    name=CENSUS,
    filename="school_census.csv",
    encoding="utf-8",
    mark="\ufeff",
    delimiter=",",
    dates=shape.SLASHED,
    columns=(
        *("UPN", "Surname", "Forename", "MiddleNames", "PreferredForename", "DOB", "Sex", "Ethnicity", "FirstLanguage"),
        *("SENProvision", "FSMEligible", "LAEstab", "NCYearActual", "AddressLine1", "AddressLine2", "Town"),
        *("PostCode", "ParentTitle", "ParentForename", "ParentSurname", "ParentPhone", "EntryDate"),
    ),
    reference=("UPN",),
    names=("Surname", "Forename"),
    born="DOB",
    rows=_rows,
    odd_headers=(("PreferredForename", "Preferred Forename"), ("PostCode", " PostCode ")),
)
