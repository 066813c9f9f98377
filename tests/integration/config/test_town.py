"""The demonstration's city comes in as partners' files do, and comes in once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories import an_account

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.config.demo import town
from onestory.linkage.models import Delivery, SourceRecord
from onestory.people.models import Family, Person


@pytest.fixture
def linkage(db: None) -> Account:
    return an_account("Linkage", role="linkage", kind="service")


@pytest.fixture
def keeper(db: None) -> Account:
    return an_account("Fay Dean", role="feeds")


def test_a_city_is_brought_in_through_every_feed(linkage: Account, keeper: Account, tmp_path: Path) -> None:
    told: list[str] = []
    town.bring_in(people=300, folder=tmp_path, by=linkage, keeper=keeper, say=told.append)
    assert told[0] == "Simulating a city of 300 people over 3 years"
    with acting_as(linkage):
        assert set(Delivery.objects.values_list("feed", flat=True)) == set(town.FEEDS)
        assert SourceRecord.objects.count() > 100
        assert Person.objects.exists()
        assert Family.objects.exists()


def test_a_city_that_is_there_is_not_brought_in_again(linkage: Account, keeper: Account, tmp_path: Path) -> None:
    for _ in range(2):
        told: list[str] = []
        town.bring_in(people=300, folder=tmp_path, by=linkage, keeper=keeper, say=told.append)
    assert told == []
