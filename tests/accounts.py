"""Browsers and accounts for tests of signing in."""

from __future__ import annotations

import re

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.http.response import HttpResponseBase
from django.test import Client
from tests.factories import an_account, as_superuser

from onestory.access.models import Account
from onestory.access.viewer import acting_as

PASSWORD = "three words of mine"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN = "/account/login/"
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def with_password(name: str = "Sam Reed", *, role: str = "practitioner", kind: str = "staff") -> Account:
    account = an_account(name, role=role, kind=kind)
    account.set_password(PASSWORD)
    with acting_as(account):
        account.save()
    return account


def with_an_app(account: Account) -> Account:
    """Somebody whose telephone shows six numbers."""
    with acting_as(account):
        TOTP.activate(account, SECRET)
    return account


def code_now() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(SECRET, counter)))


def browser(address: str = "203.0.113.7", *, agent: str = "") -> Client:
    """A browser at an internet address."""
    return Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponseBase:
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def is_in(client: Client) -> bool:
    """Whether the next page is shown, rather than the way to sign in."""
    return client.get("/account/sessions/").status_code == 200


def shown(answer: HttpResponseBase) -> bytes:
    """What an answer says, without the token that is new in each."""
    return TOKENS.sub(b"", answer.content)  # type: ignore[attr-defined]


def close(account: Account, *, by: Account) -> None:
    from onestory.access.actions import accounts

    with acting_as(by) as viewer:
        accounts.close_account(by=viewer, account=account)


def put_to_sleep(account: Account) -> None:
    """As the nightly task would, had they not signed in for long."""
    as_superuser("UPDATE access_account SET asleep_since = now() WHERE id = {}", account.pk)
    account.refresh_from_db()
