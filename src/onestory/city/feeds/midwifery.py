"""Maternity: the bookings, births and losses of the years simulated. A birth of twins is two rows, one a baby."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from onestory.city.errors import MATERNITY
from onestory.city.feeds import shape
from onestory.city.feeds.health_visiting import placeholder
from onestory.city.feeds.shape import Feed, Mention, Record
from onestory.city.model import City, Person, Pregnancy

_OUTCOMES = {"birth": "Live birth", "loss": "Miscarriage", "stillbirth": "Stillbirth"}
PARTNER_NAMED = 0.8


def _rows(city: City, on: date, rng: Random) -> Iterator[Record]:
    for pregnancy in city.pregnancies:
        if pregnancy.booked_on > on:
            continue
        ended = pregnancy.ended_on is not None and pregnancy.ended_on <= on
        babies = [city.people[baby] for baby in pregnancy.babies] if ended else []
        for place, baby in enumerate(babies or [None]):
            yield _row(city, pregnancy, on, rng, _reference(pregnancy, place), (baby, place, len(babies)))


def _reference(pregnancy: Pregnancy, place: int) -> str:
    return f"BK{pregnancy.id:06d}" + (f"-{place + 1}" if place else "")


def _row(
    city: City, pregnancy: Pregnancy, on: date, rng: Random, reference: str, born: tuple[Person | None, int, int]
) -> Record:
    """The mother is written as she was when she booked: her name and home may have changed since."""
    mother, (baby, _, _) = city.people[pregnancy.mother], born
    spoilt = shape.spoil(city, mother, pregnancy.booked_on, MATERNITY, rng)
    written = spoilt.details
    ended = pregnancy.ended_on is not None and pregnancy.ended_on <= on
    partner = _partner(city, mother, baby, rng)
    mentions = [Mention("baby", baby.id)] if baby else []
    mentions += [Mention("partner", partner.id)] if partner else []
    return Record(
        reference=reference,
        person=mother.id,
        mentions=tuple(mentions),
        errors=spoilt.errors,
        cells=(
            reference,
            shape.write_nhs(written.nhs_number, rng),
            written.family,
            written.given,
            shape.write_date(written.born, shape.MONTH_NAME),
            mother.ethnicity,
            f"{written.address}, Plymouth" if rng.random() < 0.7 else written.address,
            shape.write_postcode(written.postcode, rng),
            shape.write_phone(written.phone, rng),
            shape.write_date(pregnancy.booked_on, shape.MONTH_NAME),
            shape.write_date(pregnancy.due, shape.MONTH_NAME),
            _OUTCOMES.get(pregnancy.outcome, "") if ended else "",
            *_babys_cells(city, born, rng),
            _full_name(city, partner, pregnancy.booked_on, rng),
        ),
    )


def _babys_cells(city: City, born: tuple[Person | None, int, int], rng: Random) -> tuple[str, str, str, str, str]:
    """Babies bear the mother's name on the ward, whatever is registered later."""
    baby, place, together = born
    if baby is None:
        return "", "", "", "", ""
    unnamed = (
        f"Twin {place + 1}" if together == 2 else f"Triplet {place + 1}" if together > 2 else placeholder(baby, rng)
    )
    written = shape.spoil(city, baby, baby.born, MATERNITY, rng, placeholder=unnamed).details
    family = written.family
    if baby.mother is not None and rng.random() < 0.3:
        family = city.people[baby.mother].family_on(baby.born)
    return (
        written.nhs_number,
        shape.write_date(written.born, shape.MONTH_NAME),
        written.sex,
        written.given,
        family,
    )


def _partner(city: City, mother: Person, baby: Person | None, rng: Random) -> Person | None:
    number = baby.father if baby else mother.partner
    return city.people[number] if number is not None and rng.random() < PARTNER_NAMED else None


def _full_name(city: City, partner: Person | None, on: date, rng: Random) -> str:
    if partner is None:
        return ""
    written = shape.name_as_written(city, partner, on, MATERNITY, rng)
    return f"{written.given.strip()} {written.family.strip()}"


FEED = Feed(
    name=MATERNITY,
    filename="midwifery.tsv",
    encoding="utf-8",
    mark="",
    delimiter="\t",
    dates=shape.MONTH_NAME,
    columns=(
        *("BookingRef", "MatNHS", "MatSurname", "MatForename", "MatDOB", "MatEthnicity", "MatAddress", "MatPostcode"),
        *("MatPhone", "BookingDate", "EDD", "Outcome", "BabyNHS", "BabyDOB", "BabySex", "BabyForename"),
        *("BabySurname", "PartnerName"),
    ),
    reference=("BookingRef",),
    names=("MatSurname", "MatForename"),
    born="MatDOB",
    rows=_rows,
)
