"""Makes a city: the same one, to the last letter, for the same numbers, on any machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from onestory.city import adults, births, circumstances, kin, numbers, published, stays, workforce
from onestory.city.chance import Weighted
from onestory.city.model import City, Household, Person
from onestory.city.numbers import PupilNumbers
from onestory.city.published import Neighbourhood
from onestory.city.schooling import NO_SCHOOL, Places, Schooling, reception_year, school_year
from onestory.city.town import Draft, Home, Town

LAST_DAY = date(2026, 11, 22)
NO_NUMBER = 0.003  # people who have not been given an NHS number yet, nearly all newly arrived
MOVED_IN_WITH_ANOTHER_UPN = 0.006  # children who were given a second number when a school could not trace the first
STEPS = ("families", "other households", "births", "circumstances", "homes they had", "people")
Step = Callable[[str], None]


def simulate(*, people: int, years: int, seed: int, on: date = LAST_DAY, progress: Step | None = None) -> City:
    """A city with exactly `people` living in it on the day `on`, and `years` of history before that day.

    People who died within those years are in `City.people` too. `progress` is told each step's name as it begins.
    """
    if people < 1 or years < 0:
        raise ValueError("A city has at least one person in it, and a number of years that is not below nought.")
    tell = progress or (lambda _: None)
    town = Town(people=people, years=years, seed=seed, on=on)
    tell(STEPS[0])
    kin.fill(town)
    tell(STEPS[1])
    adults.fill(town)
    tell(STEPS[2])
    pregnancies = tuple(births.of_the_years(town))
    tell(STEPS[3])
    for home in town.homes:
        circumstances.give(town, home)
    tell(STEPS[4])
    households = stays.of_households(town)
    tell(STEPS[5])
    everyone = tuple(_people(town, households))
    staff, organisations = workforce.staff(seed)
    return City(
        seed=seed,
        years=years,
        on=on,
        people=everyone,
        households=tuple(_household(home) for home in town.homes),
        pregnancies=pregnancies,
        sites=published.sites(),
        schools=published.schools(),
        organisations=organisations,
        staff=staff,
    )


def _household(home: Home) -> Household:
    living = tuple(person.id for person in home.members if person.died is None)
    return Household(
        id=home.id,
        kind=home.kind,
        tenure=home.tenure,
        lsoa=home.area.lsoa,
        address=home.address,
        since=home.since,
        members=living,
    )


def _people(town: Town, households: list[stays.Stays]) -> Iterator[Person]:
    maker = _Maker(town, households)
    for draft in town.drafts:
        yield maker.person(draft)


class _Maker:
    """Turns drafts into people: numbers, ways to reach them, a school and a practice."""

    def __init__(self, town: Town, households: list[stays.Stays]) -> None:
        self._town, self._households = town, households
        self._nhs = numbers.nhs_numbers(town.seed)
        # The test range is smaller than a city of a million: then who has a number is drawn, not first come.
        self._share = min(1 - NO_NUMBER, (numbers.NHS_NUMBERS - 1) / len(town.drafts))
        self._pupils = PupilNumbers()
        self._places = Places(town.rng, town.on)
        self._practices: dict[str, Weighted[str]] = {}

    def person(self, draft: Draft) -> Person:
        town, rng = self._town, self._town.rng
        home = town.homes[draft.household]
        age = town.age(draft)
        school = self._school(draft, home, age)
        upn, former = self._upns(draft)
        rooted = draft.rooted or draft.community.language == "English"
        return Person(
            id=draft.id,
            given=draft.given,
            middle=draft.middle,
            family=draft.family,
            known_as=draft.known_as,
            earlier_family=draft.earlier_family,
            family_changed_on=draft.changed_on,
            sex=draft.sex,
            born=draft.born,
            died=draft.died,
            community=draft.community.key,
            ethnicity=draft.ethnicity,
            language="English" if rooted else draft.community.language,
            interpreter=not rooted and rng.random() < 0.25,
            nhs_number=next(self._nhs) if rng.random() < self._share else "",
            upn=upn,
            former_upn=former,
            phone=numbers.phone(rng.randrange(15_000)) if rng.random() < _has_phone(age) else "",
            email=_email(draft) if age >= 16 and rng.random() < 0.8 else "",
            gp=self._practice(home.area),
            school=school.urn,
            send=school.send,
            free_meals=school.free_meals,
            household=draft.household,
            second_home=draft.second,
            mother=draft.mother,
            father=draft.father,
            carers=draft.carers,
            partner=draft.partner,
            homes=stays.of_person(town, draft, self._households),
            characteristics=tuple(draft.characteristics),
        )

    def _school(self, draft: Draft, home: Home, age: int) -> Schooling:
        young = age < 20 and draft.died is None
        return self._places.place(draft.born, draft.sex, home.id, home.area) if young else NO_SCHOOL

    def _upns(self, draft: Draft) -> tuple[str, str]:
        """A pupil number for everyone of school age, also those taught at home, and for a few a former one."""
        if not 0 <= school_year(draft.born, self._town.on) <= 13 or draft.died:
            return "", ""
        year = reception_year(draft.born)
        again = self._town.rng.random() < MOVED_IN_WITH_ANOTHER_UPN
        return self._pupils.next(year), self._pupils.next(year) if again else ""

    def _practice(self, area: Neighbourhood) -> str:
        if area.lsoa not in self._practices:
            self._practices[area.lsoa] = _practices_near(area)
        return self._practices[area.lsoa].draw(self._town.rng)


def _has_phone(age: int) -> float:
    return 0.95 if age >= 16 else 0.4 if age >= 12 else 0.0


def _email(draft: Draft) -> str:
    """An address nobody can have: example.org is kept for examples (RFC 2606). The number keeps it one person's own."""
    letters = f"{draft.given}.{draft.family}".lower()
    plain = "".join(c for c in letters if c.isascii() and (c.isalnum() or c == "."))
    return f"{plain}.{draft.id}@example.org"


def _practices_near(area: Neighbourhood) -> Weighted[str]:
    here = [code for code in published.postcodes() if code.lsoa == area.lsoa]
    lat, lon = sum(c.lat for c in here) / len(here), sum(c.lon for c in here) / len(here)
    return Weighted(
        (practice.code, 1 / (((practice.lat - lat) * 111.2) ** 2 + ((practice.lon - lon) * 70.9) ** 2 + 0.2))
        for practice in published.practices()
    )
