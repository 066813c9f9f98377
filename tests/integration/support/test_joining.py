"""Requests about one family go on as one: nobody who asked is forgotten, however they were joined, and by whom at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.asking import asked, front_door
from tests.factories import a_family, as_superuser
from tests.integration.support.test_requests import again

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid
from onestory.people import queries as people
from onestory.support import request_queries
from onestory.support.actions import request_families, requests
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
