"""Accounts, places in teams and supervision, as an administrator keeps them; no family is seen on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Known, a_team, account_with, an_account, place_of
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said

from onestory.access.actions import grants, placements
from onestory.access.models import Account, Placement, Team
from onestory.access.viewer import acting_as, viewer_for
from onestory.core.dates import show_date, today
from onestory.faces.workspace.bound import seal


def at(name: str, *more: Any) -> str:
    return reverse(f"workspace:{name}", args=more)


@pytest.fixture
def admin(db: None) -> Client:
    return browsers.of(an_account("Ad Min", role="administrator"))


@pytest.fixture
def jo(db: None) -> Account:
    return an_account("Jo Stone")


def about(account: Account, **boxes: Any) -> dict[str, Any]:
    return {"opened_for": seal(account.pk), **boxes}


def somebody_else_agrees() -> None:
    """A place in a team takes two people."""
    with acting_as(an_account("Bo Tran", role="administrator")) as viewer:
        placements.agree(by=viewer, placement=Placement.objects.get(confirmed_at=None))


def test_everybody_is_listed_by_name_and_looked_for(admin: Client, jo: Account) -> None:
    assert "Jo Stone" in said(admin, at("staff"))
    assert "Jo Stone" in admin.post(at("staff"), {"called": "sto"}).content.decode()
    assert "Nobody by that name" in admin.post(at("staff"), {"called": "zebedee"}).content.decode()


def test_an_account_is_opened_and_placed(admin: Client, known: Known) -> None:
    admin.post(at("open_account"), {"name": "Lou Park", "email": "lou@example.org", "job_title": "Midwife"})
    lou, team = account_with(email="lou@example.org"), a_team("Maternity")
    last = show_date(today() + timedelta(days=90))
    placed = admin.post(at("place_in_team", lou.pk), about(lou, team=str(team.pk), role="practitioner", until=last))
    assert placed.status_code == 302
    assert "Practitioner in" not in said(admin, at("account", lou.pk))
    somebody_else_agrees()
    page = said(admin, at("account", lou.pk))
    assert f"Practitioner in {team.name}" in page
    assert f"until {show_date(today() + timedelta(days=91))}" in page or f"until {last}" in page


def test_a_new_team_is_made_where_somebody_is_placed(admin: Client, jo: Account) -> None:
    admin.post(at("place_in_team", jo.pk), about(jo, new_team="Ernesettle", role="volunteer"))
    somebody_else_agrees()
    assert "Volunteer in Ernesettle" in said(admin, at("account", jo.pk))


@pytest.mark.parametrize(
    "wrong", [{"role": ""}, {"role": "linkage"}, {"team": "", "new_team": ""}, {"until": "1 1 2020"}]
)
def test_a_place_has_a_team_and_a_role(admin: Client, jo: Account, wrong: dict[str, str]) -> None:
    left = about(jo, team=str(a_team().pk), role="volunteer") | wrong
    accepted = admin.post(at("place_in_team", jo.pk), left)
    assert accepted.status_code == 422


@pytest.mark.hazard("HZ-37")
def test_ending_a_place_ends_what_they_saw_by_it(admin: Client, known: Known) -> None:
    team = a_team("Front door")
    kit = an_account("Kit Lane", role="triage", team=team)
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, team=team.pk)
    browser = browsers.of(kit)
    assert browser.get(about_family("family", known)).status_code == 200
    place = place_of(kit)
    admin.post(at("end_place", kit.pk, place.pk), {"opened_for": seal(place.pk)})
    assert browser.get(about_family("family", known)).status_code == 404


def test_who_supervises_is_set_and_taken_back(admin: Client, jo: Account) -> None:
    sue = an_account("Sue Pine", role="supervisor")
    admin.post(at("supervision", jo.pk), about(jo, supervisors=[str(sue.pk)]))
    with acting_as(sue) as viewer:
        assert jo.pk in viewer.accounts
    admin.post(at("supervision", jo.pk), about(jo))
    with acting_as(sue):
        assert jo.pk not in viewer_for(sue).accounts


@pytest.mark.hazard("HZ-37")
def test_a_closed_account_is_signed_out_everywhere(admin: Client, jo: Account) -> None:
    browser = browsers.of(jo)
    assert browser.get("/").status_code == 200
    assert admin.post(at("close_account", jo.pk), about(jo)).status_code == 302
    assert browser.get("/").status_code == 302
    assert "Closed" in said(admin, at("account", jo.pk))


@pytest.mark.hazard("HZ-39")
def test_the_page_says_why_the_last_administrator_but_one_stays(admin: Client) -> None:
    bo = an_account("Bo Tran", role="administrator")
    answer = admin.post(at("close_account", bo.pk), about(bo))
    assert answer.status_code == 422
    assert "At least two administrators" in answer.content.decode()


def test_nobody_changes_their_own_account(db: None) -> None:
    account = an_account("Ad Min", role="administrator")
    browser = browsers.of(account)
    assert "Somebody else changes your own account" in said(browser, at("account", account.pk))
    for page in ("place_in_team", "supervision", "close_account"):
        assert browser.post(at(page, account.pk), about(account)).status_code == 404


@pytest.mark.hazard("HZ-39")
def test_an_administrator_reads_no_family(admin: Client, known: Known) -> None:
    assert known.family.name not in said(admin, at("account", known.author.pk))
    assert admin.get(about_family("family", known)).status_code == 404


@pytest.mark.parametrize("role", ["practitioner", "supervisor", "analyst", "information_governance"])
def test_nobody_else_keeps_accounts(jo: Account, role: str) -> None:
    browser = browsers.of(an_account("Kit Lane", role=role))
    assert browser.get(at("account", jo.pk)).status_code == 404
    assert browser.post(at("close_account", jo.pk), about(jo)).status_code == 404
    assert account_with(email=jo.email).is_active


def test_two_teams_of_one_name_are_refused(admin: Client, jo: Account) -> None:
    team = a_team("Ernesettle")
    answer = admin.post(at("place_in_team", jo.pk), about(jo, new_team=team.name.upper(), role="volunteer"))
    assert "There is a team of that name" in answer.content.decode()
    assert Team.objects.filter(name__iexact=team.name).count() == 1
