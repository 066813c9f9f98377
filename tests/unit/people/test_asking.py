"""What a form may take as known, and what it has a reason to ask."""

from datetime import date, timedelta

import pytest

from onestory.core.dates import PartialDate
from onestory.people import catalogue
from onestory.people.asking import Standing, fits, question, said_by
from onestory.people.catalogue import DECLINED, FactKind
from onestory.people.models import Fact, Membership, Person

TODAY = date(2026, 11, 22)


def a_kind(**more: object) -> FactKind:
    declared = {
        "key": "dentist", "about": "person", "question": "?", "short": "Dentist", "kind": "text",
        "fresh_for": "P1Y", "section": "shared",
    }  # fmt: skip
    return FactKind.model_validate(declared | more)


def told(value: object, *, days_ago: int = 0) -> Fact:
    return Fact(key="dentist", value=value, last_confirmed_on=TODAY - timedelta(days=days_ago))


def stands(*facts: Fact, **kind: object) -> Standing:
    return question(a_kind(**kind), facts, on=TODAY).standing


def test_what_nobody_said_is_to_be_asked() -> None:
    assert stands() is Standing.TO_ASK


def test_what_was_told_lately_is_fresh_to_its_last_day() -> None:
    assert stands(told("Yes", days_ago=365)) is Standing.FRESH
    assert stands(told("Yes", days_ago=366)) is Standing.STALE


def test_what_does_not_change_is_never_stale() -> None:
    assert stands(told("Igbo", days_ago=9_000), fresh_for="always") is Standing.FRESH


def test_two_answers_are_in_conflict_and_both_are_given() -> None:
    both = (told("Halal"), told("No pork", days_ago=3))
    asked = question(a_kind(), both, on=TODAY)
    assert asked.standing is Standing.CONFLICTING
    assert asked.facts == both
    assert asked.known is None


def test_the_same_answer_from_two_people_is_no_conflict_and_the_later_counts() -> None:
    asked = question(a_kind(), (told("Halal", days_ago=400), told("Halal", days_ago=2)), on=TODAY)
    assert asked.standing is Standing.FRESH
    assert asked.known is not None
    assert asked.known.last_confirmed_on == TODAY - timedelta(days=2)


def test_the_order_in_which_choices_were_ticked_is_no_conflict() -> None:
    assert stands(told(["pl", "en"]), told(["en", "pl"])) is Standing.FRESH


def test_declining_is_not_asked_again_until_it_is_stale() -> None:
    assert stands(told(DECLINED)) is Standing.FRESH
    assert stands(told(DECLINED, days_ago=400)) is Standing.STALE


def test_declining_never_contradicts_an_answer() -> None:
    asked = question(a_kind(), (told(DECLINED), told("Halal")), on=TODAY)
    assert asked.standing is Standing.FRESH
    assert asked.known is not None
    assert asked.known.value == "Halal"


@pytest.mark.parametrize("key", sorted(catalogue.by_key()))
def test_every_question_takes_would_rather_not_say(key: str) -> None:
    kind = catalogue.fact(key)
    assert kind.check(DECLINED) == DECLINED
    assert kind.words(DECLINED) == "Would rather not say"
    assert not kind.puts_in_priority_group(DECLINED)


def test_no_language_at_all_is_an_answer() -> None:
    kind = catalogue.fact("languages_read")
    assert kind.check([]) == []
    assert kind.words([]) == "None"


def a_place(born: str | None, role: str) -> Membership:
    return Membership(person=Person(born=PartialDate(born) if born else None), role=role)


@pytest.mark.parametrize(
    ("born", "role", "child", "adult"),
    [
        ("1991", "parent", False, True),
        ("2019-03-14", "child", True, False),
        ("2010-01-01", "parent", True, True),
        ("2005-01-01", "child", False, True),
        (None, "expected", True, False),
        (None, "grandparent", False, True),
        (None, "other", True, True),
    ],
)
def test_who_is_asked_what_children_and_adults_are_asked(born: str | None, role: str, child: bool, adult: bool) -> None:
    place = a_place(born, role)
    assert fits(a_kind(applies_to="child"), place, on=TODAY) is child
    assert fits(a_kind(applies_to="adult"), place, on=TODAY) is adult
    assert fits(a_kind(applies_to="any"), place, on=TODAY)


def test_who_told_us_is_themselves_their_family_or_what_a_worker_saw() -> None:
    ada, tunde = Person(), Person()
    assert said_by(ada.pk, about=ada) == "self"
    assert said_by(tunde.pk, about=ada) == "family"
    assert said_by(ada.pk, about=None) == "family"
    assert said_by(None, about=ada) == "worker"
