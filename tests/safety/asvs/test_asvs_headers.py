"""What every answer tells a browser, whatever kind of answer it is."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from tests.factories import Known
from tests.safety.asvs.crawling import walk
from tests.safety.asvs.passwords import PASSWORD

from onestory.access.models import Account

KINDS = {
    "page": "/", "missing": "/nowhere/at/all", "other-family": "/families/018f0000-0000-7000-8000-000000000000",
    "health": "/health", "script": "/static/ui/onestory.js", "own-account": "/account/2fa/", "redirect": "/account/",
}  # fmt: skip
COOKIES = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


@pytest.fixture(params=KINDS.values(), ids=KINDS.keys())
def answer(request: pytest.FixtureRequest, worker: Client) -> HttpResponse:
    found = worker.get(request.param)
    found.close()
    return found


def _policy(answer: HttpResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def test_every_answer_carries_a_policy_that_runs_only_our_own_scripts(answer: HttpResponse) -> None:
    policy = _policy(answer)
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "*" not in answer["Content-Security-Policy"]


def test_no_answer_can_be_framed(answer: HttpResponse) -> None:
    assert _policy(answer)["frame-ancestors"] == "'none'"


def test_no_answer_is_guessed_to_be_something_else(answer: HttpResponse) -> None:
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_no_other_site_learns_which_page_was_read(answer: HttpResponse) -> None:
    assert answer["Referrer-Policy"] == "same-origin"


def test_no_other_site_may_read_embed_or_hold_an_answer(answer: HttpResponse) -> None:
    assert answer["Cross-Origin-Resource-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert not answer.has_header("Access-Control-Allow-Origin")


def test_an_origin_that_asks_to_share_is_not_echoed(worker: Client) -> None:
    answer = worker.get("/", headers={"Origin": "https://elsewhere.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_every_answer_says_what_it_is_and_in_which_letters(worker: Client, known: Known) -> None:
    for _, page in walk(worker, f"/families/{known.family.pk}", at_most=60):
        if page.status_code == 200:
            assert page["Content-Type"] == "text/html; charset=utf-8"
    assert worker.get("/health")["Content-Type"] == "application/json"
    script = worker.get("/static/ui/onestory.js")
    script.close()
    assert script["Content-Type"] == 'text/javascript; charset="utf-8"'


@pytest.mark.hazard("HZ-83")
def test_no_page_of_a_family_is_kept_by_a_browser_or_a_proxy(worker: Client, known: Known) -> None:
    for address, page in walk(worker, f"/families/{known.family.pk}", at_most=60):
        assert "no-store" in page["Cache-Control"], address
        assert "Cookie" in page["Vary"], address


@pytest.mark.hazard("HZ-83")
def test_signing_out_empties_what_the_tab_held(worker: Client) -> None:
    answer = worker.post("/account/logout/")
    assert answer["Clear-Site-Data"] == '"storage"'
    assert not worker.get("/account/login/").has_header("Clear-Site-Data")


@pytest.mark.hazard("HZ-84")
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_gets_nothing_but_a_link_that_was_followed(worker: Client, site: str) -> None:
    followed = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert worker.get("/", headers=followed).status_code == 200
    for change in ({"Sec-Fetch-Dest": "iframe"}, {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}):
        refused = worker.get("/", headers=followed | change)
        assert (refused.status_code, refused["Cache-Control"]) == (403, "private, no-store")
    assert worker.post("/find", {"q": "Okafor"}, headers=followed).status_code == 403


def test_our_own_pages_and_browsers_that_do_not_say_are_answered(worker: Client) -> None:
    assert worker.get("/", headers={"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}).status_code == 200
    assert worker.get("/", headers={"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}).status_code == 200
    assert worker.get("/").status_code == 200


@pytest.mark.hazard("HZ-84")
def test_cookies_are_ours_alone_hidden_from_scripts_and_not_sent_from_other_sites(with_password: Account) -> None:
    browser = Client()
    browser.get("/account/login/")
    browser.post("/account/login/", {"login": with_password.email, "password": PASSWORD})
    assert set(browser.cookies) == COOKIES
    for cookie in browser.cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")


def test_what_was_said_once_stands_in_no_cookie(worker: Client, known: Known) -> None:
    worker.post(f"/families/{known.family.pk}/circle/own", {"name": "Gran", "relation": "grandmother"})
    assert set(worker.cookies) <= COOKIES


def test_every_page_offers_the_way_out(worker: Client, known: Known) -> None:
    for address, page in walk(worker, f"/families/{known.family.pk}", at_most=60):
        if page.status_code == 200:
            assert re.search(r'action="/account/logout/"', page.content.decode()), address


def test_every_box_for_a_password_hides_it_and_lets_a_manager_fill_it(with_password: Account) -> None:
    browser = Client()
    pages = [browser.get("/account/login/")]
    browser.post("/account/login/", {"login": with_password.email, "password": PASSWORD})
    pages.append(browser.get("/account/password/change/"))
    boxes = [box for page in pages for box in re.findall(r"<input[^>]*password[^>]*>", page.content.decode())]
    assert len(boxes) >= 3
    for box in boxes:
        assert 'type="password"' in box
        assert re.search(r'autocomplete="(current|new)-password"', box)
        assert "onpaste" not in box
