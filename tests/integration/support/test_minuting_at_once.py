"""A line is said while somebody minutes the meeting: it is in the minutes, or it was not said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.at_once import meanwhile
from tests.factories import a_family
from tests.integration.support.test_triage import World

from onestory.access.viewer import acting_as, name_nobody
from onestory.core.errors import Invalid
from onestory.people import queries as people
from onestory.support import request_queries, triage_queries
from onestory.support.actions import request_families, triage
from onestory.support.models import KnownLine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    """Whose one request is about a family."""
    name_nobody()
    made = World()
    known = a_family(made.duty)
    with acting_as(made.duty) as viewer:
        request, family = request_queries.request(viewer, made.request), people.family(viewer, known.family.pk)
        request_families.link(by=viewer, request=request, family=family)
    return made


def _say(world: World) -> str:
    try:
        world.say(world.duty)
    except Invalid as refusal:
        return refusal.message
    return "said"


def _minute(world: World) -> str:
    world.minute()
    return "minuted"


def _lines(world: World) -> list[KnownLine]:
    with acting_as(world.duty):
        return list(KnownLine.objects.filter(item=world.item))


def test_a_line_that_comes_while_the_meeting_is_minuted_is_not_written(world: World) -> None:
    with ThreadPoolExecutor(1) as threads:
        with acting_as(world.duty) as viewer:
            triage.minute(by=viewer, meeting=triage_queries.meeting(viewer, world.meeting.pk))
            said = meanwhile(threads, lambda: _say(world))
        assert "minuted, and closed to change" in said.result()
    assert _lines(world) == []


def test_a_line_that_was_said_before_it_is_minuted_is_of_its_family(world: World) -> None:
    with ThreadPoolExecutor(1) as threads:
        with acting_as(world.duty) as viewer:
            item = triage_queries.item(viewer, world.item)
            triage.say(by=viewer, item=item, section="shared", words="He sleeps in class", service="School nursing")
            minuted = meanwhile(threads, lambda: _minute(world))
        assert minuted.result() == "minuted"
    assert [line.family_id is not None for line in _lines(world)] == [True]


def test_on_an_older_page_of_a_meeting_that_is_minuted_it_is_said_that_it_is_closed(world: World) -> None:
    with acting_as(world.duty) as viewer:
        before = triage_queries.item(viewer, world.item)
        assert before.meeting.state == "called"
        triage.minute(by=viewer, meeting=triage_queries.meeting(viewer, world.meeting.pk))
        with pytest.raises(Invalid, match="minuted, and closed to change"):
            triage.say(by=viewer, item=before, section="shared", words="He sleeps", service="The front door")
