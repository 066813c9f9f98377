"""Conservation: whatever anybody does with requests, in any order, and wherever it breaks off, none is lost (HZ-55)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Barrier

import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from tests.asking import colleague_in, front_door, said
from tests.chance_of_requests import anything, wrong
from tests.factories import a_team, an_account, as_superuser

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7
from onestory.support.actions import requests
from onestory.support.models import Request

ACTS = 40
RAISE = """DO $$ DECLARE x record; BEGIN
  FOR x IN {} LOOP RAISE EXCEPTION '%', x; END LOOP; END $$"""
KILLED, NOTED_BEFORE_IT = 6, 4


def everybody() -> list[Account]:
    """Two at the front door, two of another team, and somebody who supervises there."""
    duty, team = front_door()
    other = a_team("Whitleigh")
    boss = an_account("Bo Hall", role="supervisor", team=other)
    return [duty, colleague_in(team), colleague_in(other, "Lee Vane"), colleague_in(other, "Al Ford"), boss]


@pytest.mark.hazard("HZ-55")
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=some.integers(0, 2**32), broken=some.sets(some.integers(0, ACTS - 1), max_size=20))
def test_no_request_is_lost_under_random_acts_that_break_off(db: None, seed: int, broken: set[int]) -> None:
    with transaction.atomic():
        chance, people, kept = Random(seed), everybody(), set()
        for turn in range(ACTS):
            made = anything(chance.choice(people), chance, others=[one.pk for one in people], breaks=turn in broken)
            kept |= {made} if made else set()
        as_superuser(RAISE.format(wrong()))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        assert _seen_by_anybody(people) == kept
        transaction.set_rollback(True)


def _seen_by_anybody(people: list[Account]) -> set[object]:
    """A request that nobody sees would be lost as well."""
    seen: set[object] = set()
    for one in people:
        with acting_as(one):
            seen |= set(Request.objects.values_list("pk", flat=True))
    return seen


@pytest.mark.hazard("HZ-55")
@pytest.mark.hazard("HZ-79")
def test_no_request_is_lost_by_processes_that_are_killed(
    transactional_db: None, admin_url: str, tmp_path: Path
) -> None:
    people, journals = everybody(), [tmp_path / f"{seed}.txt" for seed in range(KILLED)]
    command = [sys.executable, "-m", "tests.chance_of_requests"]
    for first in range(0, KILLED, 2):
        at_work = [
            subprocess.Popen([*command, str(seed), str(journals[seed]), *(str(one.pk) for one in people)])
            for seed in (first, first + 1)
        ]
        for seed, process in enumerate(at_work, start=first):
            # In the middle of whatever it does then, beside another that does the same.
            while process.poll() is None and _noted(journals[seed]) < NOTED_BEFORE_IT:
                os.sched_yield()
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
    with psycopg.connect(admin_url) as admin:
        assert admin.execute(wrong().encode()).fetchall() == []
        standing = {str(row[0]) for row in admin.execute("SELECT id FROM support_request").fetchall()}
    noted = {line for journal in journals for line in journal.read_text().split()}
    assert len(noted) >= KILLED * NOTED_BEFORE_IT
    assert noted - standing == set()
    assert {str(one) for one in _seen_by_anybody(people)} == standing


@pytest.mark.hazard("HZ-80")
def test_one_form_sent_ten_times_at_once_is_one_request(transactional_db: None) -> None:
    """By ten threads, each with a connection of its own."""
    duty, _ = front_door()
    key, together = uuid7(), Barrier(10)

    def send(_: int) -> object:
        together.wait()
        with acting_as(duty) as viewer:
            made = requests.receive(by=viewer, new=said(), form_key=key)
        connection.close()
        return made

    with ThreadPoolExecutor(10) as threads:
        assert len(set(threads.map(send, range(10)))) == 1
    with acting_as(duty):
        assert Request.objects.count() == 1


def _noted(journal: Path) -> int:
    return len(journal.read_text().split()) if journal.exists() else 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE support_request SET state = 'not_wanted'", "UPDATE support_request SET changes = 2",
        "UPDATE support_requestevent SET before = 'looking'", "UPDATE support_requestevent SET number = 3",
    ],
)  # fmt: skip
def test_what_looks_for_lost_requests_finds_them(db: None, change: str) -> None:
    """A check that nothing could fail would prove nothing."""
    duty, _ = front_door()
    chance = Random(1)
    while not anything(duty, chance, others=[duty.pk]):
        pass
    as_superuser("SET session_replication_role = replica")
    as_superuser(change)
    as_superuser("SET session_replication_role = origin")
    found = f"DO $$ BEGIN IF NOT EXISTS ({wrong()}) THEN RAISE EXCEPTION 'nothing found'; END IF; END $$"
    as_superuser(found)
    transaction.set_rollback(True)
