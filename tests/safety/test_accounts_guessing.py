"""Guessing finds nothing out, gets nowhere, and keeps nobody else out (HZ-16, HZ-89)."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth import hashers
from django.utils import timezone
from tests.accounts import browser, close, code_now, is_in, put_to_sleep, shown, sign_in, with_an_app, with_password

THIEF, HOME = "198.51.100.1", "203.0.113.7"
WRONG = "not one of theirs at all"


@pytest.mark.hazard("HZ-89")
def test_whoever_guesses_from_elsewhere_keeps_nobody_out(db: None) -> None:
    victim = with_password()
    thief, at_home = browser(THIEF), browser(HOME)
    answers = [sign_in(thief, victim.email, WRONG) for _ in range(11)]
    assert b"too many tries" in answers[-1].content
    assert b"too many tries" not in answers[-2].content
    sign_in(at_home, victim.email)
    assert is_in(at_home)


@pytest.mark.hazard("HZ-89")
def test_whoever_has_used_up_their_guesses_is_not_helped_by_the_right_one(db: None) -> None:
    victim, thief = with_password(), browser(THIEF)
    for _ in range(10):
        sign_in(thief, victim.email, WRONG)
    sign_in(thief, victim.email)
    assert not is_in(thief)


@pytest.mark.hazard("HZ-89")
def test_being_kept_out_says_nothing_of_whether_there_is_an_account(db: None) -> None:
    """Neither does how many guesses somebody else has used up: each address counts its own."""
    victim, thief, other = with_password(), browser(THIEF), browser("198.51.100.2")
    for email in (victim.email, "nobody@example.org"):
        for _ in range(11):
            answer = sign_in(thief, email, WRONG)
        assert b"too many tries" in answer.content  # type: ignore[attr-defined]
    said = [
        shown(sign_in(other, email, WRONG)).replace(email.encode(), b"")
        for email in (victim.email, "nobody@example.org")
    ]
    assert said[0] == said[1]


@pytest.mark.hazard("HZ-89")
def test_wrong_codes_typed_elsewhere_keep_nobody_out_either(db: None) -> None:
    """Somebody who knows the password, and has not the telephone."""
    victim = with_an_app(with_password())
    thief, at_home = browser(THIEF), browser(HOME)
    for client in (thief, at_home):
        sign_in(client, victim.email)
    answers = [thief.post("/account/2fa/authenticate/", {"code": "000000"}) for _ in range(11)]
    assert b"too many tries" in answers[-1].content
    at_home.post("/account/2fa/authenticate/", {"code": code_now()})
    assert is_in(at_home)


def test_a_code_is_used_once_whichever_process_is_asked(db: None) -> None:
    """What was used is remembered in the database, and not in the memory of one process."""
    account = with_an_app(with_password())
    first, second = browser(), browser()
    # Within the half minute for which the code is right, however busy the machine.
    with time_machine.travel(timezone.now(), tick=False):
        code = code_now()
        for client in (first, second):
            sign_in(client, account.email)
            client.post("/account/2fa/authenticate/", {"code": code})
        assert [is_in(first), is_in(second)] == [True, False]


@pytest.mark.hazard("HZ-16")
@pytest.mark.parametrize("state", ["open", "closed", "asleep", "no password"])
def test_a_wrong_password_is_answered_alike_whatever_the_account(db: None, state: str) -> None:
    account = with_password()
    if state == "closed":
        close(account, by=with_password("Al Min", role="administrator"))
    if state == "asleep":
        put_to_sleep(account)
    if state == "no password":
        account.set_unusable_password()
    there = shown(sign_in(browser(), account.email, WRONG)).replace(account.email.encode(), b"")
    nobody = shown(sign_in(browser(), "nobody@example.org", WRONG)).replace(b"nobody@example.org", b"")
    assert there == nobody


@pytest.mark.hazard("HZ-16")
@pytest.mark.parametrize("state", ["open", "closed", "asleep", "nobody"])
def test_every_wrong_password_takes_one_hashing(db: None, monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    """What takes time is the hashing: counted, it says more than a clock on a busy machine."""
    account = with_password()
    if state == "closed":
        close(account, by=with_password("Al Min", role="administrator"))
    if state == "asleep":
        put_to_sleep(account)
    done: list[str] = []
    kind = hashers.Argon2PasswordHasher
    for name in ("encode", "verify"):
        real = getattr(kind, name)
        monkeypatch.setattr(
            kind, name, lambda self, *args, real=real, name=name: done.append(name) or real(self, *args)
        )
    sign_in(browser(), "nobody@example.org" if state == "nobody" else account.email, WRONG)
    assert len(done) == 1


@pytest.mark.hazard("HZ-15")
@pytest.mark.parametrize(
    "path",
    ["password/reset/", "password/reset/done/", "password/reset/key/1-abc/", "signup/", "login/code/confirm/",
     "login/code/", "3rdparty/", "3rdparty/signup/"],
)  # fmt: skip
def test_there_is_no_way_in_by_email(db: None, path: str) -> None:
    """Whoever reads somebody's post is often whom they fear. What is not offered answers as what is not there."""
    for send in (browser().get, browser().post):
        answer, missing = send(f"/account/{path}"), send("/account/no-such-page/")
        assert answer.status_code == missing.status_code == 404
        assert shown(answer) == shown(missing)
