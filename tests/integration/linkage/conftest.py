"""Imports what needs Django only when a test asks: this file is read before the database has an address."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.integration.linkage.delivering import Load

    from onestory.access.models import Account
    from onestory.linkage.models import Delivery


@pytest.fixture
def linkage(db: None) -> Account:
    """The program that loads feeds."""
    from tests.factories import an_account

    return an_account("Linkage", role="linkage")


@pytest.fixture
def steward(db: None) -> Account:
    """Somebody who judges doubtful pairs."""
    from tests.factories import an_account

    return an_account("Sian Webb", role="steward")


@pytest.fixture
def keeper(db: None) -> Account:
    """Who looks after feeds."""
    from tests.factories import an_account

    return an_account("Fay Dean", role="feeds")


@pytest.fixture
def load(linkage: Account, keeper: Account, tmp_path: Path) -> Load:
    """Load lines under a header as one delivery of a feed, whose columns have been agreed."""
    from tests.integration.linkage.delivering import HEALTH, agree

    from onestory.linkage.actions import feeds

    def delivered(
        *lines: str, feed: str = "health_visiting", header: str = HEALTH, name: str = "file.csv",
        on: date | None = None, agreed: bool = True,
    ) -> Delivery:  # fmt: skip
        file = tmp_path / name
        file.write_bytes("\r\n".join((header, *lines, "")).encode("windows-1252"))
        if agreed:
            agree(feed, keeper)
        return feeds.load(name=feed, file=file, by=linkage, on=on)

    return delivered
