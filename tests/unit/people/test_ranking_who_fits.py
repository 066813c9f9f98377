"""Looking closely at candidates: the order they come in, the reasons given, and when one is certain."""

from uuid import UUID, uuid4

import pytest

from onestory.core import names
from onestory.people.finding import alike, ranking
from onestory.people.finding.ranking import Candidate, Ranked
from onestory.people.finding.typed import read


def a_candidate(
    given: str, family: str, born: int | None = None, *matched: str, person: UUID | None = None
) -> Candidate:
    sounds = names.sounds(given)[:4], names.sounds(family)[:4]
    return Candidate(person or uuid4(), "usual", given, family, *sounds, born, matched)


def ranked(typed: str, *candidates: Candidate) -> list[Ranked]:
    return ranking.rank(list(candidates), read(typed))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("william smith", "name"), ("bill smith", "another form of the name"), ("smith william", "name"),
        ("wiliam smith", "name spelt alike"), ("william smyth", "name spelt alike"),
        ("wilyem smith", "name sounds alike"), ("will smi", "name begins alike"), ("smith", "surname"),
        ("william", "first name"), ("smiht", "surname spelt alike"),
    ],
)  # fmt: skip
def test_a_name_says_how_it_is_alike(typed: str, reason: str) -> None:
    assert ranked(typed, a_candidate("william", "smith"))[0].reasons == (reason,)


@pytest.mark.parametrize(
    ("typed", "kept", "reason"),
    [
        ("14/3/2019", 20190314, "born 14 March 2019"),
        ("4/3/2019", 20190403, "born 3 April 2019, day and month exchanged"),
        ("14/3/2018", 20190314, "born 14 March 2019, one digit apart"),
        ("march 2019", 20190314, "born 14 March 2019"),
        ("14/3/2019", 20190300, "born March 2019"),
        ("2019", 20190314, "born 14 March 2019"),
    ],
)
def test_a_birth_says_how_it_agrees(typed: str, kept: int, reason: str) -> None:
    assert ranked(f"ada okafor {typed}", a_candidate("ada", "okafor", kept))[0].reasons == ("name", reason)


def test_another_birth_date_puts_a_namesake_below() -> None:
    right, wrong = a_candidate("ada", "okafor", 20190314), a_candidate("ada", "okafor", 20110722)
    assert [each.candidate for each in ranked("ada okafor 14/3/2019", wrong, right)] == [right, wrong]


def test_a_name_and_a_birth_that_agree_are_certain() -> None:
    assert ranked("ada okafor 14/3/2019", a_candidate("ada", "okafor", 20190314))[0].certain


@pytest.mark.parametrize("typed", ["ada okafor", "okafor 14/3/2019", "14/3/2019", "okafor PL5"])
def test_too_little_is_never_certain(typed: str) -> None:
    assert not ranked(typed, a_candidate("chidi", "okafor", 20190314, "PL5"))[0].certain


def test_twins_are_never_certain_by_what_they_share() -> None:
    twins = a_candidate("ada", "okafor", 20190314, "p:PL5 1AB"), a_candidate("ida", "okafor", 20190314, "p:PL5 1AB")
    assert not any(each.certain for each in ranked("okafor 14/3/2019 PL5 1AB", *twins))


def test_each_person_comes_once_by_the_name_that_fits_best() -> None:
    person = uuid4()
    names_of_one = a_candidate("william", "smith", person=person), a_candidate("bill", "smith", person=person)
    assert [each.candidate.given for each in ranked("bill smith", *names_of_one)] == ["bill"]


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [("smith", "smiht", True), ("smith", "smth", True), ("smith", "smitth", True), ("smith", "smyth", True),
     ("smith", "smyht", False), ("smith", "jones", False), ("smith", "smith", True)],
)  # fmt: skip
def test_one_slip_is_one_letter_or_two_exchanged(a: str, b: str, one: bool) -> None:
    assert alike.one_slip(a, b) is one
    assert alike.one_slip(b, a) is one
