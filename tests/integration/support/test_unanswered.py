"""An offer that nobody answers comes to stand with the team that made it and with a supervisor; nothing changes by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from tests.asking import asked, colleague_in, front_door, said
from tests.factories import a_family, an_account, as_superuser, place

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.people import queries as people
from onestory.support import introducing, request_queries
from onestory.support.actions import introductions, passing, requests, tellings
from onestory.support.actions.introductions import Whom
from onestory.support.due.asking import Waiting, who_needs
from onestory.support.due.days import working_days_after

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "number", "then"),
    [
        ("2026-11-23", 2, "2026-11-25"),
        ("2026-11-26", 2, "2026-11-30"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-11-28", 1, "2026-11-30"),
        ("2026-11-29", 5, "2026-12-04"),
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-11-25", 12, "2026-12-11"),
    ],
)
def test_saturdays_and_sundays_are_no_working_days(day: str, number: int, then: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {working_days_after(f'date {chr(39)}{day}{chr(39)}', number)}")
        assert cursor.fetchone()[0] == date.fromisoformat(then)


class World:
    """A front door with a supervisor and a colleague; whoever something is offered to works elsewhere."""

    def __init__(self) -> None:
        self.duty, self.team = front_door()
        self.colleague = colleague_in(self.team)
        self.boss = colleague_in(self.team, "Bo Hall", role="supervisor")
        self.pat = an_account("Pat Moor")
        self.request = asked(self.duty, own=True)

    def offer(self) -> None:
        with acting_as(self.duty) as viewer:
            found = request_queries.request(viewer, self.request)
            passing.offer(by=viewer, request=found, to_account=self.pat, why="She knows them")

    def introduce(self) -> None:
        known = a_family(self.duty, teams=(self.team.pk,))
        with acting_as(self.duty) as viewer:
            family = people.family(viewer, known.family.pk)
            whom = Whom(account=self.pat, role="Health visitor", why="The nights")
            introductions.offer(by=viewer, family=family, whom=whom)

    def waits(self, by: Account, *, team: bool = False) -> list[Waiting]:
        with acting_as(by) as viewer:
            accounts, teams = ([], [self.team.pk]) if team else ([by.pk], [])
            lines = who_needs(viewer, accounts=accounts, teams=teams).lines
        return [one for one in lines if one.kind.endswith("_unanswered") and "appointment" not in one.kind]


@pytest.fixture
def world() -> World:
    return World()


def weeks_later(table: str, *days: str) -> None:
    moved = ", ".join(f"{day} = {day} - 14" for day in days)
    as_superuser(f"SET session_replication_role = replica; UPDATE {table} SET {moved};"
                 " SET session_replication_role = origin")  # fmt: skip


@pytest.mark.hazard("HZ-55")
def test_a_request_that_nobody_accepts_stands_with_the_team_and_a_supervisor_in_the_end(world: World) -> None:
    world.offer()
    assert (world.waits(world.boss), world.waits(world.colleague, team=True)) == ([], [])
    weeks_later("support_passing", "answer_by")
    for by, team in ((world.boss, False), (world.colleague, True)):
        (line,) = world.waits(by, team=team)
        assert (line.id, line.title) == (world.request, "Offered to Pat Moor, who has not answered")
        assert line.due_on <= today() - timedelta(days=7)
    assert world.waits(world.pat) == []
    with acting_as(world.duty) as viewer:
        assert request_queries.request(viewer, world.request).owner_id == world.duty.pk


def test_an_answer_takes_it_from_them_again(world: World) -> None:
    world.offer()
    weeks_later("support_passing", "answer_by")
    with acting_as(world.pat) as viewer:
        passing.send_back(by=viewer, passing=request_queries.offered_to(viewer)[0], reason="I am away")
    assert (world.waits(world.boss), world.waits(world.colleague, team=True)) == ([], [])


@pytest.mark.hazard("HZ-55")
def test_an_introduction_that_nobody_answers_does_so_too(world: World) -> None:
    world.introduce()
    assert (world.waits(world.boss), world.waits(world.colleague, team=True)) == ([], [])
    weeks_later("support_introduction", "offered_on")
    for by, team in ((world.boss, False), (world.colleague, True)):
        assert [one.title for one in world.waits(by, team=team)] == [
            "Pat Moor has not said whether they would meet them"
        ]
    with acting_as(world.pat) as viewer:
        introductions.accept(by=viewer, offer=introducing.offered_to_me(viewer)[0].pk)
    assert (world.waits(world.boss), world.waits(world.colleague, team=True)) == ([], [])


@pytest.mark.hazard("HZ-58")
def test_where_somebody_may_not_be_safe_a_supervisor_hears_within_the_hour(world: World) -> None:
    made = asked(world.duty, new=said(urgency="now"))
    asked(world.duty)
    assert _of_kind(world.boss, "request_unseen") == []
    as_superuser("UPDATE support_request SET created_at = created_at - interval '61 minutes'")
    (line,) = _of_kind(world.boss, "request_unseen")
    assert (line.id, line.urgent) == (made, True)
    assert _of_kind(world.colleague, "request_unseen") == []
    with acting_as(world.duty) as viewer:
        requests.look_at(by=viewer, request=request_queries.request(viewer, made))
    assert _of_kind(world.boss, "request_unseen") == []


@pytest.mark.parametrize("own", [True, False])
def test_whoever_nobody_told_stands_with_a_supervisor_until_somebody_has(world: World, own: bool) -> None:
    asked(world.duty, own=own)
    assert _untold(world.boss) == []
    weeks_later("support_telling", "due_on")
    assert {one.title for one in _untold(world.boss)} == {"Nobody has told whoever asked"}
    assert _untold(world.colleague) == _untold(world.duty) == []
    with acting_as(world.duty) as viewer:
        for one in request_queries.still_to_tell(viewer):
            tellings.do_not_tell(by=viewer, telling=one.pk, why_not="They asked not to be rung")
    assert _untold(world.boss) == []


def _untold(by: Account) -> list[Waiting]:
    return _of_kind(by, "request_untold")


def _of_kind(by: Account, kind: str) -> list[Waiting]:
    with acting_as(by) as viewer:
        return [one for one in who_needs(viewer, accounts=[by.pk], teams=[]).lines if one.kind == kind]


def test_a_supervisor_of_another_team_hears_of_neither(world: World) -> None:
    world.offer()
    world.introduce()
    weeks_later("support_passing", "answer_by")
    weeks_later("support_introduction", "offered_on")
    elsewhere = an_account("Jo Stone", role="supervisor")
    place(elsewhere, front_door("Al Ford")[1], "supervisor")
    assert world.waits(elsewhere) == []
