"""A browser of somebody other than the worker who wrote the family down."""

from __future__ import annotations

from django.test import Client

from onestory.access.models import Account


def of(account: Account, *, checks_tokens: bool = False) -> Client:
    client = Client(enforce_csrf_checks=checks_tokens)
    client.force_login(account)
    return client
