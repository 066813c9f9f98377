"""Who could be one person, in words, and what speaks against it."""

from uuid import UUID

import pytest

from onestory.linkage import likeness
from onestory.linkage.likeness import Known, Said

ADA = Said(given="ada", family="hill", born="2019-03-14", postcode="PL1 2AB", numbers={"nhs": "9434765919"})


def known(given: str = "ada", family: str = "hill", born: str = "2019-03-14", **more: object) -> Known:
    return Known(UUID(int=1), called=[(given, family)], born=born, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("2019-03-14", "2019-03-14", "same"),
        ("2019-03-04", "2019-04-03", "near"),
        ("2019-03-14", "2019-03-15", "near"),
        ("2019-03-14", "2018-03-15", "apart"),
        ("2019", "2019-03-14", "near"),
        ("2018", "2019-03-14", "apart"),
        ("", "2019-03-14", ""),
    ],
)
def test_birth_dates_are_the_same_or_a_slip_apart_or_neither(one: str, other: str, said: str) -> None:
    assert likeness.births(one, other) == likeness.births(other, one) == said


@pytest.mark.parametrize("given", ["ada", "adda", "ayda"])
def test_a_misspelt_name_born_the_same_day_looks_alike(given: str) -> None:
    assert "Born on the same day." in likeness.likeness(ADA, known(given))


def test_a_twin_does_not_look_like_the_other_twin() -> None:
    assert likeness.likeness(ADA, known("grace", postcodes={"PL1 2AB"})) == []


def test_two_people_with_a_number_each_do_not_look_alike() -> None:
    assert likeness.likeness(ADA, known(numbers={"nhs": {"9990000018"}})) == []


def test_a_slip_in_the_date_needs_the_home_to_agree() -> None:
    exchanged = known(born="2019-04-14")
    assert likeness.likeness(ADA, exchanged) == []
    exchanged.postcodes = {"PL1 2AB"}
    assert likeness.likeness(ADA, exchanged)[-1] == "The same postcode."


def test_a_married_name_does_not_speak_against_a_number() -> None:
    assert likeness.against(ADA, known(family="okafor")) == []


def test_a_twin_s_number_on_a_twin_s_record_is_noticed() -> None:
    assert likeness.against(ADA, known("grace")) == ["The first names differ."]


def test_a_mother_s_number_on_her_baby_s_record_is_noticed() -> None:
    assert "The dates of birth differ." in likeness.against(ADA, known("ada", born="1991-05-02"))


def test_a_baby_not_yet_named_is_not_someone_else() -> None:
    assert likeness.against(ADA, known("")) == []
