"""Imports wait until a fixture is used: this file is read before Django knows its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.factories import Known

    from onestory.access.models import Account, Team


@pytest.fixture
def team(db: None) -> Team:
    from tests.factories import a_team

    return a_team()


@pytest.fixture
def ruth(team: Team) -> Account:
    """A practitioner, of whom most is told."""
    from tests.factories import an_account

    return an_account("Ruth Vale", team=team)


@pytest.fixture
def kim(team: Team) -> Account:
    """In the same team."""
    from tests.factories import an_account

    return an_account("Kim Lee", team=team)


@pytest.fixture
def known(ruth: Account) -> Known:
    """Ada Okafor and Chidi, whose record Ruth began."""
    from tests.factories import a_family

    return a_family(ruth)
