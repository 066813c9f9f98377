"""Where more than a password is required of staff, nothing else opens before they have it (HZ-84)."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from tests.accounts import browser, code_now, is_in, sign_in, with_an_app, with_password

from onestory.access import second_factors
from onestory.config import environment


@pytest.fixture(autouse=True)
def required(db: None, settings: LazySettings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.mark.hazard("HZ-84")
@pytest.mark.parametrize("path", ["/", "/families", "/find", "/write"])
def test_staff_with_only_a_password_are_led_to_set_up_more(path: str) -> None:
    client = browser()
    sign_in(client, with_password().email)
    assert client.get(path)["Location"] == "/account/second-step/"
    assert client.get("/account/second-step/").status_code == 200


@pytest.mark.hazard("HZ-84")
def test_with_an_app_they_are_let_in_by_both(settings: LazySettings) -> None:
    account, client = with_an_app(with_password()), browser()
    sign_in(client, account.email)
    assert not is_in(client), "the password alone is not enough"
    client.post("/account/2fa/authenticate/", {"code": code_now()})
    assert client.get("/").status_code == 200


def test_a_family_is_asked_for_no_more_than_it_wants() -> None:
    client = browser()
    sign_in(client, with_password(kind="family").email)
    assert client.get("/")["Location"] != "/account/second-step/"


@pytest.mark.parametrize(
    ("https", "demo", "said", "required"),
    [("yes", "no", None, True), ("yes", "yes", None, False), ("no", "no", None, False), ("yes", "no", "no", False)],
)
def test_it_is_required_wherever_families_stories_are(
    monkeypatch: pytest.MonkeyPatch, https: str, demo: str, said: str | None, required: bool
) -> None:
    monkeypatch.setenv("ONESTORY_HTTPS", https)
    monkeypatch.setenv("ONESTORY_DEMO", demo)
    if said:
        monkeypatch.setenv("ONESTORY_REQUIRE_SECOND_FACTOR", said)
    assert environment.read().require_second_factor is required


def test_after_a_change_of_key_they_are_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    account, client = with_an_app(with_password()), browser()
    sign_in(client, account.email)
    real = second_factors._lock
    monkeypatch.setattr(second_factors, "_lock", lambda: type(real())(b"another key of thirty-two bytes."))
    answer = client.post("/account/2fa/authenticate/", {"code": code_now()}, follow=True)
    assert answer.status_code == 200
    assert b"We can no longer read your second step" in answer.content
