"""A city's past is printed from stories lived through by the acts: what is printed is what the acts would have written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from onestory.city.past import PASTS
from onestory.postgres import roles


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    name, own = "onestory_past", os.environ.get("PYTEST_XDIST_WORKER", "alone")
    admin = os.environ["ONESTORY_TEST_ADMIN_URL"]
    roles.drop(admin_url=admin, name=f"{name}_{own}")
    roles.clone(admin_url=admin, template="onestory_template", name=f"{name}_{own}")
    urls = {
        key: os.environ[key].replace(f"/onestory_{own}?", f"/{name}_{own}?")
        for key in ("DATABASE_URL", "ONESTORY_OWNER_DATABASE_URL")
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.config.living_twice"],
        env=os.environ | urls, capture_output=True, text=True, check=False,
    )  # fmt: skip
    roles.drop(admin_url=admin, name=f"{name}_{own}")
    assert done.returncode == 0, done.stderr[-3_000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("past", [one.name for one in PASTS])
def test_what_is_printed_is_what_the_acts_write(told: dict[str, Any], past: str) -> None:
    assert told[past]["rows"] >= 10
    assert told[past]["differ"] == []


def test_of_the_requests_that_are_printed_none_is_lost_or_changed_unexplained(told: dict[str, Any]) -> None:
    assert told["wrong"] == []


def test_the_pasts_of_a_hundred_families_are_shared_out_among_all_of_them() -> None:
    assert sum(past.often for past in PASTS) == 100
