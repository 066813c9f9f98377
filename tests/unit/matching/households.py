"""Records of households as several partners hold them: twins, slips, moves and gaps, so that hardly anything is sure."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from random import Random

HEADER = ("id", "given_name", "family_name", "date_of_birth", "sex", "address", "postcode", "phone", "nhs_number")
Record = tuple[str, ...]
_GIVEN = ("Mia", "Eva", "Leo", "Noah", "Isla", "Jack", "Ruby", "Hugo", "Emily", "Theo", "Ada", "Oscar")
_FAMILY = ("Lee", "Moss", "Pascoe", "Khan", "Nowak", "Trelawny")
_STREETS = ("High Street", "North Hill", "Union Street")


def records(*, homes: int, seed: int = 1) -> list[Record]:
    """Each household has twins and a brother or sister, and of everybody there are one to four records."""
    rng, made = Random(seed), list[Record]()
    for home in range(homes):
        family, address = rng.choice(_FAMILY), f"{rng.randint(1, 60)} {rng.choice(_STREETS)}"
        postcode, phone = f"PL{rng.randint(1, 6)} {rng.randint(1, 9)}AB", f"07700 900{rng.randint(0, 999):03d}"
        born = f"20{rng.randint(10, 19)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}"
        for place, given in enumerate(rng.sample(_GIVEN, 3)):
            day = born if place < 2 else f"20{rng.randint(10, 19)}-0{rng.randint(1, 9)}-2{rng.randint(0, 8)}"
            for copy in range(rng.randint(1, 4)):
                whole = (given, family, day, "", address, postcode, phone, "")
                made.append((f"{home}-{place}-{copy}", *(_spoilt(rng, cell) for cell in whole)))
    return made


def _spoilt(rng: Random, cell: str) -> str:
    """As somebody in a hurry wrote it, now and then."""
    how = rng.random()
    if how < 0.08:
        return ""
    return cell[:1] + cell[2:] if how < 0.14 and len(cell) > 3 else cell


def put_right(record: Record) -> Record:
    """The same record as it might come at first: at another home, with a letter too many."""
    key, given, family, born, sex, _, _, phone, nhs = record
    return key, given + "e", family, born, sex, "1 Elsewhere Road", "PL9 9ZZ", phone, nhs


def write(path: Path, rows: Iterable[Record]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(HEADER)
        writer.writerows(rows)
    return path
