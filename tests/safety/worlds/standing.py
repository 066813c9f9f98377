"""A database of its own for a world that is kept between tests: other tests find theirs empty."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from onestory.postgres import roles

TEMPLATE = "onestory_template"


@contextmanager
def database(name: str) -> Iterator[str]:
    """Everything Django asks is asked of it. Yields a superuser's way in."""
    admin = os.environ["ONESTORY_TEST_ADMIN_URL"]
    ours, theirs = connection.settings_dict["NAME"], f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    roles.drop(admin_url=admin, name=theirs)
    roles.clone(admin_url=admin, template=TEMPLATE, name=theirs)
    _move_to(theirs)
    try:
        yield admin.replace("/postgres?", f"/{theirs}?")
    finally:
        _move_to(ours)
        roles.drop(admin_url=admin, name=theirs)


def _move_to(name: str) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name
