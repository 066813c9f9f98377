"""One small city for all the tests of this folder: it takes a second or two to make, and nothing can change it."""

from __future__ import annotations

from pathlib import Path

import pytest

from onestory.city import extracts
from onestory.city.feeds import FEEDS, Record, shape
from onestory.city.model import City
from onestory.city.simulation import simulate


@pytest.fixture(scope="session")
def city() -> City:
    return simulate(people=20_000, years=5, seed=7)


@pytest.fixture(scope="session")
def rows(city: City) -> dict[str, list[Record]]:
    return {feed.name: list(shape.records(feed, city, city.on)) for feed in FEEDS}


@pytest.fixture(scope="session")
def folder(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("extracts")
    extracts.write(city, made)
    return made
