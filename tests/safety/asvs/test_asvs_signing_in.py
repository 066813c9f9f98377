"""Passwords, and the session that one opens."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, identify_hasher
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from tests.factories import an_account
from tests.safety.asvs.passwords import PASSWORD

from onestory.access import knocking
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.config import passwords

LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db: None) -> None:
    cache.clear()


def _sign_in(browser: Client, email: str, password: str = PASSWORD) -> Any:
    return browser.post(LOGIN, {"login": email, "password": password})


def _refused(password: str) -> bool:
    try:
        validate_password(password, an_account("Sam Reed"))
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    "password", ["eleven-long", "password1234", "qwertyuiop123", "onestory2026!", "Family Hubs 2026"]
)
def test_a_password_that_is_short_common_or_made_of_our_words_is_refused(db: None, password: str) -> None:
    assert _refused(password)


@pytest.mark.parametrize(
    "password",
    ["aaaa bbbb cccc dd", "онистори и гавань", "🦭 seal on the slip", "x" * 128, "onestory tells it to me once"],
)
def test_a_password_may_be_of_anything_and_as_long_as_one_likes(db: None, password: str) -> None:
    assert not _refused(password)


def test_a_common_password_is_looked_for_in_a_list_long_enough() -> None:
    listed = [
        v.passwords for v in get_password_validators(settings.AUTH_PASSWORD_VALIDATORS) if hasattr(v, "passwords")
    ]
    assert sum(len(password) >= 12 for password in listed[0]) > 100
    assert len(listed[0]) > 3_000


def test_the_words_that_are_refused_are_the_words_that_are_documented() -> None:
    from scripts.documents import ROOT

    page = (ROOT / "docs/reference/security-decisions.md").read_text(encoding="utf-8")
    assert [word for word in passwords.WORDS if f"`{word}`" not in page] == []


@pytest.mark.parametrize("slip", [" {}", "{} ", "{}x"])
def test_a_password_is_read_exactly_as_it_was_typed(with_password: Account, slip: str) -> None:
    assert _sign_in(Client(), with_password.email, slip.format(PASSWORD)).status_code == 200
    assert _sign_in(Client(), with_password.email, PASSWORD.upper()).status_code == 200
    assert _sign_in(Client(), with_password.email).status_code == 302


def test_a_very_long_password_is_read_to_its_end(with_password: Account) -> None:
    long = "gull " * 40
    with_password.set_password(long)
    with acting_as(with_password):
        with_password.save(update_fields=["password"])
    assert _sign_in(Client(), with_password.email, long[:-2]).status_code == 200
    assert _sign_in(Client(), with_password.email, long).status_code == 302


def test_a_password_is_kept_by_argon2_with_settings_of_today(with_password: Account) -> None:
    assert with_password.password.startswith("argon2$argon2id$")
    assert isinstance(identify_hasher(with_password.password), Argon2PasswordHasher)
    assert Argon2PasswordHasher.memory_cost >= 19_456
    assert Argon2PasswordHasher.time_cost >= 2


def test_changing_a_password_asks_for_the_one_before(with_password: Account, client: Client) -> None:
    _sign_in(client, with_password.email)
    new = "nine terns on the breakwater"
    wrong = {"oldpassword": "not this one either", "password1": new, "password2": new}
    assert client.post("/account/password/change/", wrong).status_code == 200
    assert client.post("/account/password/change/", wrong | {"oldpassword": PASSWORD}).status_code == 302
    assert _sign_in(Client(), with_password.email, new).status_code == 302
    assert _sign_in(Client(), with_password.email).status_code == 200


def test_an_account_that_is_not_there_costs_as_much_work_as_one_that_is(
    with_password: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in hashes: a clock would need thousands of tries."""
    done: list[str] = []
    hashing = Argon2PasswordHasher.encode
    verifying = Argon2PasswordHasher.verify
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda self, *a, **k: (done.append("hash"), hashing(self, *a, **k))[1]
    )
    monkeypatch.setattr(
        Argon2PasswordHasher, "verify", lambda self, *a, **k: (done.append("hash"), verifying(self, *a, **k))[1]
    )
    there = _sign_in(Client(), with_password.email, "not this one either")
    work, done[:] = len(done), []
    nobody = _sign_in(Client(), "nobody@example.org", "not this one either")
    assert len(done) == work == 1
    assert there.status_code == nobody.status_code == 200


