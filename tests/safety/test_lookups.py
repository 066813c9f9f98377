"""Who opened the record of a family they may know: found each night, told to information governance, once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from django.db import connection
from tests.factories import a_family, a_team, an_account, person

from onestory.access import overseeing
from onestory.access.actions import guarding, watching
from onestory.access.models import Account, Alert, Team
from onestory.access.viewer import acting_as
from onestory.audit.actions import events
from onestory.city import published
from onestory.city.chance import Weighted
from onestory.people import queries
from onestory.people.actions import families, residences
from onestory.people.inputs import NewAddress
from onestory.people.models import Family

SURNAMES = Weighted(published.surnames())
STREETS = ("Fore Street", "Bretonside", "Ham Drive", "Budshead Road", "Crownhill Road", "Tavistock Road")
GIVEN = ("Ava", "Noah", "Isla", "Leo", "Maya", "Finn", "Ruby", "Toby", "Zara", "Hugo")


@dataclass
class Town:
    """Made-up families and staff, who opened which, and which of those openings were of people they know."""

    rng: random.Random
    author: Account
    teams: Sequence[Team]
    staff: list[Account] = field(default_factory=list)
    at: dict[Account, tuple[str, str]] = field(default_factory=dict)
    looked: set[tuple[str, Family]] = field(default_factory=set)
    snooped: set[tuple[str, Family]] = field(default_factory=set)

    def worker(self, surname: str = "") -> Account:
        """Everybody says where they live themselves, as they are asked to when they begin."""
        number = len(self.staff)
        name = f"{GIVEN[number % len(GIVEN)]} {surname or SURNAMES.draw(self.rng)}"
        made = an_account(name, team=self.teams[number % len(self.teams)])
        street, postcode = (
            STREETS[number % len(STREETS)],
            f"PL{number % 9 + 1} {number % 9 + 1}A{'ABDEFGHJLNPQ'[number % 12]}",
        )
        with acting_as(made) as viewer:
            guarding.declare_interest(by=viewer, kind="myself", given="", family="", postcode=postcode)
        self.staff.append(made)
        self.at[made] = (street, postcode)
        return made

    def family(self, surname: str = "", *, given: str = "", lives: tuple[str, str] | None = None) -> Family:
        surname = surname or SURNAMES.draw(self.rng)
        street, postcode = lives or (
            self.rng.choice(STREETS),
            f"PL{self.rng.randint(10, 20)} {self.rng.randint(1, 9)}QQ",
        )
        people = [
            person(given or self.rng.choice(GIVEN), surname),
            person(self.rng.choice(GIVEN), surname, role="child"),
        ]
        with acting_as(self.author) as viewer:
            made = families.start(by=viewer, people=people)
            family = queries.family(viewer, made.pk)
            members = [one.person for one in queries.members(viewer, family)]
            to = NewAddress(lines=f"{self.rng.randint(1, 200)} {street}", postcode=postcode)
            residences.move(by=viewer, family=family, people=members, to=to)
        return family

    def opens(self, who: Account, family: Family, *, knows: bool = False) -> None:
        with acting_as(who) as viewer:
            events.record(by=viewer, action="families.open", family=family.pk)
        self.looked.add((str(who.pk), family))
        if knows:
            self.snooped.add((str(who.pk), family))

    def noticed(self) -> set[tuple[str, Family]]:
        told = {(str(one.about_id), one.family_id) for one in self._alerts()}
        return {(who, family) for who, family in self.looked if (who, family.pk) in told}

    def _alerts(self) -> list[Alert]:
        with acting_as(an_account("Ivy Gray", role="information_governance")):
            return list(Alert.objects.filter(kind="lookup"))


def a_town(seed: int) -> Town:
    author = an_account("Wren Abara")
    return Town(random.Random(seed), author, [a_team(f"Team {letter}") for letter in "ABCD"])


def lived_in(town: Town) -> None:
    """Each worker opens eighteen families that are their work, and a few that they know."""
    shared = [town.family() for _ in range(40)]
    for name in ("Smith", "Jones"):
        # Many people have these surnames: to open one's namesake's record is chance, and nothing to ask about.
        shared += [town.family(name) for _ in range(6)]
        town.worker(name)
    for _ in range(10):
        town.worker()
    for number, who in enumerate(town.staff):
        given, _, surname = who.name.partition(" ")
        for family in town.rng.sample(shared, 18):
            town.opens(who, family)
        street, postcode = town.at[who]
        colleague = next(one for one in town.staff[::-1] if one != who and (town.staff.index(one) - number) % 4 == 0)
        theirs, _, last = colleague.name.partition(" ")
        known = (
            town.family(surname, given=given),
            town.family(surname, lives=town.at[who]),
            town.family(lives=(street, postcode)),
            town.family(lives=(street, f"{postcode[:-2]}ZZ")),
            town.family(last, given=theirs),
        )
        for family in known[: 2 + number % 4]:
            town.opens(who, family, knows=True)
    for who in town.staff[::2]:
        # Work comes to the street one lives in as well: it is noticed, and there is nothing in it.
        town.opens(who, town.family(lives=(town.at[who][0], f"{town.at[who][1][:-2]}XX")))
    # A cousin at the other end of the city, of a surname that many have, is somebody nobody can notice.
    town.opens(town.staff[0], town.family("Smith"), knows=True)


@pytest.mark.hazard("HZ-35")
def test_most_of_those_somebody_knows_are_noticed_and_most_that_are_noticed_are_known(db: None) -> None:
    town = a_town(seed=35)
    lived_in(town)
    watching.all_of_it()
    noticed = town.noticed()
    assert len(town.looked) >= 200
    recall = len(noticed & town.snooped) / len(town.snooped)
    precision = len(noticed & town.snooped) / len(noticed)
    assert recall >= 0.95, recall
    assert precision >= 0.5, precision


def why(town: Town) -> list[str]:
    watching.all_of_it()
    with acting_as(an_account("Ivy Gray", role="information_governance")):
        return sorted(Alert.objects.filter(kind="lookup").values_list("why", flat=True))


@pytest.fixture
def town(db: None) -> Town:
    return a_town(seed=1)


@pytest.mark.parametrize(
    ("family", "reason"),
    [
        ({"surname": "Quillfeather", "given": "Ava"}, "Somebody in the family has their own name"),
        ({"surname": "Quillfeather", "given": "Zeb"}, "They share a surname that few people here have"),
        ({"surname": "Obi", "lives": ("Fore Street", "PL1 1AA")}, "They told us of this postcode"),
    ],
)
def test_the_reason_is_said_in_words(town: Town, family: dict[str, str], reason: str) -> None:
    who = town.worker("Quillfeather")
    town.opens(who, town.family(**family))  # type: ignore[arg-type]
    assert why(town) == [reason]


def test_a_neighbour_is_somebody_in_a_street_they_told_us_of(town: Town) -> None:
    who = town.worker("Quillfeather")
    town.family("Obi", lives=("Fore Street", "PL1 1AA"))
    town.opens(who, town.family("Eze", lives=("Fore Street", "PL1 1AZ")))
    town.opens(who, town.family("Uba", lives=("Ham Drive", "PL1 1AZ")))
    assert why(town) == ["They told us of somebody in this street"]


def test_a_colleague_is_somebody_in_ones_own_team(town: Town) -> None:
    first, *_, fifth = [town.worker(name) for name in ("Onewood", "Twowood", "Threewood", "Fourwood", "Fivewood")]
    family = town.family("Fivewood", given=fifth.name.split()[0])
    town.opens(first, family)
    town.opens(town.staff[1], family)
    assert why(town) == ["Somebody in the family has the name of a colleague in their team"]


@pytest.mark.hazard("HZ-22")
def test_where_a_hidden_family_lives_is_not_told_by_a_reason(town: Town) -> None:
    who = town.worker("Quillfeather")
    family = town.family("Obi")
    with acting_as(town.author) as viewer:
        theirs = queries.family(viewer, family.pk)
        to = NewAddress(lines="9 Fore Street", postcode="PL1 1AA")
        people = [one.person for one in queries.members(viewer, theirs)]
        residences.move(by=viewer, family=theirs, people=people, to=to, confidential=True)
    town.opens(who, family)
    assert why(town) == ["They may know somebody in this family"]


def test_it_is_told_once(town: Town) -> None:
    town.opens(town.worker("Quillfeather"), town.family("Quillfeather"))
    watching.all_of_it()
    assert len(why(town)) == 1


def test_ordinary_work_is_not_told(town: Town) -> None:
    town.opens(town.worker("Quillfeather"), town.family("Obi"))
    assert why(town) == []


@pytest.mark.hazard("HZ-36")
def test_nobody_reads_what_was_noticed_of_them_nor_learns_it_by_asking(town: Town) -> None:
    who = an_account("Ava Quillfeather", role="information_governance")
    town.opens(who, a_family(town.author, surname="Quillfeather").family)
    with acting_as(who) as viewer:
        with connection.cursor() as cursor:
            cursor.execute("SELECT wall.watch_lookups()")
            assert cursor.fetchone() == ("",)
        assert overseeing.alerts(viewer)[0] == []
    assert why(town) == ["They share a surname that few people here have"]
