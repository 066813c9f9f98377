"""Opening a record in an emergency: an hour, a reason that others read, and never what is closed to somebody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Known, an_account
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said
from tests.integration.workspace.test_alongside import ASK, NOBODY, typed

from onestory.access import queries as access
from onestory.access.actions import guarding
from onestory.access.models import Account, Alert, BreakGlass
from onestory.access.viewer import acting_as
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.support.actions import circle

BREAK = reverse("workspace:break_glass")
WHY = "Smoke was seen and nobody answers; who lives there?"


@pytest.fixture
def alongside(known: Known) -> Known:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        circle.bring_in(by=viewer, family=family, account=known.author, role="Family support")
    return known


@pytest.fixture
def kit(alongside: Known) -> Account:
    return an_account("Kit Lane")


def token(browser: Client) -> str:
    found = re.search(r'name="family" value="([^"]+)"', browser.post(ASK, typed()).content.decode())
    assert found
    return found[1]


def broken(browser: Client, why: str = WHY) -> object:
    return browser.post(BREAK, {"family": token(browser), "reason": why})


def test_what_happens_is_said_before_anything_is_opened(alongside: Known, kit: Account) -> None:
    browser = browsers.of(kit)
    page = browser.post(BREAK, {"family": token(browser)}).content.decode()
    assert "it stays open to you for an hour" in page
    assert browser.get(about_family("family", alongside)).status_code == 404


def test_the_record_opens_and_every_page_of_it_says_until_when(alongside: Known, kit: Account) -> None:
    browser = browsers.of(kit)
    broken(browser)
    for page in ("family", "circle", "story"):
        shown = said(browser, about_family(page, alongside))
        assert "Open in an emergency" in shown
        assert "Smoke was seen" in shown
    assert "Open in an emergency" not in said(browser, "/")


def test_nobody_else_sees_the_notice(alongside: Known, kit: Account, signed_in: Client) -> None:
    broken(browsers.of(kit))
    assert "Open in an emergency" not in said(signed_in, about_family("family", alongside))


def test_the_circle_and_information_governance_are_told_at_once(alongside: Known, kit: Account) -> None:
    governance = an_account("Ivy Gray", role="information_governance")
    broken(browsers.of(kit))
    for told in (alongside.author, governance):
        with acting_as(told):
            assert [alert.about_id for alert in Alert.objects.filter(kind="break_glass")] == [kit.pk]


@pytest.mark.hazard("HZ-36")
def test_signing_out_ends_it(alongside: Known, kit: Account) -> None:
    browser = browsers.of(kit)
    broken(browser)
    assert browser.get(about_family("family", alongside)).status_code == 200
    browser.post(reverse("account_logout"))
    assert browsers.of(kit).get(about_family("family", alongside)).status_code == 404


@pytest.mark.parametrize("wrong", ["", "made up", "01a20206-b6ca-70d3-b3a2-c11f12ae0e84"])
def test_a_family_is_never_typed(alongside: Known, kit: Account, wrong: str) -> None:
    answer = browsers.of(kit).post(BREAK, {"family": wrong or str(alongside.family.pk), "reason": WHY})
    assert answer.status_code == 422
    assert "Ask again" in answer.content.decode()


def test_a_token_is_of_use_to_nobody_else_and_tells_nothing(alongside: Known, kit: Account) -> None:
    given = token(browsers.of(kit))
    assert browsers.of(an_account("Jo Stone")).post(BREAK, {"family": given, "reason": WHY}).status_code == 422
    assert alongside.family.pk.hex not in given


def test_a_token_is_soon_too_old(alongside: Known, kit: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    browser = browsers.of(kit)
    given, now = token(browser), time.time()
    monkeypatch.setattr("cryptography.fernet.time.time", lambda: now + timedelta(minutes=16).total_seconds())
    assert browser.post(BREAK, {"family": given, "reason": WHY}).status_code == 422


@pytest.mark.parametrize("why", ["", "urgent"])
def test_a_reason_is_a_sentence(alongside: Known, kit: Account, why: str) -> None:
    browser = browsers.of(kit)
    answer = browser.post(BREAK, {"family": token(browser), "reason": why})
    assert answer.status_code == 422
    assert browser.get(about_family("family", alongside)).status_code == 404


@pytest.mark.hazard("HZ-25")
def test_it_never_opens_what_is_closed_to_them(alongside: Known, kit: Account) -> None:
    browser = browsers.of(kit)
    given = token(browser)
    with acting_as(alongside.author) as viewer:
        guarding.deny(by=viewer, family=alongside.family.pk, account=kit.pk, kind="conflict", reason="Her brother")
    assert browser.post(BREAK, {"family": given, "reason": WHY}).status_code == 404
    assert NOBODY in browser.post(ASK, typed()).content.decode()


@pytest.mark.parametrize("role", ["front_of_house", "volunteer", "administrator", "information_governance"])
def test_whose_work_it_is_not_finds_no_such_page(alongside: Known, role: str) -> None:
    assert browsers.of(an_account("Kit Lane", role=role)).post(BREAK, {"reason": WHY}).status_code == 404


def opened(known: Known, kit: Account) -> BreakGlass:
    broken(browsers.of(kit))
    with acting_as(known.author) as viewer:
        return access.emergencies_to_look_at(viewer)[0]


def test_those_alongside_find_it_on_today_and_say_what_they_found(
    alongside: Known, kit: Account, signed_in: Client
) -> None:
    one = opened(alongside, kit)
    page = about_family("emergency", alongside, one.pk)
    assert page in said(signed_in, "/")
    assert WHY in said(signed_in, page)
    left = {"opened_for": seal(one.pk), "justified": "no", "finding": "They had rung me first."}
    assert signed_in.post(page, left).status_code == 302
    assert page not in said(signed_in, "/")
    assert browsers.of(kit).get(about_family("family", alongside)).status_code == 404
    shown = said(signed_in, page)
    assert "It was not right to open it" in shown
    assert "They had rung me first." in shown


@pytest.mark.hazard("HZ-36")
def test_whoever_opened_it_never_looks_at_it_themselves(alongside: Known, kit: Account) -> None:
    one = opened(alongside, kit)
    browser, page = browsers.of(kit), about_family("emergency", alongside, one.pk)
    left = {"opened_for": seal(one.pk), "justified": "yes", "finding": "It was right."}
    assert [browser.get(page).status_code, browser.post(page, left).status_code] == [404, 404]
    with acting_as(alongside.author) as viewer:
        assert access.emergency(viewer, one.pk).closed_at is None


def test_whoever_opened_it_decides_nothing_about_it(alongside: Known, kit: Account) -> None:
    """Not who else sees it, nor who must not."""
    browser = browsers.of(kit)
    broken(browser)
    assert browser.get(about_family("keep_out", alongside)).status_code == 404
    left = {"opened_for": seal(alongside.family.pk), "kind": "conflict", "reason": "They are cousins"}
    assert browser.post(about_family("keep_them_out", alongside, alongside.author.pk), left).status_code == 404
