"""A sample of the permission matrix, every address as every role among it; the whole is `onestory safety matrix`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from onestory.postgres import roles

if TYPE_CHECKING:
    from onestory.safety.matrix.world import World

CELLS = 3_000


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made up in a database of its own, whose rows are kept between cells: other tests find theirs empty."""
    from django.db import connection

    from onestory.safety.matrix import world as making

    ours, theirs = connection.settings_dict["NAME"], f"matrix_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    admin = os.environ["ONESTORY_TEST_ADMIN_URL"]
    roles.clone(admin_url=admin, template="onestory_template", name=theirs)
    with django_db_blocker.unblock():
        _move_to(theirs)
        with making.unbound(admin.replace("/postgres?", f"/{theirs}?")):
            made = making.build()
        yield made
        _move_to(ours)
    roles.drop(admin_url=admin, name=theirs)


def _move_to(database: str) -> None:
    from django.db import connection

    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = database


@pytest.fixture(scope="module", autouse=True)
def _static_files_by_their_own_names() -> Iterator[None]:
    """Hashed names exist only once an installation has collected its static files."""
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        yield


@pytest.mark.hazard("HZ-16")
@pytest.mark.hazard("HZ-39")
def test_every_address_answers_every_role_as_declared(world: World) -> None:
    from onestory.safety.matrix import cells, working

    outcome = working.try_these(world, cells.sample(world, size=CELLS, seed=1))
    assert "\n".join(f"{one.cell}: {one.found}" for one in outcome.surprises) == ""
    assert outcome.cells == CELLS
