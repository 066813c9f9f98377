"""An account of staff that nobody uses falls asleep; what it could see is closed at once (HZ-37)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.accounts import browser, is_in, put_to_sleep, sign_in, with_password
from tests.factories import a_family, an_account, as_superuser

from onestory.access import knocking, overseeing
from onestory.access.actions import accounts
from onestory.access.models import Account, Alert
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid, NotThere
from onestory.people.models import Person


def last_here(account: Account, at: datetime) -> Account:
    as_superuser("UPDATE access_account SET last_login = {}, created_at = {} WHERE id = {}", at, at, account.pk)
    return account


@pytest.mark.hazard("HZ-37")
@pytest.mark.parametrize(("days", "asleep"), [(44, False), (46, True)])
def test_staff_fall_asleep_after_45_days(db: None, days: int, asleep: bool) -> None:
    account = last_here(with_password(), timezone.now() - timedelta(days=days))
    accounts.sleep_dormant()
    account.refresh_from_db()
    assert (account.asleep_since is not None) is asleep


@pytest.mark.hazard("HZ-37")
def test_administrators_hear_once_of_each_who_fell_asleep(db: None) -> None:
    account = last_here(with_password(), timezone.now() - timedelta(days=46))
    for _ in range(2):
        accounts.sleep_dormant()
    heard = [(Alert.Kind.ASLEEP, account.pk)]
    for role, told in (("administrator", heard), ("information_governance", []), ("practitioner", [])):
        with acting_as(an_account(role=role)) as viewer:
            assert [(one.kind, one.about_id) for one in overseeing.alerts(viewer)[0]] == told


@pytest.mark.hazard("HZ-37")
def test_the_last_who_could_wake_the_others_stay_awake_those_away_longest_falling_asleep(db: None) -> None:
    now = timezone.now()
    away = [last_here(an_account(role="administrator"), now - timedelta(days=days)) for days in (90, 80, 70, 60)]
    governs = last_here(an_account(role="information_governance"), now - timedelta(days=99))
    assert accounts.sleep_dormant() == 2
    asleep = [knocking.of_session(each.pk).asleep_since is not None for each in (*away, governs)]  # type: ignore[union-attr]
    assert asleep == [True, True, False, False, False]


def test_a_familys_own_account_does_not_fall_asleep(db: None) -> None:
    """It opens them their own story. To be shut out for having had no need of us would be a wall of our making."""
    account = last_here(with_password(kind="family"), timezone.now() - timedelta(days=400))
    accounts.sleep_dormant()
    account.refresh_from_db()
    assert account.asleep_since is None


@pytest.mark.hazard("HZ-37")
def test_whoever_is_asleep_sees_nothing_even_in_a_session_left_open(db: None) -> None:
    account = with_password()
    a_family(account)
    client = browser()
    sign_in(client, account.email)
    put_to_sleep(account)
    assert not is_in(client)
    with acting_as(account):
        assert not Person.objects.exists()


def test_only_the_right_password_is_told_that_the_account_is_asleep(db: None) -> None:
    account, client = with_password(), browser()
    put_to_sleep(account)
    answer = sign_in(client, account.email)
    assert answer["Location"] == "/account/asleep/"
    assert not is_in(client)


def test_an_administrator_wakes_it_and_it_stays_awake(db: None) -> None:
    account = last_here(with_password(), timezone.now() - timedelta(days=99))
    accounts.sleep_dormant()
    account.refresh_from_db()
    with acting_as(with_password("Al Min", role="administrator")) as viewer:
        accounts.wake(by=viewer, account=account)
    accounts.sleep_dormant()
    client = browser()
    sign_in(client, account.email)
    assert is_in(client)


def test_nobody_else_wakes_an_account_and_none_is_woken_twice(db: None) -> None:
    account = with_password()
    with acting_as(with_password("Jo Stone")) as viewer, pytest.raises(NotThere):
        accounts.wake(by=viewer, account=account)
    with acting_as(with_password("Al Min", role="administrator")) as viewer, pytest.raises(Invalid, match="not asleep"):
        accounts.wake(by=viewer, account=account)
