"""The city while it is being made: people and households still being written, and how many more each place needs."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from onestory.city import communities, naming, published
from onestory.city.chance import Weighted, between
from onestory.city.communities import Community
from onestory.city.dwellings import Dwellings
from onestory.city.model import Address, Characteristic, SecondHome
from onestory.city.published import BANDS, Neighbourhood

YEAR = 365.25
NOT_SETTLED = -1
_BAND_OF_AGE = [
    next((b for b, (low, high) in enumerate(BANDS) if low <= age < high), len(BANDS) - 1) for age in range(130)
]
# Mean years in one home before moving, from the shape of the English Housing Survey rather than its figures.
_YEARS_IN_A_HOME = {"owned": 15.0, "social": 10.0, "private": 3.5, "temporary": 0.6}


class Draft:
    """A person being written. Somebody drawn but never settled (a parent who lives elsewhere) keeps no number."""

    __slots__ = (
        *("id", "sex", "born", "died", "community", "ethnicity", "given", "middle", "family", "earlier_family"),
        *("changed_on", "known_as", "mother", "father", "carers", "partner", "household", "second", "moved_in"),
        *("moved_from", "characteristics", "rooted"),
    )

    def __init__(self, sex: str, born: date, community: Community, ethnicity: str) -> None:
        self.id = NOT_SETTLED
        self.sex, self.born, self.community, self.ethnicity = sex, born, community, ethnicity
        self.died: date | None = None
        self.given = self.middle = self.family = self.earlier_family = self.known_as = ""
        self.changed_on: date | None = None
        self.mother: int | None = None
        self.father: int | None = None
        self.partner: int | None = None
        self.carers: tuple[int, ...] = ()
        self.household = NOT_SETTLED
        self.second: SecondHome | None = None
        # When they came to this household, and the household they left (none: a home of their own before).
        self.moved_in: date | None = None
        self.moved_from: int | None = None
        self.characteristics: list[Characteristic] = []
        self.rooted = community.key == "british"

    def take_name(self, name: str, on: date) -> None:
        if name != self.family:
            self.earlier_family, self.family, self.changed_on = self.family, name, on


class Home:
    """A household being written."""

    __slots__ = ("address", "area", "id", "kind", "members", "since", "tenure")

    def __init__(self, number: int, kind: str, area: Neighbourhood, tenure: str, address: Address, since: date) -> None:
        self.id, self.kind, self.area, self.tenure = number, kind, area, tenure
        self.address, self.since = address, since
        self.members: list[Draft] = []


class Town:
    """What has been made so far, and how many people of each age each neighbourhood still lacks."""

    def __init__(self, *, people: int, years: int, seed: int, on: date) -> None:
        self.rng = Random(f"onestory city {seed}")  # noqa: S311 - a simulation must be repeatable, not secret
        self.on, self.years, self.seed = on, years, seed
        self.start = on - timedelta(days=round(years * YEAR))
        self.areas = published.neighbourhoods()
        self.drafts: list[Draft] = []
        self.homes: list[Home] = []
        self.dwellings = Dwellings(self.rng)
        self._groups = {area.lsoa: Weighted(list(enumerate(area.groups))) for area in self.areas}
        self._anywhere = Weighted([(area, area.people) for area in self.areas])
        share = people / sum(area.people for area in self.areas)
        self._wanted = {area.lsoa: [count * share for count in area.ages] for area in self.areas}
        self._owed = [0.0] * len(BANDS)
        self._full: set[tuple[str, int]] = set()
        self.still_to_come = people

    # Days and ages

    def born(self, age_in_days: float) -> date:
        return self.on - timedelta(days=int(age_in_days))

    def age(self, person: Draft) -> int:
        return int((self.on - person.born).days / YEAR)

    def day_between(self, first: date, last: date) -> date:
        span = (last - first).days
        return first + timedelta(days=self.rng.randrange(span)) if span > 0 else last

    # How many are still wanted

    def begin(self, area: Neighbourhood, bands: range) -> None:
        """Makes up here for what earlier neighbourhoods were given too many or too few of."""
        for band in bands:
            self._wanted[area.lsoa][band] += self._owed[band]
            self._owed[band] = 0.0

    def finish(self, area: Neighbourhood, bands: range) -> None:
        for band in bands:
            self._owed[band] += self._wanted[area.lsoa][band]
            self._wanted[area.lsoa][band] = 0.0
            self._full.add((area.lsoa, band))

    def wanted(self, area: Neighbourhood) -> list[float]:
        return self._wanted[area.lsoa]

    def anywhere(self) -> Neighbourhood:
        return self._anywhere.draw(self.rng)

    # Making people

    def origin(self, area: Neighbourhood) -> tuple[Community, str]:
        return communities.draw(self._groups[area.lsoa], self.rng)

    def adult(self, sex: str, age_in_days: float, origin: tuple[Community, str], family: str = "") -> Draft:
        """A grown person with a name of their own, not settled anywhere yet."""
        community, code = origin
        person = Draft(sex, self.born(age_in_days), community, code)
        year = person.born.year
        person.given = naming.given(community, sex, year, self.rng)
        person.middle = naming.middle(community, sex, year, self.rng)
        person.family = naming.as_borne_by(family or naming.family(community, self.rng), sex, community)
        person.known_as = naming.known_as(person.given, self.rng)
        person.rooted = community.key == "british" or self.rng.random() < community.english_at_home
        return person

    def home(self, kind: str, area: Neighbourhood) -> Home:
        tenure = self._tenure(kind, area)
        years = self.rng.expovariate(1 / _YEARS_IN_A_HOME[tenure])
        since = self.born(between(5, years * YEAR, 45 * YEAR))
        made = Home(len(self.homes), kind, area, tenure, self.dwellings.next(area, tenure), since)
        self.homes.append(made)
        return made

    def _tenure(self, kind: str, area: Neighbourhood) -> str:
        """Lone parents rent from the council or a housing association about twice as often as others."""
        need = 1.9 if kind in ("lone parent", "three generations") else 0.9
        draw = self.rng.random()
        temporary = 0.004 + 0.012 * area.hardship * need
        social = min(area.social * need, 0.9)
        if draw < temporary:
            return "temporary"
        if draw < temporary + social:
            return "social"
        return "private" if draw < temporary + social + area.private else "owned"

    def _grown_on(self, home: Home) -> date:
        """When the eldest was seventeen: a household cannot have begun before that."""
        seventeen = min(person.born for person in home.members) + timedelta(days=int(17 * YEAR))
        return min(seventeen, self.on - timedelta(days=5))

    def settle(self, person: Draft, home: Home) -> Draft:
        """Gives somebody a number and a place in a household, and counts them."""
        person.id = len(self.drafts)
        person.household = home.id
        self.drafts.append(person)
        home.members.append(person)
        home.since = max(home.since, self._grown_on(home))
        if person.died is None:
            self.still_to_come -= 1
            band = _BAND_OF_AGE[self.age(person)]
            wanted = self._owed if (home.area.lsoa, band) in self._full else self._wanted[home.area.lsoa]
            wanted[band] -= 1
        return person
