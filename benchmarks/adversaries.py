"""Pairs of people who are easily taken for one: every pair here is two people, and to join any is a mistake.

Each kind is a way in which real families are merged by mistake. A few honest pairs of records of one person stand among them, so
that refusing everything is no way to pass, and so that a file has something to be learnt from.
"""

# ruff: noqa: E501 - lists of names read better unbroken
from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from onestory.core import names

_BOYS = ("Oliver", "George", "Arthur", "Noah", "Muhammad", "Leo", "Oscar", "Harry", "Archie", "Jack", "Henry", "Charlie", "Freddie",
         "Theodore", "Thomas", "Finley", "Theo", "Alfie", "Jacob", "William", "Isaac", "Tommy", "Joshua", "James", "Lucas",
         "Alexander", "Arlo", "Roman", "Edward", "Elijah", "Teddy", "Max", "Adam", "Daniel", "Sebastian", "Rory", "Logan",
         "Ethan", "Reuben", "Mason", "Hugo", "Luca", "Jaxon", "Jayden", "Hayden", "Kayden", "Brody", "Ryan", "Bryan")  # fmt: skip
_GIRLS = ("Olivia", "Amelia", "Isla", "Ava", "Ivy", "Freya", "Lily", "Florence", "Mia", "Willow", "Rosie", "Sophia", "Isabella",
          "Grace", "Daisy", "Sienna", "Poppy", "Elsie", "Emily", "Ella", "Evelyn", "Phoebe", "Evie", "Charlotte", "Harper",
          "Millie", "Matilda", "Maya", "Sophie", "Alice", "Emilia", "Isabelle", "Ruby", "Luna", "Maisie", "Aria", "Penelope",
          "Mila", "Bonnie", "Eva", "Hallie", "Eliza", "Ada", "Violet", "Esme", "Layla", "Kayla", "Hannah", "Anna")  # fmt: skip
_FAMILIES = ("Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies", "Patel", "Robinson", "Wright",
             "Thompson", "Evans", "Walker", "White", "Roberts", "Green", "Hall", "Wood", "Jackson", "Clarke", "Hussain", "Kowalski",
             "Nowak", "Khan", "Begum", "Trelawny", "Penhaligon", "Tregenza", "Pascoe", "Chegwidden", "Nguyen", "Okafor")  # fmt: skip
_STREETS = (
    "Mutley Plain",
    "Embankment Road",
    "Peverell Park Road",
    "North Hill",
    "Union Street",
    "Wolseley Road",
    "Crownhill Road",
)
# Twins are given names that sound together: the nearest pairs of different names anybody gives.
_ALIKE = (("Jayden", "Hayden"), ("Jayden", "Kayden"), ("Ella", "Eva"), ("Mia", "Mila"), ("Ryan", "Bryan"),
          ("Millie", "Hallie"), ("Layla", "Kayla"), ("Hannah", "Anna"), ("Ava", "Ada"), ("Theo", "Leo"))  # fmt: skip
COLUMNS = (
    "id",
    "given_name",
    "family_name",
    "date_of_birth",
    "sex",
    "address",
    "postcode",
    "phone",
    "nhs_number",
    "truth",
    "kind",
)


@dataclass(frozen=True, slots=True)
class Record:
    given: str
    family: str
    born: date
    sex: str
    address: str
    postcode: str
    phone: str
    nhs: str = ""


Make = Callable[[Random], tuple[Record, Record]]


def _somebody(rng: Random, *, oldest: int = 2005, youngest: int = 2024) -> Record:
    sex = rng.choice("MF")
    born = date(rng.randint(oldest, youngest), 1, 1) + timedelta(days=rng.randrange(1, 365))
    return Record(
        rng.choice(_BOYS if sex == "M" else _GIRLS), rng.choice(_FAMILIES), born, sex, f"{rng.randint(1, 180)} {rng.choice(_STREETS)}",
        f"PL{rng.randint(1, 9)} {rng.randint(1, 9)}{rng.choice('ABDEFGHJ')}{rng.choice('LNPQRSTU')}", f"07700 900{rng.randint(0, 999):03d}",
    )  # fmt: skip


def _another(rng: Random, name: str, sex: str) -> str:
    """A name that is not another form of the first: Millie may be Emily, and nobody could tell."""
    forms = {name.lower(), *names.nicknames(name)}
    return rng.choice([other for other in (_BOYS if sex == "M" else _GIRLS) if other.lower() not in forms])


def _twins(rng: Random) -> tuple[Record, Record]:
    one = _somebody(rng)
    return one, replace(one, given=_another(rng, one.given, one.sex))


