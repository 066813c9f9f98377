"""A database of its own for each test that attacks the audit, or needs what was really committed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onestory.postgres import roles

if TYPE_CHECKING:
    from tests.integration.audit.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """An empty audit with a key and anchors beside it."""
    from tests.integration.audit.record import Record

    admin, name = os.environ["ONESTORY_TEST_ADMIN_URL"], f"audit_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    roles.drop(admin_url=admin, name=name)
    roles.clone(admin_url=admin, template="onestory_template", name=name)
    made = Record(database=name, folder=tmp_path)
    yield made
    made.close()
    roles.drop(admin_url=admin, name=name)
