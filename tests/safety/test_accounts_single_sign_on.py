"""Signing in with an organisation's own provider: a real one, on this machine, asked as a browser would ask it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.conf import LazySettings
from django.test import Client
from tests.accounts import browser, close, is_in, put_to_sleep, with_password
from tests.factories import an_account

from onestory.access import knocking
from onestory.config.environment import SignOn
from onestory.config.settings import sign_on_apps

# The provider's own library announces what it will change in its next version.
pytestmark = pytest.mark.filterwarnings("ignore")
BEGIN = "/account/oidc/work/login/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    import oidc_provider_mock

    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def named(db: None, settings: LazySettings, issuer: str) -> None:
    here = SignOn("Westshire Council", issuer, "onestory", "not-secret", (issuer,))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": sign_on_apps(here)}}
    settings.SIGN_ON_NAME = here.name


def known_there(issuer: str, subject: str, email: str, *, verified: bool = True) -> str:
    claims = {"email": email, "email_verified": verified, "name": "Sam Reed"}
    requests.put(f"{issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()
    return subject


def signs_on(client: Client, subject: str) -> Any:
    """The whole way round: to the provider, where they say who they are, and back. Returns what we answer."""
    there = client.post(BEGIN)["Location"]
    back = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.replace("http://testserver", ""))


@pytest.mark.hazard("HZ-84")
def test_whoever_has_an_account_is_let_in_by_a_verified_address(issuer: str) -> None:
    account, client = an_account(), browser()
    signs_on(client, known_there(issuer, "s-1", account.email))
    assert is_in(client)
    assert client.session["_auth_user_id"] == str(account.pk)


@pytest.mark.hazard("HZ-84")
def test_from_then_on_it_is_the_subject_that_counts(issuer: str) -> None:
    """An address given to the next in the post does not give them the account of the last."""
    account = an_account()
    signs_on(browser(), known_there(issuer, "s-2", account.email))
    known_there(issuer, "s-2", "changed@example.org")
    again, next_in_post = browser(), browser()
    signs_on(again, "s-2")
    assert is_in(again)
    answer = signs_on(next_in_post, known_there(issuer, "s-3", account.email))
    assert answer["Location"] == "/account/no-account/"
    assert not is_in(next_in_post)


@pytest.mark.parametrize("why", ["unverified", "stranger", "family"])
def test_nobody_opens_an_account_by_it(issuer: str, why: str) -> None:
    email = an_account(kind="family" if why == "family" else "staff").email if why != "stranger" else "new@example.org"
    client = browser()
    answer = signs_on(client, known_there(issuer, f"s-{why}", email, verified=why != "unverified"))
    assert answer["Location"] == "/account/no-account/"
    assert not is_in(client)
    assert knocking.by_subject(provider="work", subject=f"s-{why}") is None
    assert (knocking.by_email(email) is None) == (why == "stranger")


@pytest.mark.hazard("HZ-37")
@pytest.mark.parametrize(("state", "to"), [("closed", "/account/inactive/"), ("asleep", "/account/asleep/")])
def test_a_closed_or_sleeping_account_stays_so_though_the_provider_knows_them(issuer: str, state: str, to: str) -> None:
    account, client = an_account(), browser()
    signs_on(browser(), known_there(issuer, f"s-{state}", account.email))
    if state == "closed":
        close(account, by=with_password("Al Min", role="administrator"))
    else:
        put_to_sleep(account)
    assert signs_on(client, f"s-{state}")["Location"] == to
    assert not is_in(client)


@pytest.mark.hazard("HZ-84")
def test_an_answer_somebody_else_asked_for_signs_nobody_in(issuer: str) -> None:
    """Proof of what began it (state) and of who began it (PKCE) goes with each."""
    account, thief, victim = an_account(), browser(), browser()
    known_there(issuer, "s-4", account.email)
    there = thief.post(BEGIN)["Location"]
    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = requests.post(there, data={"sub": "s-4"}, allow_redirects=False, timeout=5).headers["Location"]
    victim.get(back.replace("http://testserver", ""))
    assert not is_in(victim)


@pytest.mark.hazard("HZ-75")
def test_what_the_provider_tells_besides_is_not_kept(issuer: str) -> None:
    account = an_account()
    signs_on(browser(), known_there(issuer, "s-5", account.email))
    kept = SocialAccount.objects.get(user=account)
    assert (kept.uid, kept.extra_data) == ("s-5", {})


def test_the_sign_in_page_names_the_provider(issuer: str) -> None:
    page = browser().get("/account/login/").content.decode()
    assert re.search(r'action="/account/oidc/work/login/".*Sign in with Westshire Council', page, re.S)


def test_without_a_provider_its_addresses_are_not_there(settings: LazySettings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    settings.SIGN_ON_NAME = ""
    assert browser().post(BEGIN).status_code == 404
    assert "oidc" not in browser().get("/account/login/").content.decode()
