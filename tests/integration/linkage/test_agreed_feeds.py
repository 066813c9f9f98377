"""A feed that an agreement names stops with it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.factories import an_account, an_organisation
from tests.integration.linkage.delivering import ADA, Load

from onestory.access.actions import agreements
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.linkage.models import Delivery


@pytest.fixture
def governor(db: None) -> Account:
    return an_account("Ivy Gray", role="information_governance")


def agreed(governor: Account, *, until: date, since: date = date(2024, 1, 1)) -> UUID:
    with acting_as(governor) as viewer:
        return agreements.write(
            by=viewer, name="Reviews", purpose="Reviews", basis="public_task", sections=["health"], document="12",
            organisations=[an_organisation(), an_organisation()], feeds=["health_visiting"], starts_on=since,
            ends_on=until, lead=governor,
        ).pk  # fmt: skip


@pytest.mark.hazard("HZ-40")
def test_after_its_last_day_nothing_comes_in(load: Load, governor: Account, linkage: Account) -> None:
    agreed(governor, until=today() - timedelta(days=1))
    with pytest.raises(Invalid, match=r"The agreement under which .* has ended, so this file was not taken in"):
        load(ADA)
    with acting_as(linkage):
        assert not Delivery.objects.exists()


@pytest.mark.hazard("HZ-40")
def test_ended_early_it_stops_at_once(load: Load, governor: Account) -> None:
    deal = agreed(governor, until=today() + timedelta(days=90))
    load(ADA)
    with acting_as(governor) as viewer:
        agreements.end(by=viewer, agreement=deal)
    with pytest.raises(Invalid, match="has ended"):
        load(ADA, name="next.csv")


def test_under_a_new_agreement_it_comes_in_again(load: Load, governor: Account) -> None:
    agreed(governor, until=today() - timedelta(days=1))
    agreed(governor, until=today())
    assert load(ADA).rows_new == 1
