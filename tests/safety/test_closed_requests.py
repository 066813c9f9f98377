"""A family that is closed to somebody closes its requests to them: open or over, and whether or not a grant would open it."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.asking import asked, colleague_in, front_door
from tests.factories import a_family, a_team, place

from onestory.access.actions import guarding, wall
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.errors import NotThere
from onestory.people import queries as people
from onestory.support import request_queries
from onestory.support.actions import passing, request_families, requests
from onestory.support.models import Passing, Request, RequestEvent, Telling

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-25")]


class World:
    """Two at one front door, a request about a family that one of them knows, and which is closed to the other."""

    def __init__(self) -> None:
        self.duty, self.team = front_door()
        place(self.duty, a_team(), "supervisor")
        self.shut = colleague_in(self.team, role="triage")
        self.known, self.request = a_family(self.duty), asked(self.duty)
        with acting_as(self.duty) as viewer:
            family = people.family(viewer, self.known.family.pk)
            request_families.link(by=viewer, request=request_queries.request(viewer, self.request), family=family)

    def end(self) -> None:
        with acting_as(self.duty) as viewer:
            requests.not_wanted(by=viewer, request=request_queries.request(viewer, self.request), reason="Not now")

    def close(self, how: str) -> None:
        family = self.known.family.pk
        with acting_as(self.duty) as viewer:
            if how == "denial":
                guarding.deny(by=viewer, family=family, account=self.shut.pk, kind="safety", reason="Her brother")
            else:
                guarding.restrict(by=viewer, family=family, reason="Somebody knows them", accounts=[self.duty.pk])


def first_wall(by: Account, request: UUID) -> list[bool]:
    """By each of the ways in which pages ask."""
    with acting_as(by) as viewer:
        lists = [*request_queries.waiting(viewer), *request_queries.ended(viewer)]
        try:
            request_queries.request(viewer, request)
        except NotThere:
            return [False, request in {one.pk for one in lists}]
        return [True, request in {one.pk for one in lists}]


def second_wall(by: Account) -> list[int]:
    """By SQL alone: the request, what happened to it, and what is to be told."""
    with acting_as(by):
        return [model.objects.count() for model in (Request, RequestEvent, Telling)]


@pytest.mark.parametrize("how", ["denial", "restriction"])
@pytest.mark.parametrize("over", [False, True])
def test_a_family_closed_to_somebody_closes_its_requests_open_or_over(how: str, over: bool) -> None:
    world = World()
    if over:
        world.end()
    assert first_wall(world.shut, world.request) == [True, True]
    world.close(how)
    assert first_wall(world.shut, world.request) == [False, False]
    assert second_wall(world.shut) == [0, 0, 0]
    assert first_wall(world.duty, world.request) == [True, True]


@pytest.mark.parametrize("how", ["denial", "restriction"])
def test_nobody_to_whom_it_is_closed_takes_a_request_or_answers_for_it(how: str) -> None:
    world = World()
    with acting_as(world.duty) as viewer:
        request = request_queries.request(viewer, world.request)
        offered = passing.offer(by=viewer, request=request, to_account=world.shut, why="She knows them")
    world.close(how)
    for statement, values in (
        ("SELECT wall.own_request(%s, true, '', current_date)", [world.request]),
        ("SELECT wall.answer_passing(%s, 'accepted', '', current_date, %s)", [offered.pk, world.team.pk]),
        ("SELECT wall.answer_passing(%s, 'taken_back', 'No', NULL, NULL)", [offered.pk]),
    ):
        with acting_as(world.shut), pytest.raises(NotThere), transaction.atomic():
            wall.call(statement, values, not_there="request")
    with acting_as(world.shut):
        assert Passing.objects.get().state == "offered"


def test_which_requests_are_closed_says_nothing_of_families_one_was_never_near() -> None:
    world = World()
    world.close("restriction")
    stranger = front_door("Jo Stone")[0]
    with acting_as(stranger), connection.cursor() as cursor:
        cursor.execute("SELECT wall.shut_requests()")
        assert cursor.fetchone()[0] == []
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("SELECT wall.shut_to(%s, wall.viewer())", [world.known.family.pk])
