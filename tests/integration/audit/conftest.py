"""A database of its own for each test that attacks the audit, or needs what was really committed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.integration.audit.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """An empty audit with a key and anchors beside it."""
    from tests.integration.audit.record import Record, clone, drop

    clone("audit")
    made = Record(database="audit", folder=tmp_path)
    yield made
    made.close()
    drop("audit")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process asks them all: they share a server."""
    for item in items:
        if "tests/integration/audit/" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("audit"))
