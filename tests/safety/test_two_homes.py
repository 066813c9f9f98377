"""A child of two homes: what is hidden at one is not the other family's to open, whatever they were granted there."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.factories import Known, a_family, an_account, person

from onestory.access.actions import grants
from onestory.access.models import Account
from onestory.access.sections import EVERYTHING
from onestory.access.viewer import acting_as
from onestory.people import queries
from onestory.people.actions import families, residences
from onestory.people.inputs import NewAddress
from onestory.people.models import Membership

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-01", "HZ-22")]


@pytest.fixture
def his() -> Known:
    return a_family(an_account("His Helper"), surname="Hart")


@pytest.fixture
def her_helper(his: Known) -> Account:
    """The child also belongs to the mother's family, which somebody else walks alongside, and lives hidden with her there."""
    helper = an_account("Her Helper")
    with acting_as(his.author) as viewer:
        shared = grants.give(by=viewer, family=his.family.pk, account=helper.pk, sections=EVERYTHING)
    with acting_as(helper) as viewer:
        hers = families.start(by=viewer, people=[person("Kerensa", "Rowe", "1990-06-17")])
        family = queries.family(viewer, hers.pk)
        mother = queries.members(viewer, family)[0].person
        families.join(by=viewer, family=family, person=his.child, role=Membership.Role.CHILD, share=50)
        residences.move(
            by=viewer,
            family=family,
            people=[mother, his.child],
            to=NewAddress("3 Hidden Close", "PL6 6LA"),
            confidential=True,
        )
    with acting_as(his.author) as viewer:
        grants.end(by=viewer, family=his.family.pk, grant=shared)
    return helper


def homes(account: Account) -> list[str]:
    """By raw SQL, so that the second wall alone answers."""
    with acting_as(account), connection.cursor() as cursor:
        cursor.execute("SELECT a.lines FROM people_residence r JOIN people_address a ON a.id = r.address_id")
        return sorted({lines for (lines,) in cursor.fetchall()})


def test_everything_granted_in_one_family_opens_no_hidden_home_of_the_other(his: Known, her_helper: Account) -> None:
    assert "3 Hidden Close" not in homes(his.author)
    assert "3 Hidden Close" in homes(her_helper)


def test_the_page_of_the_child_shows_it_to_the_helper_of_that_home_alone(his: Known, her_helper: Account) -> None:
    with acting_as(his.author) as viewer:
        child = queries.membership(viewer, queries.family(viewer, his.family.pk), his.child.pk)
        assert [home.address.lines for home in child.person.homes] == []
    with acting_as(her_helper) as viewer:
        mine = queries.families_of(viewer, his.child)[0]
        child = queries.membership(viewer, queries.family(viewer, mine.pk), his.child.pk)
        assert [home.address.lines for home in child.person.homes] == ["3 Hidden Close"]


def test_a_supervisor_of_one_helper_is_not_shown_the_others_hidden_home(his: Known, her_helper: Account) -> None:
    from onestory.access.actions import agreements

    boss = an_account(role="supervisor")
    with acting_as(an_account(role="administrator")) as viewer:
        agreements.set_supervision(by=viewer, supervisor=boss, account=his.author)
    assert "3 Hidden Close" not in homes(boss)
