"""Whoever can answer in the place of an organisation's provider signs nobody in: every answer of it is checked.

The provider is a real one; what happens to its answers on their way is said in each test.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import requests
from django.conf import LazySettings
from django.test import Client
from tests import crooked
from tests.accounts import browser, is_in
from tests.crooked import ABOUT, DESCRIPTION, KEYS, TOKEN, Bend, Provider
from tests.factories import an_account

from onestory.config.environment import SignOn
from onestory.config.settings import sign_on_apps

pytestmark = [pytest.mark.hazard("HZ-84"), pytest.mark.filterwarnings("ignore")]
BEGIN = "/account/oidc/work/login/"


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Provider, str]]:
    provider = Provider()
    with crooked.running(provider) as address:
        yield provider, address


@pytest.fixture
def provider(db: None, settings: LazySettings, running: tuple[Provider, str]) -> Provider:
    settled, issuer = running
    here = SignOn("Westshire Council", issuer, "onestory", "not-secret", (issuer,))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": sign_on_apps(here)}}
    settings.SIGN_ON_NAME = here.name
    settled.bent, settled.asked = {}, []
    return settled


def somebody_signs_on(issuer: str, bent: dict[str, Bend], provider: Provider) -> Client:
    """With the provider as it is; from the moment they come back, what it answers us is bent."""
    client, account = browser(), an_account()
    known = {"email": account.email, "email_verified": True}
    requests.put(f"{issuer}/users/s", json=known, timeout=5).raise_for_status()
    there = client.post(BEGIN)["Location"]
    back = requests.post(there, data={"sub": "s"}, allow_redirects=False, timeout=5).headers["Location"]
    provider.bent = bent
    answer = client.get(back.replace("http://testserver", ""))
    assert answer.status_code in (302, 401)
    return client


CROOKED = {
    "signed by somebody else": {TOKEN: crooked.token()},
    "not signed": {TOKEN: crooked.signature_cut_off},
    "said to need no signature": {TOKEN: crooked.token(None, "none")},
    "signed with what both sides know": {TOKEN: crooked.token("not-secret" * 4, "HS256")},
    "no token at all": {TOKEN: crooked.without_token},
    "meant for somebody else": {KEYS: crooked.own_keys, TOKEN: crooked.token(aud="another-application")},
    "made for somebody else": {KEYS: crooked.own_keys, TOKEN: crooked.token(azp="another-application")},
    "of another issuer": {KEYS: crooked.own_keys, TOKEN: crooked.token(iss="https://login.example.com")},
    "over": {KEYS: crooked.own_keys, TOKEN: crooked.token(exp=int(time.time()) - 60)},
    "an answer to another question": {KEYS: crooked.own_keys, TOKEN: crooked.token(nonce="of-another-day")},
    "about somebody else": {ABOUT: crooked.saying(sub="somebody-else")},
    "described as another issuer's": {DESCRIPTION: crooked.saying(issuer="https://login.example.com")},
    "keys fetched in the clear": {DESCRIPTION: crooked.saying(jwks_uri="http://192.0.2.1/jwks")},
}


@pytest.mark.parametrize("bent", CROOKED.values(), ids=CROOKED.keys())
def test_a_crooked_answer_lets_nobody_in(
    provider: Provider, running: tuple[Provider, str], bent: dict[str, Bend]
) -> None:
    assert not is_in(somebody_signs_on(running[1], bent, provider))


def test_with_the_same_means_a_token_as_it_should_be_lets_them_in(
    provider: Provider, running: tuple[Provider, str]
) -> None:
    """Else the tests above would show only that nobody is ever let in."""
    bent = {KEYS: crooked.own_keys, TOKEN: crooked.token()}
    assert is_in(somebody_signs_on(running[1], bent, provider))
    assert is_in(somebody_signs_on(running[1], {}, provider))


@pytest.mark.parametrize("path", [DESCRIPTION, TOKEN, KEYS, ABOUT])
def test_nothing_is_asked_of_an_address_that_an_answer_leads_on_to(
    provider: Provider, running: tuple[Provider, str], path: str
) -> None:
    """What goes with a question is secret: our own secret, the code, the token."""
    client = somebody_signs_on(running[1], {path: crooked.elsewhere}, provider)
    assert not is_in(client)
    assert path in provider.asked
    assert "/elsewhere" not in provider.asked


@pytest.mark.parametrize(
    "bent", [crooked.saying(issuer="https://login.example.com"), crooked.elsewhere], ids=["another's", "elsewhere"]
)
def test_nobody_is_sent_to_whoever_a_crooked_description_names(provider: Provider, bent: Bend) -> None:
    provider.bent = {DESCRIPTION: bent}
    answer = browser().post(BEGIN)
    assert (answer.status_code, answer.get("Location")) == (401, None)
