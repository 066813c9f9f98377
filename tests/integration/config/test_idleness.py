"""Twenty minutes of nothing end a session; a minute of something does not write to the database at every press."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from tests.factories import an_account

from onestory.access.models import SignedIn

MORNING = datetime.now(tz=UTC).replace(second=0, microsecond=0)


@pytest.fixture
def signed_in(db: None) -> Client:
    client = Client()
    client.force_login(an_account(), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_an_idle_session_ends_and_a_used_one_goes_on(signed_in: Client) -> None:
    with time_machine.travel(MORNING + timedelta(minutes=15), tick=False):
        assert signed_in.get("/").status_code == 200
    with time_machine.travel(MORNING + timedelta(minutes=30), tick=False):
        assert signed_in.get("/").status_code == 200
    with time_machine.travel(MORNING + timedelta(minutes=51), tick=False):
        assert signed_in.get("/").status_code == 302


def test_within_a_minute_the_session_is_saved_once(signed_in: Client) -> None:
    with time_machine.travel(MORNING + timedelta(minutes=2), tick=False):
        signed_in.get("/")
        ends = SignedIn.objects.get().expire_date
    with time_machine.travel(MORNING + timedelta(minutes=2, seconds=1), tick=False):
        signed_in.get("/")
    assert SignedIn.objects.get().expire_date == ends
