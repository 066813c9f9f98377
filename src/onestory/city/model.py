"""What the simulated city holds: frozen records, linked by number, that know no database and no file.

A person's number is their place in `City.people`, so looking one up costs nothing even among a million.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Address:
    """A dwelling. Its postcode is real; its street, number and UPRN are invented."""

    uprn: str
    line1: str
    postcode: str
    lsoa: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A time somebody lived somewhere; `until` is None for where they live now."""

    address: Address
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Characteristic:
    """Something that puts a family in a priority group, such as `domestic_abuse`, and since when."""

    kind: str
    since: date


@dataclass(frozen=True, slots=True)
class SecondHome:
    """The other home of a child whose parents live apart, with the nights a fortnight spent there."""

    household: int
    nights_a_fortnight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person as they truly are on the city's last day, with the names and homes they had before.

    `mother` and `father` are None when that parent lives outside the city or is not known.
    `carers` are those who raise a child instead of the parents (grandparents, foster carers).
    """

    id: int
    given: str
    middle: str
    family: str
    known_as: str
    earlier_family: str
    family_changed_on: date | None
    sex: str
    born: date
    died: date | None
    community: str
    ethnicity: str
    language: str
    interpreter: bool
    nhs_number: str
    upn: str
    former_upn: str
    phone: str
    email: str
    gp: str
    school: str
    send: str
    free_meals: bool
    household: int
    second_home: SecondHome | None
    mother: int | None
    father: int | None
    carers: tuple[int, ...]
    partner: int | None
    homes: tuple[Stay, ...]
    characteristics: tuple[Characteristic, ...]

    def age_on(self, day: date) -> int:
        born = self.born
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def home_on(self, day: date) -> Address:
        """Where they lived that day; before their first known home, that first home."""
        for stay in reversed(self.homes):
            if stay.since <= day:
                return stay.address
        return self.homes[0].address

    def home_before(self, day: date) -> Address | None:
        """The home before the one they had that day, where there was one."""
        earlier = [stay for stay in self.homes if stay.since <= day]
        return earlier[-2].address if len(earlier) > 1 else None

    def family_on(self, day: date) -> str:
        changed = self.family_changed_on
        return self.earlier_family if changed and changed > day else self.family


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """People who share a home. A child with two homes is a member of the one where most nights are spent."""

    id: int
    kind: str
    tenure: str
    lsoa: str
    address: Address
    since: date
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pregnancy:
    """A booked pregnancy. `outcome` is birth, loss, stillbirth, or continuing on the city's last day."""

    id: int
    mother: int
    booked_on: date
    due: date
    outcome: str
    ended_on: date | None
    babies: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    name: str
    address: str
    postcode: str
    lat: float
    lon: float
    family_hub: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    urn: str
    establishment: str
    name: str
    phase: str
    state: bool
    pupils: int
    percent_fsm: float
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A post and the invented person who fills it. `share` is the share of a full week."""

    id: int
    given: str
    family: str
    role: str
    team: str
    organisation: str
    site: str
    phone: str
    email: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """The whole city on its last day, `on`, with `years` of history behind it."""

    seed: int
    years: int
    on: date
    people: tuple[Person, ...]
    households: tuple[Household, ...]
    pregnancies: tuple[Pregnancy, ...]
    sites: tuple[Site, ...]
    schools: tuple[School, ...]
    organisations: tuple[Organisation, ...]
    staff: tuple[Staff, ...]

    @property
    def living(self) -> int:
        return sum(person.died is None for person in self.people)
