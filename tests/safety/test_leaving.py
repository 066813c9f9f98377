"""However many accounts one administrator closes, enough are left who could notice, and who could undo it (HZ-37, HZ-39)."""

from __future__ import annotations

import contextlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.accounts import browser, is_in, sign_in, with_password
from tests.factories import a_team, account_with, an_account, as_superuser, place_of

from onestory.access import leaving, overseeing, reviewing
from onestory.access.actions import accounts, teams
from onestory.access.models import Account, TeamMembership
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid, NotThere

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-39")]
TOO_FEW = "have to be left who can sign in"


@pytest.fixture
def al() -> Account:
    return an_account("Al Min", role="administrator")


@pytest.fixture
def bo(al: Account) -> Account:
    return an_account("Bo Tran", role="administrator")


def close(account: Account, *, by: Account) -> None:
    with acting_as(by) as viewer:
        accounts.close_account(by=viewer, account=account)


@pytest.mark.parametrize("role", ["administrator", "information_governance"])
def test_the_last_who_are_needed_are_not_closed(al: Account, role: str) -> None:
    last = an_account("Lou Park", role=role)
    with pytest.raises(Invalid, match=TOO_FEW):
        close(last, by=al)
    last.refresh_from_db()
    assert last.is_active


def test_with_a_third_administrator_one_may_leave(al: Account, bo: Account) -> None:
    third = an_account("Cy Reed", role="administrator")
    close(third, by=al)
    third.refresh_from_db()
    assert (third.is_active, third.closed_at is not None) == (False, True)
    with pytest.raises(Invalid, match=TOO_FEW):
        close(bo, by=al)


@pytest.mark.parametrize("asleep", [True, False])
def test_whoever_is_asleep_does_not_count_as_left(al: Account, bo: Account, asleep: bool) -> None:
    third = an_account("Cy Reed", role="administrator")
    if asleep:
        as_superuser("UPDATE access_account SET asleep_since = now() WHERE id = {}", third.pk)
        with pytest.raises(Invalid, match=TOO_FEW):
            close(bo, by=al)
    close(third, by=al)


@pytest.mark.parametrize("how", ["place", "review"])
def test_their_places_end_no_sooner_than_their_accounts(al: Account, bo: Account, how: str) -> None:
    place = place_of(bo)
    with acting_as(al) as viewer:
        team = reviewing.team(viewer, place.team_id).team
        ending = {
            "place": lambda: teams.end_place(by=viewer, membership=place),
            "review": lambda: teams.review(by=viewer, team=team, keep=[], end=[place.pk]),
        }
        with pytest.raises(Invalid, match=TOO_FEW):
            ending[how]()
    assert place_of(bo).ends_at is None


def test_one_of_two_places_of_an_administrator_may_end(al: Account, bo: Account) -> None:
    as_superuser("SELECT test_place_in_team(gen_random_uuid(), {}, {}, 'administrator')", bo.pk, a_team().pk)
    with acting_as(al) as viewer:
        place = TeamMembership.objects.filter(account=bo).first()
        assert place is not None
        teams.end_place(by=viewer, membership=place)


@pytest.mark.hazard("HZ-37")
def test_a_leaver_is_out_of_every_page_and_team(al: Account) -> None:
    leaver, client = with_password("Jo Stone"), browser()
    sign_in(client, leaver.email)
    close(leaver, by=al)
    assert not is_in(client)
    with acting_as(al):
        assert not TeamMembership.objects.live().filter(account=leaver).exists()


@pytest.mark.parametrize("role", ["administrator", "practitioner", "information_governance"])
def test_no_statement_closes_an_account_past_the_question(al: Account, bo: Account, role: str) -> None:
    with acting_as(an_account("Cy Reed", role=role)), contextlib.suppress(DatabaseError), transaction.atomic():
        Account.objects.filter(pk=bo.pk).update(is_active=False, closed_at=timezone.now())
    assert account_with(email=bo.email).is_active


@pytest.mark.parametrize("role", ["practitioner", "supervisor", "information_governance"])
def test_nobody_else_closes_one_and_nobody_their_own(al: Account, bo: Account, role: str) -> None:
    other = an_account("Cy Reed", role=role)
    for who, by in ((al, other), (other, other), (al, al)):
        with acting_as(by), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT wall.close_account(%s)", [who.pk])
    with pytest.raises(NotThere):
        close(al, by=other)


def test_many_closed_within_a_day_are_heard_of_once(al: Account) -> None:
    governor = an_account("Ivy Gray", role="information_governance")
    for number in range(leaving.MANY + 1):
        heard = _alerts(governor)
        assert len(heard) == (number >= leaving.MANY)
        close(an_account(f"Leaver {number}"), by=al)
    assert _alerts(governor) == [("accounts_closed", al.pk)]


def test_whoever_closed_them_does_not_look_at_that_themselves(al: Account) -> None:
    as_superuser("SELECT test_place_in_team(gen_random_uuid(), {}, {}, 'information_governance')", al.pk, a_team().pk)
    for number in range(leaving.MANY):
        close(an_account(f"Leaver {number}"), by=al)
    assert _alerts(al) == []


def _alerts(account: Account) -> list[tuple[str, object]]:
    with acting_as(account) as viewer:
        return [(one.kind, one.about_id) for one in overseeing.alerts(viewer)[0]]
