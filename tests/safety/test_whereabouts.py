"""A school or a surgery leads to a person as surely as an address: where one is hidden, all are (HZ-22)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.factories import Known, a_family, an_account

from onestory.access.actions import grants
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.people import queries
from onestory.people.actions import facts, people, residences
from onestory.people.actions.facts import Said
from onestory.people.inputs import NewAddress
from onestory.people.models import Fact, Family, Identifier, Person

SCHOOL, ALLERGIES, HUB, UPN = "school", "allergies", "hub_we_go_to", "H801200001001"


@pytest.fixture
def known(db: None) -> Known:
    return a_family(an_account())


@pytest.fixture
def colleague(known: Known) -> Account:
    """In the circle, and shown no confidential address."""
    account = an_account("Jo Stone")
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=account.pk)
    return account


def tell(known: Known, about: Person | Family, key: str, value: Any) -> None:
    with acting_as(known.author) as viewer:
        facts.tell(by=viewer, about=about, key=key, value=value, said=Said())


def live(known: Known, *who: Person, confidential: bool) -> None:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        home = NewAddress("77 Marker Buildings", "PL1 1AA")
        residences.move(by=viewer, family=family, people=who, to=home, confidential=confidential)


def seen_by(account: Account) -> set[str]:
    with acting_as(account):
        return set(Fact.objects.values_list("key", flat=True))


@pytest.mark.hazard("HZ-22")
def test_whoever_is_hidden_has_no_school_and_keeps_their_allergies(known: Known, colleague: Account) -> None:
    tell(known, known.child, SCHOOL, "Marker Primary")
    tell(known, known.child, ALLERGIES, "Peanuts")
    assert seen_by(colleague) == {SCHOOL, ALLERGIES}
    live(known, known.child, confidential=True)
    assert seen_by(colleague) == {ALLERGIES}
    assert seen_by(known.author) == {SCHOOL, ALLERGIES}


@pytest.mark.hazard("HZ-22")
def test_where_a_hidden_familys_hub_is_goes_too(known: Known, colleague: Account) -> None:
    tell(known, known.family, HUB, "Marker Hub")
    live(known, known.mother, confidential=True)
    assert seen_by(colleague) == set()


@pytest.mark.hazard("HZ-22")
def test_a_child_who_lives_with_somebody_hidden_has_no_school_either(known: Known, colleague: Account) -> None:
    tell(known, known.child, SCHOOL, "Marker Primary")
    live(known, known.mother, known.child, confidential=False)
    with acting_as(known.author) as viewer:
        (home,) = queries.membership(viewer, queries.family(viewer, known.family.pk), known.mother.pk).person.homes
        residences.set_confidential(by=viewer, residence=home, confidential=True)
    assert seen_by(colleague) == set()


@pytest.mark.hazard("HZ-22")
def test_a_pupil_number_is_hidden_with_the_school(known: Known, colleague: Account) -> None:
    with acting_as(known.author) as viewer:
        people.add_identifier(by=viewer, person=known.child, system="upn", typed=UPN)
    live(known, known.child, confidential=True)
    with acting_as(colleague):
        assert not Identifier.objects.exists()
