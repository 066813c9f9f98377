"""The families in the city are the kinds of family a hub meets."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from onestory.city import adults, stays
from onestory.city.communities import BRITISH
from onestory.city.model import City, Person
from onestory.city.simulation import simulate
from onestory.city.town import Draft, Town


def _by_birth(city: City) -> dict[tuple[int, object], list[Person]]:
    found: dict[tuple[int, object], list[Person]] = defaultdict(list)
    for person in city.people:
        if person.mother is not None and person.age_on(city.on) < 16:
            found[person.mother, person.born].append(person)
    return found


def test_twins_are_about_as_common_as_in_life_and_bear_different_names(city: City) -> None:
    births = _by_birth(city)
    together = [babies for babies in births.values() if len(babies) > 1]
    assert 0.007 < len(together) / len(births) < 0.026
    assert all(len({baby.given for baby in babies}) == len(babies) for babies in together)


def test_triplets_come_sometimes() -> None:
    large = simulate(people=60_000, years=1, seed=1)
    assert any(len(babies) == 3 for babies in _by_birth(large).values())


def test_some_children_live_in_two_homes_at_different_addresses(city: City) -> None:
    shared = [person for person in city.people if person.second_home]
    assert len(shared) > 200
    for child in shared:
        other = city.households[child.second_home.household]  # type: ignore[union-attr]
        assert child.id not in other.members
        assert {child.mother, child.father} & set(other.members)
    assert {child.second_home.nights_a_fortnight for child in shared if child.second_home} == {2, 4, 5, 7}


def test_separated_parents_once_had_one_home(city: City) -> None:
    shared = [p for p in city.people if p.second_home and p.father is not None and p.mother is not None]
    together = [
        {stay.address for stay in city.people[p.mother or 0].homes}
        & {s.address for s in city.people[p.father or 0].homes}
        for p in shared
    ]
    assert sum(map(bool, together)) > 0.8 * len(shared)


def test_half_brothers_and_sisters_share_one_parent_only(city: City) -> None:
    fathers: dict[int, set[int | None]] = defaultdict(set)
    for person in city.people:
        if person.mother is not None:
            fathers[person.mother].add(person.father)
    assert sum(len(known) > 1 for known in fathers.values()) > 20


def test_every_kind_of_household_is_there(city: City) -> None:
    kinds = Counter(household.kind for household in city.households)
    expected = {
        *("couple", "lone parent", "stepfamily", "parent living apart", "three generations", "two families"),
        *("raised by grandparents", "foster family", "living alone", "sharing", "couple without children"),
    }
    assert expected <= set(kinds)
    assert kinds["lone parent"] > kinds["stepfamily"] > kinds["foster family"] > 0


def test_fathers_and_sons_sometimes_have_one_name(city: City) -> None:
    sons = [p for p in city.people if p.sex == "M" and p.father is not None and p.age_on(city.on) < 16]
    same = [
        p for p in sons if (p.given, p.family) == (city.people[p.father or 0].given, city.people[p.father or 0].family)
    ]
    assert 0.005 < len(same) / len(sons) < 0.05


def test_names_come_from_many_traditions_with_their_own_customs(city: City) -> None:
    communities = Counter(person.community for person in city.people)
    assert len(communities) >= 20
    assert any(not person.given.isascii() or not person.family.isascii() for person in city.people)
    polish = {p.family for p in city.people if p.community == "polish" and p.sex == "F" and p.mother is None}
    assert any(name.endswith("ska") for name in polish)
    assert not any(name.endswith("ski") for name in polish)
    assert any("-" in person.family for person in city.people)


def test_people_change_names_move_house_and_die(city: City) -> None:
    changed = [p for p in city.people if p.earlier_family]
    assert len(changed) > 1000
    assert all(p.family_changed_on and p.born < p.family_changed_on <= city.on for p in changed)
    assert sum(len(p.homes) > 1 for p in city.people) > 5000
    assert all(p.homes for p in city.people)
    died = [p for p in city.people if p.died]
    assert died
    assert all(p.homes[-1].until == p.died for p in died)


def test_a_baby_who_lived_some_hours_had_a_home() -> None:
    town = Town(people=30, years=2, seed=1, on=date(2026, 11, 22))
    adults.fill(town)
    baby = Draft("F", date(2026, 11, 20), BRITISH, "WBRI")
    baby.household, baby.died = 0, baby.born
    (only,) = stays.of_person(town, baby, stays.of_households(town))
    assert (only.since, only.until) == (baby.born, baby.born)


def test_a_childs_parents_are_older_and_mothers_are_women(city: City) -> None:
    for person in city.people:
        for number in (person.mother, person.father):
            if number is not None:
                assert (person.born - city.people[number].born).days > 15 * 365
        if person.mother is not None:
            assert city.people[person.mother].sex == "F"


def test_pregnancies_go_on_end_in_birth_or_are_lost(city: City) -> None:
    outcomes = Counter(pregnancy.outcome for pregnancy in city.pregnancies)
    assert {"birth", "loss", "continuing"} <= set(outcomes) <= {"birth", "loss", "continuing", "stillbirth"}
    assert outcomes["birth"] > outcomes["continuing"] > outcomes["loss"]
    assert all(p.due > city.on - p.due.resolution * 20 for p in city.pregnancies if p.outcome == "continuing")
    assert all(p.booked_on <= city.on for p in city.pregnancies)
    assert all(city.people[baby].born == p.ended_on for p in city.pregnancies for baby in p.babies)


def test_staff_are_as_many_as_the_published_table_says(city: City) -> None:
    teams: dict[tuple[str, str], float] = defaultdict(float)
    for post in city.staff:
        teams[post.organisation, post.team] += post.share
    assert teams["Barnardo's", "Children's centres"] == 64
    assert teams["LARK", "Children's centres"] == 16.5
    assert round(teams["Plymouth City Council", "Family Intervention Project"], 2) == 20.43
    assert len(city.sites) == 19
