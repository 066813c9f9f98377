"""Nobody keeps the watches of the night from running, and where they have not run somebody hears of it, whatever the reason."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.test import Client
from tests.accounts import browser, sign_in, with_password
from tests.factories import an_account, as_superuser
from tests.safety.test_stolen_statements import refused, run

from onestory.access.actions import watching
from onestory.access.models import Alert
from onestory.access.viewer import acting_as
from onestory.config import doctor, work

pytestmark = pytest.mark.django_db

IN_THE_WAY = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, lock)"
    " VALUES ('nowhere', 'x', 'watch', 'watch')"
)
DEFER = """SELECT procrastinate_defer_jobs_v1(ARRAY[
  ROW('nowhere', 'x', 0, 'watch', 'watch', '{}', NULL)]::procrastinate_job_to_defer_v1[])"""
WRITES = {
    "a job in the way": IN_THE_WAY,
    "the same by the library": DEFER,
    "a job taken and not done": "SELECT procrastinate_fetch_job_v2(NULL, NULL)",
    "a job said to be done": "SELECT procrastinate_finish_job_v1(1, 'succeeded', false)",
    "a job put off": "UPDATE procrastinate_jobs SET scheduled_at = 'infinity'",
    "a night said to be begun": "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp) VALUES ('watch', 9)",
    "what was done forgotten": "DELETE FROM procrastinate_events",
    "a night said to be watched": "UPDATE access_night SET finished_at = 'infinity'",
}


def as_the_worker(*statements: str) -> Any:
    """On the queue's own connection; undone afterwards."""
    here = settings.DATABASES["queue"]
    with psycopg.connect(
        dbname=here["NAME"], user=here["USER"], password=here["PASSWORD"], host=here["HOST"], port=here["PORT"] or None
    ) as queue:
        found = [queue.execute(one).rowcount for one in statements]
        queue.rollback()
        return found


def late(hours: int = 37) -> None:
    as_superuser("UPDATE access_night SET finished_at = now() - {} * interval '1 hour'", hours)


@pytest.mark.hazard("HZ-35")
@pytest.mark.parametrize("what", WRITES)
def test_the_application_cannot_hold_up_the_watches(what: str) -> None:
    """It reads how far the queue has come; all that writes there is the worker's."""
    with acting_as(an_account(role="administrator")):
        refused(WRITES[what])
        assert run("SELECT count(*) FROM procrastinate_jobs") is not None


@pytest.mark.hazard("HZ-87")
def test_the_worker_holds_its_queue_and_nothing_else() -> None:
    assert as_the_worker(IN_THE_WAY) == as_the_worker(DEFER) == [1]
    for closed in ("people_person", "access_account", "audit_auditevent", "access_password"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_the_worker(f"SELECT 1 FROM {closed}")


@pytest.mark.hazard("HZ-87")
def test_a_night_that_was_not_watched_is_told_of_by_whoever_signs_in_next(client: Client) -> None:
    """A worker that is not there tells nobody; the same is told once."""
    late()
    assert client.get("/ready").json()["watched"] is False
    for _ in range(2):
        worker = with_password()
        sign_in(browser(), worker.email)
    for role in ("administrator", "information_governance"):
        with acting_as(an_account(role=role)):
            assert Alert.objects.filter(kind="watch_late", to_role=role).count() == 1


@pytest.mark.hazard("HZ-87")
def test_the_worker_makes_up_for_a_night() -> None:
    late()
    assert watching.is_late()
    work.heartbeat(timestamp=0)
    assert not watching.is_late()
    with acting_as(an_account(role="administrator")):
        assert Alert.objects.filter(kind="watch_late").exists()


@pytest.mark.parametrize(("hours", "mend"), [(35, False), (37, True)])
def test_the_doctor_says_when_a_night_is_late(hours: int, mend: bool) -> None:
    late(hours)
    assert bool(doctor._watches().mend) is mend


def test_nothing_is_late_that_was_just_made() -> None:
    assert not watching.is_late()
    assert watching.warn_if_late() is False
    with acting_as(an_account(role="administrator")):
        assert not Alert.objects.filter(kind="watch_late").exists()
