"""Somebody at work, and a family they wrote down. Imports wait until Django knows its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.conf import LazySettings
    from django.test import Client
    from tests.factories import Known

    from onestory.access.models import Account


@pytest.fixture(autouse=True)
def _static_files_by_their_own_names(settings: LazySettings) -> None:
    """Hashed names exist only once an installation has collected its static files."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def known(db: None) -> Known:
    from tests.factories import a_family, an_account

    return a_family(an_account())


@pytest.fixture
def worker(client: Client, known: Known) -> Client:
    client.force_login(known.author)
    return client


@pytest.fixture
def with_password(db: None) -> Account:
    """Somebody who signs in by a password."""
    from tests.factories import an_account
    from tests.safety.asvs.passwords import PASSWORD

    from onestory.access.viewer import acting_as

    made = an_account()
    made.set_password(PASSWORD)
    with acting_as(made):
        made.save(update_fields=["password"])
    return made
