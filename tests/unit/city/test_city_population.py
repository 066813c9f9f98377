"""The city has the people its published facts say it has: by age, by neighbourhood and by ethnic group."""

from __future__ import annotations

from collections import Counter

import pytest

from onestory.city import published
from onestory.city.communities import BROAD
from onestory.city.model import City
from onestory.city.published import BANDS


def _shares(counts: dict[object, float]) -> dict[object, float]:
    total = sum(counts.values())
    return {key: count / total for key, count in counts.items()}


def test_ages_follow_the_census(city: City) -> None:
    living = [person.age_on(city.on) for person in city.people if person.died is None]
    for band, (low, high) in enumerate(BANDS):
        known = sum(area.ages[band] for area in published.neighbourhoods())
        share = known / sum(area.people for area in published.neighbourhoods())
        assert sum(low <= age < high for age in living) / len(living) == pytest.approx(share, abs=0.005)


def test_every_year_of_childhood_is_about_as_full_as_the_next(city: City) -> None:
    ages = Counter(person.age_on(city.on) for person in city.people if person.died is None)
    mean = sum(ages[age] for age in range(16)) / 16
    chi_square = sum((ages[age] - mean) ** 2 / mean for age in range(16))
    assert chi_square < 60  # 15 degrees of freedom; siblings and twins come together, so more spread than chance alone


def test_neighbourhoods_have_their_share_of_people(city: City) -> None:
    where = {household.id: household.lsoa for household in city.households}
    found = Counter(where[person.household] for person in city.people if person.died is None)
    expected = _shares({area.lsoa: area.people for area in published.neighbourhoods()})
    off = [abs(found[lsoa] / city.living - share) for lsoa, share in expected.items()]
    assert set(found) == set(expected)
    assert sum(off) / 2 < 0.03  # three people in a hundred would have to move for a perfect fit


def test_ethnic_groups_follow_the_census_and_lean_where_the_census_does(city: City) -> None:
    where = {household.id: household.lsoa for household in city.households}
    areas = published.neighbourhoods()
    known = sum(area.groups[0] for area in areas) / sum(sum(area.groups) for area in areas)
    white = Counter(where[p.household] for p in city.people if BROAD[p.ethnicity] == "white")
    everyone = Counter(where[p.household] for p in city.people)
    assert sum(white.values()) / len(city.people) == pytest.approx(known, abs=0.02)
    mixed_areas = sorted(areas, key=lambda area: area.groups[0] / sum(area.groups))[:30]
    here = sum(white[a.lsoa] for a in mixed_areas) / sum(everyone[a.lsoa] for a in mixed_areas)
    assert here < known - 0.03


def test_tenure_and_priority_groups_lean_with_deprivation(city: City) -> None:
    hardship = {area.lsoa: area.hardship for area in published.neighbourhoods()}
    hard = [h for h in city.households if hardship[h.lsoa] > 0.8]
    easy = [h for h in city.households if hardship[h.lsoa] < 0.2]

    def share(households: list[object], kind: str) -> float:
        people = [city.people[n] for h in households for n in h.members]  # type: ignore[attr-defined]
        return sum(any(c.kind == kind for c in person.characteristics) for person in people) / len(people)

    for kind in ("domestic_abuse", "workless", "lone_parent", "substance_misuse"):
        assert share(hard, kind) > 1.4 * share(easy, kind) > 0
    social = [sum(h.tenure == "social" for h in some) / len(some) for some in (hard, easy)]
    assert social[0] > 3 * social[1]


def test_children_go_to_schools_near_home_and_of_their_age(city: City) -> None:
    schools = {school.urn: school for school in city.schools}
    pupils = [person for person in city.people if person.school]
    assert 0.13 < len(pupils) / city.living < 0.19
    primary = [p.age_on(city.on) for p in pupils if schools[p.school].phase == "Primary"]
    secondary = [p.age_on(city.on) for p in pupils if schools[p.school].phase == "Secondary"]
    assert (min(primary), max(primary)) == (4, 11)
    assert (min(secondary), max(secondary)) == (11, 18)
    assert not any(p.sex == "M" for p in pupils if "Girls" in schools[p.school].name)
