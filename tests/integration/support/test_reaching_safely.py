"""How somebody is reached safely is put right: what it was is kept, and no older page brings back what was found unsafe."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.asking import HER_TEACHER, REACH, asked, front_door, said
from tests.integration.support.test_requests import again, explained, looking

from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid
from onestory.support import request_queries
from onestory.support.actions import requests, tellings
from onestory.support.models import Request
from onestory.support.request_inputs import SafeReach

pytestmark = pytest.mark.django_db
NEW = SafeReach(how="email", at="ada@new.example", when="Any time", code_word="heron")


@pytest.fixture
def duty(db: None) -> Account:
    return front_door()[0]


def put_right(viewer: Viewer, found: Request, **said: Any) -> None:
    """By somebody whose page shows the request as it is in their hand."""
    seen = request_queries.reach_digest(viewer, found)
    requests.correct_reach(by=viewer, request=found, **({"reach": NEW, "why": "She rang", "seen": seen} | said))


@pytest.mark.hazard("HZ-12")
def test_how_they_are_reached_is_put_right_and_what_it_was_is_kept(duty: Account) -> None:
    made = asked(duty)
    with looking(duty, made) as (viewer, found):
        put_right(viewer, found, why="Somebody else answered the old number")
        now = again(viewer, made)
        assert (now.reach_how, now.reach_at, now.code_word, now.state) == (
            "email",
            "ada@new.example",
            "heron",
            "received",
        )
        (before,) = request_queries.reached_before(viewer, now)
        assert (before.how, before.at, before.leave_message, before.code_word) == (
            "text",
            "07700 900123",
            False,
            "bluebell",
        )
        assert request_queries.happened(viewer, now)[0].act == "requests.correct_reach"
        assert tellings.safe_ways(viewer, now) == ["email", "they_came"]
    explained()


def test_whoever_asked_for_them_is_told_by_their_new_way(duty: Account) -> None:
    made = asked(duty, new=said(asker=HER_TEACHER))
    with looking(duty, made) as (viewer, found):
        put_right(
            viewer, found, reach=SafeReach(**SafeReach.of(found)), asker_how="call", asker_at="01632 960001", why="A new school"
        )  # fmt: skip
        telling = request_queries.tellings(viewer, again(viewer, made))[0]
        with pytest.raises(Invalid, match="not a way they said is safe"):
            tellings.tell(by=viewer, telling=telling.pk, how="email")
        tellings.tell(by=viewer, telling=telling.pk, how="call")
        assert {one.at for one in request_queries.reached_before(viewer, found)} == {"07700 900123", "mo@hill.example"}


@pytest.mark.parametrize("wrong", [{"why": " "}, {"reach": REACH}, {"reach": SafeReach(at="x" * 201)}])
def test_putting_it_right_says_why_and_what(duty: Account, wrong: dict[str, object]) -> None:
    made = asked(duty)
    with looking(duty, made) as (viewer, found), pytest.raises(Invalid):
        put_right(viewer, found, **wrong)


def test_of_a_request_that_is_over_it_is_put_right_too(duty: Account) -> None:
    made = asked(duty)
    with looking(duty, made) as (viewer, found):
        requests.not_wanted(by=viewer, request=found, reason="Not now")
        put_right(viewer, again(viewer, made))
        assert again(viewer, made).state == "not_wanted"


def test_nobody_writes_over_what_it_was(duty: Account) -> None:
    made = asked(duty)
    with looking(duty, made) as (viewer, found):
        put_right(viewer, found)
        for statement in ("UPDATE support_reachbefore SET at = ''", "DELETE FROM support_reachbefore"):
            with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(statement)


@pytest.mark.hazard("HZ-10")
def test_an_older_page_does_not_bring_back_a_number_that_was_found_unsafe(duty: Account) -> None:
    made = asked(duty)
    with looking(duty, made) as (viewer, found):
        seen, before = request_queries.reach_digest(viewer, found), again(viewer, made)
        put_right(viewer, found, why="Her husband answered")
        hours = replace(REACH, when="Never on Fridays")
        with pytest.raises(Invalid, match="What you typed is still here"):
            requests.correct_reach(by=viewer, request=before, reach=hours, seen=seen, why="She rang")
        now = again(viewer, made)
        assert (now.reach_at, now.reach_when) == ("ada@new.example", "Any time")
        assert [one.at for one in request_queries.reached_before(viewer, now)] == ["07700 900123"]


def test_what_was_until_now_is_what_stood_and_not_what_somebody_held(duty: Account) -> None:
    made = asked(duty)
    with looking(duty, made) as (viewer, found):
        before = again(viewer, made)
        put_right(viewer, found)
        seen = request_queries.reach_digest(viewer, again(viewer, made))
        requests.correct_reach(by=viewer, request=before, reach=REACH, seen=seen, why="It was her number after all")
        assert request_queries.reached_before(viewer, before)[0].at == "ada@new.example"


@pytest.mark.hazard("HZ-10")
def test_how_whoever_asked_hears_is_not_taken_back_by_an_older_page(duty: Account) -> None:
    made = asked(duty, new=said(asker=HER_TEACHER))
    with looking(duty, made) as (viewer, found):
        seen, theirs = request_queries.reach_digest(viewer, found), SafeReach(**SafeReach.of(found))
        put_right(viewer, found, reach=theirs, asker_how="call", asker_at="01632 960001")
        with pytest.raises(Invalid, match="put this right"):
            put_right(viewer, found, seen=seen, reach=NEW, asker_how="email", asker_at="mo@hill.example")
        asker = request_queries.asker(viewer, found)
        assert asker
        assert asker.at == "01632 960001"