@pytest.mark.hazard("HZ-16")
def test_a_wrong_password_and_an_unknown_address_are_told_the_same(with_password: Account) -> None:
    from tests.safety.asvs.crawling import Page

    told = []
    for email in (with_password.email, "nobody@example.org"):
        html = _sign_in(Client(), email, "not this one either").content.decode().replace(email, "")
        token = dict(Page(html, LOGIN).forms[0].values)["csrfmiddlewaretoken"]
        told.append(html.replace(token, ""))
    assert told[0] == told[1]


@pytest.mark.hazard("HZ-89")
def test_guessing_is_stopped(with_password: Account) -> None:
    guesser = Client(REMOTE_ADDR="203.0.113.9")
    answers = [_sign_in(guesser, with_password.email, f"guess number {n} of many") for n in range(12)]
    assert "too many" in answers[-1].content.decode().lower()
    assert _sign_in(guesser, with_password.email).status_code != 302, "the right guess comes too late"


@pytest.mark.hazard("HZ-84")
def test_signing_in_opens_a_session_of_a_new_number_and_ends_the_one_before(with_password: Account) -> None:
    browser = Client()
    browser.get(LOGIN)
    _sign_in(browser, with_password.email)
    first = browser.session.session_key
    assert first
    planted = Client()
    planted.cookies[settings.SESSION_COOKIE_NAME] = "z" * 32
    _sign_in(planted, with_password.email)
    assert planted.cookies[settings.SESSION_COOKIE_NAME].value not in ("z" * 32, first)


def test_the_number_of_a_session_cannot_be_guessed(with_password: Account) -> None:
    keys = set()
    for _ in range(5):
        browser = Client()
        _sign_in(browser, with_password.email)
        keys.add(browser.session.session_key)
    assert len(keys) == 5
    assert all(key and len(key) >= 32 for key in keys), "thirty-two of thirty-six letters: 165 bits"


@pytest.mark.hazard("HZ-84")
def test_after_signing_out_the_same_cookie_opens_nothing(with_password: Account) -> None:
    browser, thief = Client(), Client()
    _sign_in(browser, with_password.email)
    kept = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/account/logout/")
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/").status_code == 302
    assert not browser.session.__class__().exists(kept)


def test_changing_a_password_ends_every_other_session(with_password: Account) -> None:
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        _sign_in(browser, with_password.email)
    new = "nine terns on the breakwater"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert elsewhere.get("/").status_code == 302


@pytest.mark.parametrize("path", ["/", "/families", "/find", "/account/2fa/", "/account/password/change/", "/write"])
def test_a_made_up_or_altered_session_opens_nothing(with_password: Account, path: str) -> None:
    browser = Client()
    for value in ("0" * 32, "' OR 1=1 --", "eyJhbGciOiJub25lIn0.e30.", "\x00"):
        browser.cookies[settings.SESSION_COOKIE_NAME] = value
        assert browser.get(path).status_code == 302


@pytest.mark.parametrize("email", ["root", "admin", "admin@example.org", "sa", "postgres", "test@test.com"])
def test_no_account_comes_with_the_product(db: None, email: str) -> None:
    assert knocking.by_email(email) is None
    assert _sign_in(Client(), email, "admin").status_code == 200


def test_nobody_opens_an_account_for_themselves(client: Client, db: None) -> None:
    sent = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post("/account/signup/", sent)
    assert "password1" not in answer.content.decode()
    assert knocking.by_email("new@example.org") is None


def test_no_page_asks_a_secret_question_or_shows_a_hint(client: Client, db: None) -> None:
    for path in (LOGIN, "/account/password/reset/"):
        html = client.get(path).content.decode().lower()
        assert not re.search(r"password hint|hint for your", html)
        assert "maiden" not in html
        assert "question" not in html
