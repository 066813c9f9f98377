"""A school or a surgery leads to a person as surely as an address: where one is hidden, all are (HZ-22)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
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


@pytest.fixture
def no_second_wall(db: None) -> Iterator[None]:
    """Takes row-level security from two tables until the test's own transaction ends, by a door made for this test."""
    name = connection.settings_dict["NAME"]
    address = os.environ["ONESTORY_TEST_ADMIN_URL"].replace("/postgres?", f"/{name}?")
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(
            """CREATE FUNCTION public.test_open_tables() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
              SET CONSTRAINTS ALL IMMEDIATE;
              ALTER TABLE public.people_fact DISABLE ROW LEVEL SECURITY;
              ALTER TABLE public.people_identifier DISABLE ROW LEVEL SECURITY; END $$"""
        )
        yield
        admin.execute("DROP FUNCTION public.test_open_tables()")


@pytest.mark.hazard("HZ-22")
def test_reads_that_begin_from_the_viewer_hide_it_by_themselves(
    known: Known, colleague: Account, no_second_wall: None
) -> None:
    tell(known, known.child, SCHOOL, "Marker Primary")
    tell(known, known.child, ALLERGIES, "Peanuts")
    with acting_as(known.author) as viewer:
        people.add_identifier(by=viewer, person=known.child, system="upn", typed=UPN)
    live(known, known.child, confidential=True)
    assert read_by(known.author, known) == {SCHOOL, ALLERGIES, "upn"}
    assert read_by(colleague, known) == {ALLERGIES}


def read_by(account: Account, known: Known) -> set[str]:
    with acting_as(account) as viewer, connection.cursor() as cursor:
        family = queries.family(viewer, known.family.pk)
        cursor.execute("SELECT test_open_tables()")
        assert Fact.objects.filter(key=SCHOOL).exists(), "the second wall still stands"
        numbers = [number for place in queries.members(viewer, family) for number in place.person.all_identifiers]
        return {fact.key for fact in queries.facts(viewer, family)} | {number.system for number in numbers}
