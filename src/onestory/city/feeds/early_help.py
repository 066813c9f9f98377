"""The early help team: a few families in a hundred, those for whom more is going on, with everyone the worker met,
a parent who lives apart included. Written on doorsteps, so names are as people say them and much is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from onestory.city.errors import EARLY_HELP
from onestory.city.feeds import shape
from onestory.city.feeds.shape import Feed, Record
from onestory.city.model import City, Household, Person, Staff

OPEN_TO_THE_TEAM = 0.008  # of families with children for whom nothing more is known
_MORE = {
    "domestic_abuse": 0.10,
    "substance_misuse": 0.10,
    "mental_health": 0.03,
    "prison": 0.12,
    "workless": 0.02,
    "young_parent": 0.06,
    "young_carer": 0.12,
    "temporary_housing": 0.12,
    "care_leaver": 0.08,
    "asylum": 0.05,
    "disability": 0.02,
    "lone_parent": 0.01,
    "kinship_or_foster_care": 0.06,
}
PARENT_APART_MET = 0.55
ASKED_AGAIN = 0.035  # people begun anew at a second request, under another reference
_BASIS = {
    "domestic_abuse": "Police shared a notification; mum wants help to feel safe at home.",
    "substance_misuse": "Parent would like support to cut down drinking.",
    "mental_health": "Low mood, little sleep, no family nearby.",
    "prison": "Dad is away until spring; contact is hard to arrange.",
    "workless": "Money is tight, benefit stopped, food bank twice.",
    "young_parent": "Young mum asking about groups and a bit of company.",
    "young_carer": "Looks after a parent and a younger brother before school.",
    "temporary_housing": "In one room since the notice ran out; no cot.",
    "care_leaver": "Left care last year, first home of their own.",
    "asylum": "New to the city, no English at home yet, needs a school place.",
    "disability": "Waiting for an assessment, sleep is very poor.",
    "lone_parent": "On my own with the children, would like someone to talk to.",
    "kinship_or_foster_care": "Grandparents have stepped in and would like to know what help there is.",
}
_OTHERWISE = "School asked: late most mornings, family would like help with routines."


@dataclass(frozen=True, slots=True)
class _Case:
    """What all the rows of one family share."""

    reference: str
    lead: str
    opened: date
    review: date
    reason: str
    parents: frozenset[int]


def _rows(city: City, on: date, rng: Random) -> Iterator[Record]:
    leads = [post for post in city.staff if "upport worker" in post.role or "ractitioner" in post.role]
    number = 0
    for household in city.households:
        members = [city.people[n] for n in household.members if shape.living(city.people[n], on)]
        if not any(person.age_on(on) < 18 for person in members) or rng.random() >= _chance(members):
            continue
        case = _case(household, members, on, rng, rng.choice(leads))
        for person in _met(city, members, on, rng):
            for _ in range(2 if rng.random() < ASKED_AGAIN else 1):
                number += 1
                yield _row(city, person, on, rng, case, f"EH{number:06d}")


def _chance(members: list[Person]) -> float:
    kinds = {held.kind: None for person in members for held in person.characteristics}
    return OPEN_TO_THE_TEAM + sum(_MORE.get(kind, 0.0) for kind in kinds)


def _case(household: Household, members: list[Person], on: date, rng: Random, lead: Staff) -> _Case:
    opened = on - timedelta(days=int(min(rng.expovariate(1 / 150), 700)) + 1)
    kinds = list(dict.fromkeys(held.kind for person in members for held in person.characteristics))
    reason = _BASIS.get(rng.choice(kinds), _OTHERWISE) if kinds else _OTHERWISE
    return _Case(
        reference=f"FAM{household.id:06d}",
        lead=f"{lead.given} {lead.family}",
        opened=opened,
        review=opened + timedelta(days=rng.choice((42, 84, 84, 182))),
        reason=_as_typed(reason, members, rng),
        parents=frozenset(n for person in members for n in (person.mother, person.father) if n is not None),
    )


def _as_typed(reason: str, members: list[Person], rng: Random) -> str:
    """Free text: now and then several lines, with what somebody said in quotation marks."""
    draw = rng.random()
    if draw < 0.08:
        child = max(members, key=lambda person: person.born)
        return f'{reason}\n{child.given} said "I like it when we are all in";\n- call before visiting, - dog'
    return reason.replace(", ", "; ") if draw < 0.2 else reason


def _met(city: City, members: list[Person], on: date, rng: Random) -> list[Person]:
    """Everyone at home, and a parent living apart whom the worker met too."""
    here = {person.id for person in members}
    apart = [parent for child in members if child.age_on(on) < 18 for parent in shape.grown_ups(city, child, on)]
    known = {parent.id: parent for parent in apart if parent.id not in here}
    return members + [parent for parent in known.values() if rng.random() < PARENT_APART_MET]


def _row(city: City, person: Person, on: date, rng: Random, case: _Case, reference: str) -> Record:
    spoilt = shape.spoil(city, person, on, EARLY_HELP, rng)
    written = spoilt.details
    guessed = "first_of_january" in spoilt.errors
    return Record(
        reference=reference,
        person=person.id,
        errors=spoilt.errors,
        cells=(
            reference,
            case.reference,
            written.given,
            written.family,
            written.known_as,
            shape.write_date(written.born, shape.ISO),
            "Y" if guessed else "N",
            written.sex,
            shape.write_nhs(written.nhs_number, rng),
            written.upn,
            written.address,
            shape.write_postcode(written.postcode, rng),
            shape.write_phone(written.phone, rng),
            written.email if rng.random() < 0.6 else "",
            _role(person, on, case),
            case.lead,
            shape.write_date(case.opened, shape.ISO),
            shape.write_date(case.review, shape.ISO),
            case.reason,
        ),
    )


def _role(person: Person, on: date, case: _Case) -> str:
    if person.age_on(on) < 18:
        return "Child"
    if person.id in case.parents and person.age_on(on) < 60:
        return "Parent"
    return "Grandparent" if person.age_on(on) >= 45 and person.id in case.parents else "Other adult"


FEED = Feed(
    name=EARLY_HELP,
    filename="early_help.csv",
    encoding="utf-8",
    mark="",
    delimiter=",",
    dates=shape.ISO,
    columns=(
        *("PersonRef", "FamilyRef", "FirstName", "LastName", "KnownAs", "DoB", "EstimatedDoB", "Gender", "NHSNumber"),
        *("UPN", "Address", "Postcode", "Telephone", "Email", "Role", "LeadPractitioner", "OpenedOn", "ReviewOn"),
        "Reason",
    ),
    reference=("PersonRef",),
    names=("FirstName", "LastName"),
    born="DoB",
    rows=_rows,
    odd_headers=(("KnownAs", "Known As"),),
)
