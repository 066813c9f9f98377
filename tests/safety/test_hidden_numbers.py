"""A number that somebody may not read tells them nothing: neither by looking for it, nor by writing it down once more."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import Known, a_family, an_account, seen_by

from onestory.access.actions import grants
from onestory.access.models import Account
from onestory.access.sections import Section
from onestory.access.viewer import acting_as
from onestory.people import queries
from onestory.people.actions import finds, people, relationships
from onestory.people.models import Identifier, ParentalResponsibility

NUMBER, ANOTHER = "999 000 0018", "999 000 0026"
GUESS = """INSERT INTO people_identifier (id, created_at, person_id, system, issuer, value, status, source)
  VALUES (gen_random_uuid(), now(), %s, 'nhs', '', %s, 'stated', '')"""


@pytest.fixture
def known(db: None) -> Known:
    made = a_family(an_account("Ada Author"))
    with acting_as(made.author) as viewer:
        people.add_identifier(by=viewer, person=made.mother, system="nhs", typed=NUMBER)
    return made


@pytest.fixture
def volunteer(known: Known) -> Account:
    """In the circle, for the shared story alone."""
    account = an_account("Val Unteer", role="volunteer")
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=account.pk, sections=[Section.SHARED])
    return account


@pytest.mark.hazard("HZ-21")
def test_looking_for_a_number_one_may_not_read_finds_nobody(known: Known, volunteer: Account) -> None:
    with acting_as(volunteer) as viewer:
        assert finds.find(by=viewer, typed="Ada Okafor")
        assert finds.find(by=viewer, typed=NUMBER) == []
    with acting_as(known.author) as viewer:
        assert [found.person for found in finds.find(by=viewer, typed=NUMBER)] == [known.mother.pk]


@pytest.mark.hazard("HZ-16")
@pytest.mark.parametrize("typed", [NUMBER, ANOTHER])
def test_writing_down_a_number_says_not_whether_it_stands_already(known: Known, volunteer: Account, typed: str) -> None:
    with acting_as(volunteer) as viewer:
        mother = queries.person(viewer, known.mother.pk)
        made = people.add_identifier(by=viewer, person=mother, system="nhs", typed=typed)
        assert made.value == typed.replace(" ", "")
    with acting_as(known.author):
        assert Identifier.objects.filter(value=typed.replace(" ", "")).exists()


@pytest.mark.hazard("HZ-16")
def test_no_statement_tells_whether_a_guess_of_a_number_is_right(known: Known, volunteer: Account) -> None:
    """The database takes a right guess as it takes a wrong one, of somebody whose number is closed to who guesses; and from
    somebody who does not see them at all it refuses both alike.
    """
    stranger, right, wrong = an_account("Jo Stone"), NUMBER.replace(" ", ""), ANOTHER.replace(" ", "")
    with acting_as(volunteer):
        assert [said_of(known, guess) for guess in (right, wrong)] == ["written", "written"]
        assert not Identifier.objects.exists()
    with acting_as(stranger):
        assert said_of(known, right) == said_of(known, wrong)
        assert "row-level security" in said_of(known, right)


def said_of(known: Known, guess: str) -> str:
    """All that the database answers to a statement which writes that this is the mother's number, then undone."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(GUESS, [known.mother.pk, guess])
            transaction.set_rollback(True)
            return {1: "written"}.get(cursor.rowcount, "")
    except DatabaseError as error:
        return str(error)


@pytest.mark.hazard("HZ-16")
def test_a_number_somebody_sees_is_not_written_down_twice(known: Known) -> None:
    with acting_as(known.author) as viewer:
        mother = queries.person(viewer, known.mother.pk)
        people.add_identifier(by=viewer, person=mother, system="nhs", typed=NUMBER)
        assert Identifier.objects.count() == 1


def test_better_evidence_of_responsibility_takes_the_place_of_what_was_told(known: Known) -> None:
    with acting_as(known.author) as viewer:
        assert seen_by(known.author, known.family)
        for evidence in ("told", "birth_certificate"):
            relationships.record_responsibility(by=viewer, child=known.child, adult=known.mother, evidence=evidence)
        assert [held.evidence for held in ParentalResponsibility.objects.all()] == ["birth_certificate"]
