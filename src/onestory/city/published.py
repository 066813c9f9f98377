"""Reads the published facts that the city is made from, once, in the order their files give them."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onestory.city.model import School, Site

PLACES = "places/facts"
NAMES = "city/facts"
BANDS = ((0, 16), (16, 25), (25, 35), (35, 50), (50, 65), (65, 101))
_BAND_COLUMNS = ("age_0_15", "age_16_24", "age_25_34", "age_35_49", "age_50_64", "age_65_plus")
_GROUPS = ("white", "mixed", "asian", "black", "other_ethnic")


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A small area of some 1,600 people. `hardship` runs from 0 (least deprived tenth) to 1 (most deprived)."""

    lsoa: str
    name: str
    ages: tuple[int, ...]
    groups: tuple[int, ...]
    hardship: float
    social: float
    private: float

    @property
    def people(self) -> int:
        return sum(self.ages)


@dataclass(frozen=True, slots=True)
class Postcode:
    code: str
    lsoa: str
    lat: float
    lon: float


def rows(folder: str, name: str) -> Iterator[dict[str, str]]:
    """The rows of one facts file, unpacked when it is packed."""
    held = (files("onestory") / folder / name).read_bytes()
    text = gzip.decompress(held) if name.endswith(".gz") else held
    return csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline=""))


@cache
def neighbourhoods() -> tuple[Neighbourhood, ...]:
    return tuple(_neighbourhood(row) for row in rows(PLACES, "neighbourhoods.csv"))


def _neighbourhood(row: dict[str, str]) -> Neighbourhood:
    households = int(row["households"])
    return Neighbourhood(
        lsoa=row["lsoa21"],
        name=row["name"],
        ages=tuple(int(row[column]) for column in _BAND_COLUMNS),
        groups=tuple(int(row[group]) for group in _GROUPS),
        hardship=(10 - int(row["imd2025_decile"])) / 9,
        social=int(row["households_social_rented"]) / households,
        private=int(row["households_private_rented"]) / households,
    )


@cache
def postcodes() -> tuple[Postcode, ...]:
    return tuple(
        Postcode(row["postcode"], row["lsoa21"], float(row["lat"]), float(row["lon"]))
        for row in rows(PLACES, "postcodes.csv.gz")
    )


@cache
def sites() -> tuple[Site, ...]:
    return tuple(
        Site(
            name=row["name"],
            address=row["address"],
            postcode=row["postcode"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            family_hub=row["listed_as_family_hub"] == "yes",
        )
        for row in rows(PLACES, "sites.csv")
    )


@cache
def schools() -> tuple[School, ...]:
    """Nurseries, schools and colleges; universities are left out, being no school."""
    listed = rows(PLACES, "schools.csv")
    return tuple(_school(row) for row in listed if row["type_group"] != "Universities")


def _school(row: dict[str, str]) -> School:
    number = row["establishment"].partition("/")[2]
    # The numbers the Department for Education gives begin with 601 for new independent schools (a special one among
    # them) and with 7 for maintained special ones.
    phase = "Special" if number.startswith("7") else row["phase"]
    return School(
        urn=row["urn"],
        establishment=row["establishment"],
        name=row["name"],
        phase=phase,
        state=row["type_group"] != "Independent schools" and not number.startswith("601"),
        pupils=int(row["pupils"] or 0),
        percent_fsm=float(row["percent_fsm"] or 0),
        lat=float(row["lat"]),
        lon=float(row["lon"]),
    )


@cache
def practices() -> tuple[Postcode, ...]:
    """General practices, as a code and a place."""
    return tuple(
        Postcode(row["ods_code"], "", float(row["lat"]), float(row["lon"])) for row in rows(PLACES, "gp_practices.csv")
    )


@cache
def surnames() -> tuple[tuple[str, float], ...]:
    return tuple((row["surname"], float(row["frequency"])) for row in rows(NAMES, "surnames.csv.gz"))


@cache
def baby_names() -> dict[tuple[str, int], tuple[tuple[str, float], ...]]:
    """Names with counts by sex and the first year of a five-year period from 1995."""
    found: dict[tuple[str, int], list[tuple[str, float]]] = {}
    for row in rows(NAMES, "first_names.csv.gz"):
        found.setdefault((row["sex"], int(row["from_year"])), []).append((row["name"], float(row["count"])))
    return {key: tuple(names) for key, names in found.items()}


@cache
def older_names() -> dict[tuple[str, int], tuple[tuple[str, float], ...]]:
    """The hundred commonest names every ten years from 1904; ranks become weights (about Zipf's law)."""
    found: dict[tuple[str, int], list[tuple[str, float]]] = {}
    for row in rows(NAMES, "first_names_by_birth_decade.csv.gz"):
        weight = 1 / (int(row["rank"]) + 6)
        found.setdefault((row["sex"], int(row["year"])), []).append((row["name"], weight))
    return {key: tuple(names) for key, names in found.items()}


@cache
def traditions() -> dict[tuple[str, str], tuple[str, ...]]:
    """Common names by community and part (F, M, family)."""
    return {
        (row["community"], row["part"]): tuple(row["names"].split("|")) for row in rows(NAMES, "naming_traditions.csv")
    }


@cache
def short_forms() -> dict[str, tuple[str, ...]]:
    return {row["given"]: tuple(row["short_forms"].split("|")) for row in rows(NAMES, "short_forms.csv")}
