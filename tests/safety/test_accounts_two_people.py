"""Letting somebody in, or into a team, takes two people; neither is whoever it is about (HZ-15, HZ-39)."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.accounts import PASSWORD, browser, is_in, sign_in, with_an_app, with_password
from tests.factories import a_team, an_account

from onestory.access import accounts_queries as queries
from onestory.access import overseeing
from onestory.access.actions import accounts, placements, recoveries
from onestory.access.models import Account, Alert, Placement, Recovery, SignedIn, TeamMembership
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid, NotThere

NEW = "four other words entirely"


def administrator(name: str) -> Account:
    return with_password(name, role="administrator")


def refused(statement: str, given: list[object]) -> None:
    """The database itself says no."""
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)


def link_for(account: Account, *, first: Account, second: Account, step_too: bool = False) -> str:
    with acting_as(first) as viewer:
        made = recoveries.ask(by=viewer, account=account, seen="document", second_step_too=step_too)
    with acting_as(second) as viewer:
        recoveries.confirm(by=viewer, recovery=queries.recovery(viewer, made))
    with acting_as(first) as viewer:
        token = recoveries.make_link(by=viewer, recovery=queries.recovery(viewer, made))
    return f"/account/set-up/{token}/"


@pytest.fixture
def first(db: None) -> Account:
    return administrator("Al Min")


@pytest.fixture
def second(db: None) -> Account:
    return administrator("Bo Tran")


@pytest.mark.hazard("HZ-15")
@pytest.mark.parametrize("kind", ["staff", "family"])
def test_two_people_let_somebody_back_in_by_a_link_that_works_once(first: Account, second: Account, kind: str) -> None:
    account = with_password(kind=kind)
    link = link_for(account, first=first, second=second)
    client = browser()
    assert client.get(link).status_code == 200
    assert client.post(link, {"password": NEW})["Location"] == "/account/login/"
    assert client.get(link).status_code == 404
    assert client.post(link, {"password": "yet another four words"}).status_code == 404
    sign_in(client, account.email, NEW)
    assert is_in(client)


@pytest.mark.hazard("HZ-39")
def test_somebody_who_let_nobody_in_hears_of_it_once_the_link_was_used(first: Account, second: Account) -> None:
    account, governor = with_password(), an_account(role="information_governance")
    link = link_for(account, first=first, second=second)
    with acting_as(governor) as viewer:
        assert overseeing.alerts(viewer) == ([], None)
    browser().post(link, {"password": NEW})
    with acting_as(governor) as viewer:
        assert [(one.kind, one.about_id) for one in overseeing.alerts(viewer)[0]] == [(Alert.Kind.RECOVERY, account.pk)]


@pytest.mark.hazard("HZ-15")
def test_nobody_lets_anybody_in_alone(first: Account) -> None:
    account = with_password()
    with acting_as(first) as viewer:
        made = recoveries.ask(by=viewer, account=account, seen="known", second_step_too=False)
        one = queries.recovery(viewer, made)
        with pytest.raises(Invalid):
            recoveries.confirm(by=viewer, recovery=one)
        with pytest.raises(Invalid):
            recoveries.make_link(by=viewer, recovery=one)
        refused("SELECT wall.confirm_recovery(%s)", [made])
        refused("SELECT wall.issue_recovery(%s, %s)", [made, "0" * 64])
        refused("UPDATE access_recovery SET confirmed_at = now() WHERE id = %s", [made])


@pytest.mark.hazard("HZ-15")
def test_nobody_lets_themselves_back_in(first: Account, second: Account) -> None:
    with acting_as(first) as viewer:
        with pytest.raises(Invalid):
            recoveries.ask(by=viewer, account=first, seen="document", second_step_too=False)
        made = recoveries.ask(by=viewer, account=second, seen="document", second_step_too=False)
    with acting_as(second):
        refused("SELECT wall.confirm_recovery(%s)", [made])


@pytest.mark.hazard("HZ-39")
def test_only_administrators_let_people_back_in(first: Account) -> None:
    account, worker = with_password(), with_password("Jo Stone")
    with acting_as(worker) as viewer:
        with pytest.raises(NotThere):
            recoveries.ask(by=viewer, account=account, seen="document", second_step_too=False)
        refused("SELECT wall.ask_recovery(gen_random_uuid(), %s, 'document', false)", [account.pk])
    with acting_as(first) as viewer:
        made = recoveries.ask(by=viewer, account=account, seen="document", second_step_too=False)
    with acting_as(worker):
        assert not Recovery.objects.exists()
        refused("SELECT wall.confirm_recovery(%s)", [made])


@pytest.mark.hazard("HZ-15")
def test_a_link_signs_out_whoever_is_in_and_a_newer_one_ends_it(first: Account, second: Account) -> None:
    account, thief = with_password(), browser("198.51.100.1")
    sign_in(thief, account.email)
    older = link_for(account, first=first, second=second)
    assert not is_in(thief)
    assert not SignedIn.objects.filter(account=account).exists()
    link_for(account, first=first, second=second)
    assert browser().get(older).status_code == 404


@pytest.mark.hazard("HZ-15")
def test_a_link_is_too_old_after_an_hour(first: Account, second: Account) -> None:
    """By the database's clock, which a test cannot turn: the link's own end is looked at."""
    link_for(with_password(), first=first, second=second)
    with acting_as(first):
        one = Recovery.objects.get()
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM link_ends_at - now())::int FROM access_recovery")
            assert cursor.fetchone() == (3600,)
    assert one.token_digest not in {"", None}


@pytest.mark.hazard("HZ-15")
def test_a_lost_telephone_goes_with_the_password_only_when_that_was_said(first: Account, second: Account) -> None:
    for step_too, asked_for_a_code in ((False, True), (True, False)):
        account, client = with_an_app(with_password()), browser()
        client.post(link_for(account, first=first, second=second, step_too=step_too), {"password": NEW})
        answer = sign_in(client, account.email, NEW)
        assert ("2fa" in answer["Location"]) is asked_for_a_code


@pytest.mark.hazard("HZ-15")
def test_the_owner_is_told_who_let_them_back_in(first: Account, second: Account) -> None:
    account, client = with_password(), browser()
    client.post(link_for(account, first=first, second=second), {"password": NEW})
    for _ in range(2):
        sign_in(client, account.email, NEW)
        page = client.get("/account/sessions/").content.decode()
        assert "Al Min checked who you are and Bo Tran agreed" in page
        client.post("/account/logout/")


def test_a_password_too_easily_guessed_does_not_use_the_link_up(first: Account, second: Account) -> None:
    client = browser()
    link = link_for(with_password(), first=first, second=second)
    answer = client.post(link, {"password": "onestory2026"})
    assert answer.status_code == 422
    assert b"others here would guess" in answer.content
    assert client.post(link, {"password": NEW}).status_code == 302


def test_the_pages_take_two_people_through_it(first: Account, second: Account) -> None:
    account = with_password("Sam Reed")
    one, other = Client(), Client()
    sign_in(one, first.email)
    sign_in(other, second.email)
    found = one.post("/account/others/", {"called": "sam reed"}).content.decode()
    assert f"/account/others/{account.pk}/let-in" in found
    assert one.post(f"/account/others/{account.pk}/let-in", {}).status_code == 422
    one.post(f"/account/others/{account.pk}/let-in", {"seen": "document"})
    waiting = other.get("/account/others/").content.decode()
    agree = re.search(r"/account/let-in/[0-9a-f-]+/agree", waiting)
    assert agree
    assert "/agree" not in one.get("/account/others/").content.decode()
    other.post(agree[0])
    link = re.search(r"/account/let-in/[0-9a-f-]+/link", one.get("/account/others/").content.decode())
    assert link
    shown = one.post(link[0]).content.decode()
    set_up = re.search(r"/account/set-up/[\w-]+/", shown)
    assert set_up
    assert browser().get(set_up[0]).status_code == 200


@pytest.mark.hazard("HZ-39")
def test_an_administrator_alone_places_nobody(first: Account, second: Account) -> None:
    """An account made for nobody, placed beside families, would be theirs to read by."""
    puppet, team = an_account("Pat Peg", role=""), a_team()
    with acting_as(first) as viewer:
        asked = accounts.place_in_team(by=viewer, account=puppet, team=team, role="practitioner")
        assert not TeamMembership.objects.filter(account=puppet).exists()
        with pytest.raises(Invalid):
            placements.agree(by=viewer, placement=Placement.objects.get(pk=asked))
        refused("SELECT wall.decide_placement(%s, true)", [asked])
        refused(
            "SELECT wall.set_team_role(gen_random_uuid(), %s, %s, 'practitioner', NULL, NULL)", [puppet.pk, team.pk]
        )
    with acting_as(second) as viewer:
        placements.agree(by=viewer, placement=queries.placement(viewer, asked))
        assert TeamMembership.objects.live().filter(account=puppet, role="practitioner").exists()


@pytest.mark.hazard("HZ-39")
def test_the_supervisor_of_that_team_agrees_and_no_other(first: Account) -> None:
    newcomer, team = an_account("Kim Lee", role=""), a_team()
    own = an_account("Sue Pryor", role="supervisor", team=team)
    other = an_account("Jan Else", role="supervisor")
    with acting_as(first) as viewer:
        asked = accounts.place_in_team(by=viewer, account=newcomer, team=team, role="practitioner")
    with acting_as(other) as viewer:
        with pytest.raises(NotThere):
            queries.placement(viewer, asked)
        refused("SELECT wall.decide_placement(%s, true)", [asked])
    with acting_as(own) as viewer:
        placements.agree(by=viewer, placement=queries.placement(viewer, asked))
        assert TeamMembership.objects.live().filter(account=newcomer, team=team).exists()


@pytest.mark.hazard("HZ-39")
def test_an_administrator_changes_nobodys_password_or_address(first: Account) -> None:
    """They open, close and wake accounts; how somebody else signs in is not theirs to change."""
    victim = with_password()
    with acting_as(first):
        refused("SELECT wall.keep_password(%s, 'x')", [victim.pk])
        refused("UPDATE access_account SET email = 'mine@example.org' WHERE id = %s", [victim.pk])
    client = browser()
    sign_in(client, victim.email, PASSWORD)
    assert is_in(client)
