"""Community health: every child under five and some older ones still seen, each with the mother it knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from onestory.city.errors import VISITING
from onestory.city.feeds import shape
from onestory.city.feeds.shape import Feed, Mention, Record
from onestory.city.model import City, Person

OLDER_AND_STILL_SEEN = 0.16  # of children aged 5 to 9
WRITTEN_TWICE = 0.008  # a second record begun because the first was not found, before the last move
# The NHS data dictionary's letters for the school census's codes.
_CATEGORY = {
    "WBRI": "A",
    "WIRI": "B",
    "WIRT": "C",
    "WROM": "C",
    "WOTH": "C",
    "MWBC": "D",
    "MWBA": "E",
    "MWAS": "F",
    "MOTH": "G",
    "AIND": "H",
    "APKN": "J",
    "ABAN": "K",
    "AOTH": "L",
    "BCRB": "M",
    "BAFR": "N",
    "BOTH": "P",
    "CHNE": "R",
    "OOTH": "S",
}


def _rows(city: City, on: date, rng: Random) -> Iterator[Record]:
    number = 0
    for person in city.people:
        age = person.age_on(on)
        if age >= 10 or not shape.living(person, on):
            continue
        if age >= 5 and rng.random() >= OLDER_AND_STILL_SEEN:
            continue
        number += 1
        yield _row(city, person, on, rng, number)
        if rng.random() < WRITTEN_TWICE:
            number += 1
            earlier = max(person.born, on - timedelta(days=rng.randrange(100, 1200)))
            yield _row(city, person, earlier, rng, number)


def _row(city: City, person: Person, on: date, rng: Random, number: int) -> Record:
    reference = f"HV{number:07d}"
    mother = _mother(city, person, on)
    phone = mother.phone if mother else ""
    young = person.age_on(on) < 1
    spoilt = shape.spoil(
        city, person, on, VISITING, rng, placeholder=placeholder(person, rng) if young else "", phone=phone
    )
    written = spoilt.details
    return Record(
        reference=reference,
        person=person.id,
        mentions=(Mention("mother", mother.id),) if mother else (),
        errors=spoilt.errors,
        cells=(
            reference,
            shape.write_nhs(written.nhs_number, rng),
            written.family,
            written.given,
            shape.write_date(written.born, shape.ISO),
            {"F": "Female", "M": "Male"}.get(written.sex, ""),
            "Z" if rng.random() < 0.04 else _CATEGORY.get(person.ethnicity, "Z"),
            person.language,
            "Y" if mother and mother.interpreter else "N",
            *_address(written.address),
            shape.write_postcode(written.postcode, rng),
            shape.write_phone(written.phone, rng),
            person.gp,
            *_mothers_cells(city, mother, on, rng),
            shape.write_date(_last_contact(person, on, rng), shape.ISO),
        ),
    )


def placeholder(person: Person, rng: Random) -> str:
    """What a ward writes before a name is chosen."""
    return rng.choice(("Baby", "Baby", "BABY", "Infant", "Male Infant" if person.sex == "M" else "Female Infant"))


def _mother(city: City, person: Person, on: date) -> Person | None:
    if person.mother is not None and not person.carers and shape.living(city.people[person.mother], on):
        return city.people[person.mother]
    return next((adult for adult in shape.grown_ups(city, person, on) if adult.sex == "F"), None)


def _address(line: str) -> tuple[str, str, str]:
    first, second = shape.two_lines(line)
    return first, second, "Plymouth"


def _mothers_cells(city: City, mother: Person | None, on: date, rng: Random) -> tuple[str, str, str, str]:
    if mother is None:
        return "", "", "", ""
    written = shape.name_as_written(city, mother, on, VISITING, rng)
    number = written.nhs_number if rng.random() < 0.8 else ""
    return number, written.given, written.family, shape.write_date(written.born, shape.ISO)


def _last_contact(person: Person, on: date, rng: Random) -> date:
    return max(person.born, on - timedelta(days=int(rng.expovariate(1 / (120 + 60 * person.age_on(on))))))


FEED = Feed(
    name=VISITING,
    filename="health_visiting.csv",
    encoding="cp1252",
    mark="",
    delimiter=",",
    dates=shape.ISO,
    columns=(
        *("RECORD_ID", "NHS_NUMBER", "FAMILY_NAME", "GIVEN_NAME", "BIRTH_DATE", "GENDER", "ETHNIC_CATEGORY"),
        *("PREF_LANGUAGE", "INTERPRETER", "ADDR1", "ADDR2", "ADDR3", "POSTCODE", "MOBILE", "GP_CODE", "MOTHER_NHS"),
        *("MOTHER_GIVEN", "MOTHER_FAMILY", "MOTHER_DOB", "LAST_CONTACT"),
    ),
    reference=("RECORD_ID",),
    names=("FAMILY_NAME", "GIVEN_NAME"),
    born="BIRTH_DATE",
    rows=_rows,
    odd_headers=(("ETHNIC_CATEGORY", "ETHNIC_CATEGORY "),),
)
