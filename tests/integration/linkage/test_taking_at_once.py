"""Two people who judge at once never have the same pair in hand: real threads, real transactions, a database of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onestory.postgres import roles


@pytest.fixture
def its_own() -> Iterator[dict[str, str]]:
    """Addresses of a new database, like the template."""
    own = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    admin, name = os.environ["ONESTORY_TEST_ADMIN_URL"], f"onestory_rush_{own}"
    roles.clone(admin_url=admin, template="onestory_template", name=name)
    keys = ("DATABASE_URL", "ONESTORY_OWNER_DATABASE_URL")
    yield {key: os.environ[key].replace(f"/onestory_{own}?", f"/{name}?") for key in keys}
    roles.drop(admin_url=admin, name=name)


@pytest.mark.hazard("HZ-80")
def test_nobody_is_given_a_pair_that_another_takes_at_the_same_moment(its_own: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.integration.linkage.taking_at_once", str(tmp_path)]
    done = subprocess.run(command, env=os.environ | its_own, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rounds = json.loads(done.stdout.splitlines()[-1])
    given = [pair for one in rounds for pair in one if pair]
    assert len(given) == len(set(given)) == 6