def _twins_alike(rng: Random) -> tuple[Record, Record]:
    first, second = rng.choice(_ALIKE)
    one = _somebody(rng)
    sex = "M" if first in _BOYS else "F"
    return replace(one, given=first, sex=sex), replace(one, given=second, sex=sex)


def _twins_unnamed(rng: Random) -> tuple[Record, Record]:
    one = _somebody(rng)
    return replace(one, given="Twin 1"), replace(one, given="Twin 2")


def _twin_and_unnamed(rng: Random) -> tuple[Record, Record]:
    one = _somebody(rng)
    return one, replace(one, given="Baby", sex="")


def _boy_and_girl(rng: Random) -> tuple[Record, Record]:
    one = replace(_somebody(rng), given="Alex", sex="M")
    return one, replace(one, given="Alexa", sex="F")


def _siblings(rng: Random) -> tuple[Record, Record]:
    one = _somebody(rng, youngest=2020)
    born = one.born + timedelta(days=rng.randint(300, 2500))
    return one, replace(one, given=_another(rng, one.given, one.sex), born=born)


def _parent_of_one_name(rng: Random) -> tuple[Record, Record]:
    one = _somebody(rng)
    return one, replace(one, born=one.born - timedelta(days=rng.randint(17 * 365, 42 * 365)))


def _cousins_of_one_name(rng: Random) -> tuple[Record, Record]:
    one = _somebody(rng, youngest=2016)
    return one, replace(one, born=one.born + timedelta(days=rng.randint(400, 2800)), phone=_somebody(rng).phone)


def _numbers_differ(rng: Random) -> tuple[Record, Record]:
    """Two of one name and birthday in one street, with a number each."""
    one = _somebody(rng)
    return replace(one, nhs=_nhs(rng)), replace(
        one, nhs=_nhs(rng), address=f"{rng.randint(1, 180)} {one.address.split(' ', 1)[1]}"
    )


def _twin_with_names_exchanged(rng: Random) -> tuple[Record, Record]:
    one = _somebody(rng)
    other = _another(rng, one.given, one.sex)
    return one, replace(one, given=one.family, family=other)


def _step_siblings(rng: Random) -> tuple[Record, Record]:
    one, other = _somebody(rng), _somebody(rng)
    return one, replace(
        other, address=one.address, postcode=one.postcode, phone=one.phone, given=one.given, sex=one.sex
    )


KINDS: dict[str, Make] = {
    "twins": _twins, "twins of names alike": _twins_alike, "twins not yet named": _twins_unnamed,
    "a child and one not yet named": _twin_and_unnamed, "a boy and a girl of names alike": _boy_and_girl, "siblings": _siblings,
    "parent and child of one name": _parent_of_one_name, "cousins of one name": _cousins_of_one_name,
    "different numbers": _numbers_differ, "a twin whose names are exchanged": _twin_with_names_exchanged,
    "step-siblings of one first name": _step_siblings,
}  # fmt: skip


def write(file: Path, *, pairs: int, seed: int = 1, honest: float = 0.5) -> None:
    """Write so many pairs of two people, in turn of every kind, and `honest` times as many pairs of one person."""
    rng, number = Random(seed), 0
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(COLUMNS)
        for pair in range(pairs):
            kind = list(KINDS)[pair % len(KINDS)]
            for record in KINDS[kind](rng):
                writer.writerow(_row(number, record, truth=number, kind=kind))
                number += 1
        for _ in range(int(pairs * honest)):
            one = _somebody(rng, oldest=1950)
            for record in (one, _written_again(rng, one)):
                writer.writerow(_row(number, record, truth=f"p{number // 2}", kind="one person"))
                number += 1


def _written_again(rng: Random, one: Record) -> Record:
    changed = rng.choice(("phone", "letter", "nothing", "home"))
    if changed == "phone":
        return replace(one, phone="")
    if changed == "letter" and len(one.family) > 4:
        return replace(one, family=one.family[:2] + one.family[3:])
    return replace(one, address="", postcode="") if changed == "home" else one


def _row(number: int, record: Record, *, truth: object, kind: str) -> tuple[object, ...]:
    return (number, record.given, record.family, record.born.strftime("%d/%m/%Y"), record.sex, record.address, record.postcode,
            record.phone, record.nhs, truth, kind)  # fmt: skip


def _nhs(rng: Random) -> str:
    """A number of the kind set aside for tests, with its check digit."""
    while True:
        digits = f"999{rng.randrange(10**6):06d}"
        check = (
            11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        ) % 11
        if check < 10:
            return f"{digits}{check}"
