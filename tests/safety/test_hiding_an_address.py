"""An address is hidden at once by whoever is alongside, also by those who are then not shown it themselves."""

from __future__ import annotations

import pytest
from tests.factories import Known, a_family, an_account

from onestory.access.actions import grants
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.errors import NotThere
from onestory.people import queries
from onestory.people.actions import residences
from onestory.people.inputs import NewAddress
from onestory.people.models import Residence


@pytest.fixture
def housed(db: None) -> Known:
    known = a_family(an_account())
    with acting_as(known.author) as author:
        family = queries.family(author, known.family.pk)
        residences.move(by=author, family=family, people=[known.mother], to=NewAddress(lines="4 Elm Road"))
    return known


@pytest.fixture
def helper(housed: Known) -> Account:
    """In the circle, and not among those who see confidential addresses."""
    account = an_account("Jo Stone")
    with acting_as(housed.author) as author:
        grants.give(by=author, family=housed.family.pk, account=account.pk)
    return account


@pytest.mark.hazard("HZ-22")
def test_whoever_is_in_the_circle_hides_an_address_and_no_longer_sees_it(housed: Known, helper: Account) -> None:
    with acting_as(helper) as viewer:
        residences.set_confidential(by=viewer, residence=Residence.objects.get(), confidential=True)
        assert not Residence.objects.exists()
    with acting_as(housed.author):
        assert Residence.objects.get().confidential


@pytest.mark.hazard("HZ-16")
def test_nobody_hides_an_address_they_have_nothing_to_do_with(housed: Known) -> None:
    with acting_as(housed.author):
        home = Residence.objects.get()
    with acting_as(an_account("Sam Vane")) as stranger, pytest.raises(NotThere):
        residences.set_confidential(by=stranger, residence=home, confidential=True)
