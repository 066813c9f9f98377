"""Nothing that anybody was told is kept is lost while two records are put together, or taken apart (HZ-47)."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from tests.placing import let_tests_place_people

from onestory.postgres import roles


@pytest.mark.hazard("HZ-47")
def test_whoever_writes_while_records_are_merged_and_unmerged_loses_nothing() -> None:
    name = f"onestory_merging_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    own = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    admin = os.environ["ONESTORY_TEST_ADMIN_URL"]
    roles.clone(admin_url=admin, template="onestory_template", name=name)
    keys = ("DATABASE_URL", "ONESTORY_OWNER_DATABASE_URL", "ONESTORY_TEST_ADMIN_URL")
    urls = {key: os.environ[key].replace(f"/onestory_{own}?", f"/{name}?") for key in keys}
    try:
        let_tests_place_people(admin.replace("/postgres?", f"/{name}?"))
        ran = subprocess.run(
            [sys.executable, "-m", "tests.integration.people.racing"],
            env=os.environ | urls,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr
        came = json.loads(ran.stdout)
        assert came["told"] == came["stands"]
        assert len(came["told"]) > 10
    finally:
        roles.drop(admin_url=admin, name=name)
