"""A browser of somebody other than the worker who wrote the family down."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onestory.access.models import Account


def of(account: Account, *, checks_tokens: bool = False) -> Client:
    client = Client(enforce_csrf_checks=checks_tokens)
    client.force_login(account)
    return client


def statements(client: Client, address: str) -> int:
    """How many the page takes. Read again where a minute ended meanwhile: then a session says once that somebody is here."""
    while True:
        minute = client.session.get("minute")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        if client.session.get("minute") == minute:
            return len(asked)
