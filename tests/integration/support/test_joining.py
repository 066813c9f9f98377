"""Requests about one family go on as one: nobody who asked is forgotten, however they were joined, and by whom at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from tests.asking import HER_TEACHER, asked, front_door, said
from tests.factories import a_family, as_superuser
from tests.integration.support.test_requests import again, explained

from onestory.access.models import Account
from onestory.access.viewer import acting_as, name_nobody
from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.core.ids import uuid7
from onestory.people import queries as people
from onestory.support import coming_back, request_queries, thresholds, triage_queries
from onestory.support.actions import coming_back as acts
from onestory.support.actions import request_families, requests, triage
from onestory.support.models import Request
from onestory.support.request_states import ENDS

WHY = "Both are about Ada"


@pytest.fixture
def duty(db: None) -> Account:
    return front_door()[0]


@pytest.mark.hazard("HZ-55")
def test_two_who_join_two_requests_to_each_other_at_once_leave_one_open(transactional_db: None) -> None:
    """Each by a thread with a connection of its own, having read both before either is joined."""
    duty, _ = front_door()
    one, other = asked(duty), asked(duty)
    together = Barrier(2)

    def join(each: tuple[object, object]) -> str:
        try:
            with acting_as(duty) as viewer:
                mine, theirs = (request_queries.request(viewer, number) for number in each)  # type: ignore[arg-type]
                together.wait()
                request_families.join(by=viewer, request=mine, other=theirs, reason=WHY)
                return "joined"
        except Invalid:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(join, [(one, other), (other, one)])) == ["joined", "refused"]
    with acting_as(duty):
        assert Request.objects.exclude(state__in=ENDS).count() == 1


@pytest.mark.hazard("HZ-55")
def test_nothing_is_joined_to_what_ended_after_the_page_was_opened(duty: Account) -> None:
    one, other = asked(duty), asked(duty)
    with acting_as(duty) as viewer:
        before = again(viewer, other)
        requests.not_wanted(by=viewer, request=again(viewer, other), reason="Ada said so")
        with pytest.raises(Invalid, match="still open"):
            request_families.join(by=viewer, request=again(viewer, one), other=before, reason=WHY)


def test_nothing_is_joined_to_what_turned_out_to_be_about_another_family(duty: Account) -> None:
    one, other, known, strangers = asked(duty), asked(duty), a_family(duty), a_family(duty, surname="Penrose")
    with acting_as(duty) as viewer:
        before = again(viewer, other)
        for made, family in ((one, known), (other, strangers)):
            of = people.family(viewer, family.family.pk)
            request_families.link(by=viewer, request=again(viewer, made), family=of)
        with pytest.raises(Invalid, match="two families"):
            request_families.join(by=viewer, request=again(viewer, one), other=before, reason=WHY)


def test_looking_for_what_was_joined_comes_to_an_end_in_a_ring(duty: Account) -> None:
    one, other = asked(duty), asked(duty)
    with acting_as(duty) as viewer:
        request_families.join(by=viewer, request=again(viewer, one), other=again(viewer, other), reason=WHY)
        as_superuser("SET CONSTRAINTS ALL IMMEDIATE")
        as_superuser("SET session_replication_role = replica")
        as_superuser("UPDATE support_request SET state = 'joined', joined_to_id = {} WHERE id = {}", one, other)
        as_superuser("SET session_replication_role = origin")
        found = request_queries.everything_joined_to(viewer, again(viewer, other))
        assert [each.pk for each in found] == [one]


def _chain(duty: Account, first: UUID) -> tuple[UUID, UUID]:
    """The first is joined to another, and that in its turn to a third."""
    second, third = asked(duty), asked(duty)
    with acting_as(duty) as viewer:
        for one, other in ((first, second), (second, third)):
            request_families.join(by=viewer, request=again(viewer, one), other=again(viewer, other), reason=WHY)
    return second, third


@pytest.mark.hazard("HZ-55")
def test_whoever_asked_first_of_three_that_were_joined_hears_how_the_last_ended(duty: Account) -> None:
    first = asked(duty, new=said(asker=HER_TEACHER))
    second, third = _chain(duty, first)
    with acting_as(duty) as viewer:
        requests.find_other_help(by=viewer, request=again(viewer, third), reason="Her sister has come to stay")
        for made in (first, second):
            told = request_queries.tellings(viewer, again(viewer, made))[0].words
            assert told.startswith("Other help has been found")
            assert "sister" not in told
    explained()


def _by_code(duty: Account) -> tuple[UUID, str]:
    """A request from outside, and the code that leads back to it."""
    key, code = uuid7(), coming_back.code_for("A secret of a browser")
    name_nobody()
    made = requests.receive(by=None, new=said(), form_key=key)
    acts.give_code(by=None, form_key=key, code=code)
    return made, code


def _words(code: str) -> str:
    name_nobody()
    return " ".join(one.words for one in acts.look_back(by=None, code=code))


def test_the_code_of_the_first_of_three_that_were_joined_says_how_the_last_ended(duty: Account) -> None:
    first, code = _by_code(duty)
    _, third = _chain(duty, first)
    assert "Other help has been found" not in _words(code)
    with acting_as(duty) as viewer:
        requests.find_other_help(by=viewer, request=again(viewer, third), reason="Her sister has come to stay")
    assert "Other help has been found" in _words(code)


def test_the_code_says_nothing_of_an_end_before_the_request_between_was_joined(duty: Account) -> None:
    """Of three, the last was ended and opened again while the first was a part of the second alone."""
    first, code = _by_code(duty)
    second, third = asked(duty), asked(duty)
    with acting_as(duty) as viewer:
        request_families.join(by=viewer, request=again(viewer, first), other=again(viewer, second), reason=WHY)
        requests.find_other_help(by=viewer, request=again(viewer, third), reason="Her sister has come to stay")
        requests.open_again(by=viewer, request=again(viewer, third))
        request_families.join(by=viewer, request=again(viewer, second), other=again(viewer, third), reason=WHY)
    assert "Other help has been found" not in _words(code)


def test_who_was_to_go_by_the_first_of_three_goes_once_it_is_known_to_whom(duty: Account) -> None:
    first = asked(duty)
    with acting_as(duty) as viewer:
        requests.look_at(by=viewer, request=again(viewer, first))
        meeting = triage.call_meeting(by=viewer, held_on=today())
        item = triage.add(by=viewer, meeting=meeting, request=again(viewer, first))
        decided = triage.Decided(
            decision="offer", level=thresholds.LEVELS[0].key, level_why="Nights", words="A visit", goes_name="Mo Lane",
            goes_on=today(),
        )  # fmt: skip
        triage.decide(by=viewer, item=triage_queries.item(viewer, item.pk), decided=decided)
    _, third = _chain(duty, first)
    with acting_as(duty) as viewer:
        assert [one.goes_name for one in triage_queries.decided_of(viewer, again(viewer, third))] == ["Mo Lane"]
