"""The simulated city's partner extracts as one file of records with the standard columns, and who each is truly about."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

from onestory.city import extracts, truth
from onestory.city.feeds import FEEDS
from onestory.city.model import City
from onestory.city.simulation import simulate
from onestory.matching.columns import STANDARD

Row = dict[str, str]
KIN = ("person", "household", "mother", "father", "born")
# Of each feed: its reference, then of each person a row names their place in it and where our columns stand; several
# columns are one value with blanks between.
# ruff: noqa: E501 - a table of columns reads better unbroken
_FEEDS: dict[str, tuple[tuple[str, ...], dict[str, dict[str, str]]]] = {
    "school_census": (("UPN",), {
        "": {"given_name": "Forename", "other_name": "MiddleNames", "family_name": "Surname", "date_of_birth": "DOB", "sex": "Sex",
             "upn": "UPN", "address": "AddressLine1", "postcode": "PostCode", "phone": "ParentPhone"},
        "parent": {"given_name": "ParentForename", "family_name": "ParentSurname", "address": "AddressLine1", "postcode": "PostCode",
                   "phone": "ParentPhone"}}),
    "health_visiting": (("RECORD_ID",), {
        "": {"given_name": "GIVEN_NAME", "family_name": "FAMILY_NAME", "date_of_birth": "BIRTH_DATE", "sex": "GENDER",
             "nhs_number": "NHS_NUMBER", "address": "ADDR1", "postcode": "POSTCODE", "phone": "MOBILE"},
        "mother": {"given_name": "MOTHER_GIVEN", "family_name": "MOTHER_FAMILY", "date_of_birth": "MOTHER_DOB",
                   "nhs_number": "MOTHER_NHS", "address": "ADDR1", "postcode": "POSTCODE", "phone": "MOBILE"}}),
    "midwifery": (("BookingRef",), {
        "": {"given_name": "MatForename", "family_name": "MatSurname", "date_of_birth": "MatDOB", "nhs_number": "MatNHS",
             "address": "MatAddress", "postcode": "MatPostcode", "phone": "MatPhone"},
        "baby": {"given_name": "BabyForename", "family_name": "BabySurname", "date_of_birth": "BabyDOB", "sex": "BabySex",
                 "nhs_number": "BabyNHS", "address": "MatAddress", "postcode": "MatPostcode", "phone": "MatPhone"}}),
    "housing": (("TenancyRef", "PersonNo"), {
        "": {"given_name": "Forenames", "family_name": "Surname", "date_of_birth": "DateOfBirth", "address": "Address",
             "postcode": "Postcode", "phone": "Phone", "email": "Email"}}),
    "early_help": (("PersonRef",), {
        "": {"given_name": "FirstName", "family_name": "LastName", "other_name": "KnownAs", "date_of_birth": "DoB", "sex": "Gender",
             "nhs_number": "NHSNumber", "upn": "UPN", "address": "Address", "postcode": "Postcode", "phone": "Telephone",
             "email": "Email"}}),
}  # fmt: skip

# As whom a partner's row names somebody, where it does.
_ROLES = {
    ("school_census", ""): "pupil", ("school_census", "parent"): "parent", ("health_visiting", ""): "child",
    ("health_visiting", "mother"): "mother", ("midwifery", ""): "mother", ("midwifery", "baby"): "baby",
}  # fmt: skip


def write(file: Path, *, people: int, seed: int = 5) -> int:
    """Simulate a city and write the records its partners hold, with a column `truth`; how many there are.

    Beside them, who is kin to whom: `kin_of(file)`.
    """
    city = simulate(people=people, years=3, seed=seed, progress=lambda _: None)
    _write_kin(city, kin_of(file))
    with tempfile.TemporaryDirectory() as folder:
        extracts.write(city, Path(folder))
        true = {(feed, reference): str(person) for feed, reference, person in truth.lines(city, city.on)}
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, ["id", *STANDARD, "truth"])
            writer.writeheader()
            count = 0
            for row in _rows(Path(folder), true):
                writer.writerow(row)
                count += 1
    return count


def kin_of(file: Path) -> Path:
    """Where it stands who lives with whom, and whose children they are."""
    return file.with_suffix(".kin.csv")


def _write_kin(city: City, file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(KIN)
        for one in city.people:
            parents = ["" if parent is None else parent for parent in (one.mother, one.father)]
            writer.writerow((one.id, one.household, *parents, one.born.isoformat()))


def _rows(folder: Path, true: dict[tuple[str, str], str]) -> Iterator[Row]:
    for feed in FEEDS:
        keys, places = _FEEDS[feed.name]
        with (folder / feed.filename).open(encoding=feed.encoding, newline="") as opened:
            lines = csv.reader(opened, delimiter=feed.delimiter)
            header = ["".join(name.replace("\ufeff", "").split()) for name in next(lines)]
            for number, cells in enumerate(lines):
                said = dict(zip(header, (cell.strip() for cell in cells), strict=False))
                yield from _people(feed.name, number, said, keys, places, true)


def _people(
    feed: str, number: int, said: Row, keys: tuple[str, ...], places: dict[str, dict[str, str]],
    true: dict[tuple[str, str], str],
) -> Iterator[Row]:  # fmt: skip
    reference = "/".join(said.get(key, "") for key in keys)
    for place, columns in places.items():
        named = f"{reference}/{place}" if place else reference
        row = {ours: said.get(theirs, "") for ours, theirs in columns.items()}
        if (feed, named) in true and (row["given_name"] or row["family_name"]):
            yield {
                "id": f"{feed}-{number}-{named}",
                **row,
                "role": _ROLES.get((feed, place), ""),
                "truth": true[feed, named],
            }
