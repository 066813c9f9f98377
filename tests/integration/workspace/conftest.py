"""Imports wait until a fixture is used: this file is read before Django knows its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.conf import LazySettings
    from django.test import Client
    from tests.factories import Known


@pytest.fixture(autouse=True)
def _static_files_by_their_own_names(settings: LazySettings) -> None:
    """Hashed names exist only once an installation has collected its static files."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def known(db: None) -> Known:
    """Ada Okafor and Chidi, her child, written down by the worker who is signed in."""
    from tests.factories import a_family, an_account

    return a_family(an_account())


@pytest.fixture
def signed_in(client: Client, known: Known) -> Client:
    client.force_login(known.author)
    return client


@pytest.fixture
def stranger(known: Known) -> Client:
    """A worker who does not see this family."""
    from django.test import Client
    from tests.factories import an_account

    client = Client()
    client.force_login(an_account("Jo Stone"))
    return client
