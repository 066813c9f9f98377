"""A session ends when its time is over, and at once when somebody says so; by the server's clock, whatever the browser keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from tests.accounts import PASSWORD, browser, close, is_in, sign_in, with_an_app, with_password

from onestory.access.models import Account, SignedIn
from onestory.access.session_limits import FAMILY, LIMITS, SHARED, STAFF
from onestory.access.viewer import acting_as
from onestory.audit.models import AuditEvent

MORNING = datetime.now(tz=UTC).replace(second=0, microsecond=0)


def signed_in(account: Account, *, shared: bool = False) -> Client:
    client = browser()
    with time_machine.travel(MORNING, tick=False):
        sign_in(client, account.email, **({"shared": "on"} if shared else {}))
        assert is_in(client)
    return client


def in_after(client: Client, minutes: float) -> bool:
    with time_machine.travel(MORNING + timedelta(minutes=minutes), tick=False):
        return is_in(client)


@pytest.mark.hazard("HZ-13")
@pytest.mark.parametrize(("audience", "minutes"), [(STAFF, 20), (FAMILY, 15), (SHARED, 5)])
def test_nothing_done_for_a_while_ends_it(db: None, audience: str, minutes: int) -> None:
    account = with_password(kind="family" if audience == FAMILY else "staff")
    client = signed_in(account, shared=audience == SHARED)
    assert LIMITS[audience].idle == timedelta(minutes=minutes)
    assert in_after(client, minutes - 1), "still here, and counted as such"
    assert in_after(client, 2 * minutes - 2)
    assert not in_after(client, 3 * minutes - 2)


@pytest.mark.hazard("HZ-13")
@pytest.mark.parametrize(("audience", "hours"), [(STAFF, 10), (FAMILY, 4), (SHARED, 1)])
def test_no_session_goes_on_for_ever_however_busy(db: None, audience: str, hours: int) -> None:
    client = signed_in(with_password(kind="family" if audience == FAMILY else "staff"), shared=audience == SHARED)
    step = int(LIMITS[audience].idle.total_seconds()) // 60 - 1
    for minute in range(step, hours * 60, step):
        assert in_after(client, minute)
    assert not in_after(client, hours * 60)


@pytest.mark.hazard("HZ-13")
def test_a_device_is_marked_as_shared_after_signing_in_too(db: None) -> None:
    """A passkey has no box to tick."""
    client = signed_in(with_password())
    with time_machine.travel(MORNING, tick=False):
        client.post("/account/sessions/shared", {"shared": "yes"})
    assert not in_after(client, 6)


@pytest.mark.hazard("HZ-13")
def test_a_family_on_a_shared_device_has_the_shorter_of_the_two(db: None) -> None:
    assert not in_after(signed_in(with_password(kind="family"), shared=True), 6)


@pytest.mark.hazard("HZ-84")
def test_whoever_writes_in_the_table_of_sessions_does_not_lengthen_one(db: None) -> None:
    """What is enforced is sealed in the session; the table's columns are for listing."""
    client = signed_in(with_password())
    SignedIn.objects.update(
        expire_date=MORNING + timedelta(days=9), started_at=MORNING + timedelta(days=9), shared=False
    )
    assert not in_after(client, 21)


@pytest.mark.hazard("HZ-75")
def test_what_a_session_holds_cannot_be_read_from_its_table(db: None) -> None:
    """It may hold the secret of an authenticator app that is being set up."""
    account = with_password()
    signed_in(account)
    kept = SignedIn.objects.get(account=account)
    assert str(account.pk) not in kept.session_data
    assert "number" not in kept.session_data


@pytest.mark.hazard("HZ-84")
def test_the_key_changes_as_somebody_signs_in(db: None) -> None:
    """One planted in a browser before is worth nothing after."""
    client = browser()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client, with_password().email)
    assert client.cookies["sessionid"].value != session.session_key
    assert is_in(client)
    thief = browser("198.51.100.1")
    thief.cookies["sessionid"] = session.session_key
    assert not is_in(thief)


def test_ending_one_session_ends_that_one_with_its_next_request(db: None) -> None:
    account = with_password()
    here, phone = signed_in(account), signed_in(account)
    number = phone.session["number"]
    here.post(f"/account/sessions/{number}/end")
    assert is_in(here)
    assert not is_in(phone)


def test_ending_all_others_leaves_the_one_it_was_asked_from(db: None) -> None:
    account = with_password()
    here, phone, desk = (signed_in(account) for _ in range(3))
    here.post("/account/sessions/others/end")
    assert [is_in(one) for one in (here, phone, desk)] == [True, False, False]


@pytest.mark.hazard("HZ-84")
def test_nobody_ends_or_sees_a_session_of_somebody_elses(db: None) -> None:
    theirs = signed_in(with_password("Jo Stone"))
    mine = signed_in(with_password())
    number = theirs.session["number"]
    answer = mine.post(f"/account/sessions/{number}/end")
    assert answer.status_code == 404
    assert number not in mine.get("/account/sessions/").content.decode()
    assert is_in(theirs)


@pytest.mark.hazard("HZ-84")
def test_a_new_password_ends_every_other_session(db: None) -> None:
    account = with_password()
    here, phone = browser(), browser()
    sign_in(here, account.email)
    sign_in(phone, account.email)
    new = "four other words entirely"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_in(here)
    assert not is_in(phone)
    assert SignedIn.objects.filter(account=account).count() == 1


@pytest.mark.hazard("HZ-84")
def test_taking_a_second_step_away_ends_every_other_session(
    db: None, django_capture_on_commit_callbacks: object
) -> None:
    account = with_password()
    here, phone = browser(), browser()
    sign_in(here, account.email)
    sign_in(phone, account.email)
    with_an_app(account)
    here.post("/account/reauthenticate/", {"password": PASSWORD})
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert here.post("/account/2fa/totp/deactivate/").status_code == 302
    assert is_in(here)
    assert not is_in(phone)


@pytest.mark.hazard("HZ-37")
def test_closing_an_account_takes_its_sessions_with_it(db: None) -> None:
    leaver = with_password()
    client = signed_in(leaver)
    close(leaver, by=with_password("Al Min", role="administrator"))
    assert not SignedIn.objects.filter(account=leaver).exists()
    assert not in_after(client, 0)


def test_where_one_is_signed_in_says_on_what_and_which_is_this_one(db: None) -> None:
    account = with_password()
    here = browser(agent="Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130")
    phone = browser(agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1")
    sign_in(here, account.email)
    sign_in(phone, account.email)
    page = here.get("/account/sessions/").content.decode()
    assert "Windows computer, this one" in page
    assert "iPhone" in page
    assert "iPhone, this one" not in page


def test_ending_a_session_is_written_down(db: None) -> None:
    account = with_password()
    here, phone = signed_in(account), signed_in(account)
    here.post(f"/account/sessions/{phone.session['number']}/end")
    governor = with_password("Iris Gower", role="information_governance")
    with acting_as(governor):
        assert AuditEvent.objects.filter(account_id=account.pk, action="accounts.end_session").count() == 1
