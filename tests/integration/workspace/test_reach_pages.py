"""The page on which it is put right how somebody is reached safely: typed on the right page, and on one of today."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse
from tests.asking import HER_TEACHER, asked, front_door, said
from tests.integration.workspace.test_request_pages import TYPED, at, browser, one, words

from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7
from onestory.faces.workspace.bound import seal
from onestory.support import request_queries
from onestory.support.actions import requests
from onestory.support.request_inputs import SafeReach

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty() -> tuple[Account, Team]:
    return front_door()


def reach_page(made: UUID) -> str:
    return at("correct_reach", made)


def correction(account: Account, made: UUID, **typed: str) -> dict[str, str]:
    """As the page sends it that is opened now."""
    with acting_as(account) as viewer:
        seen = request_queries.reach_digest(viewer, request_queries.request(viewer, made))
    said = {"opened_for": seal(made), "seen": seen, "reach_how": "call", "reach_at": "07700 900456", "why": "She rang"}
    return said | typed


@pytest.mark.parametrize(("how", "at"), [("call", "31 Feb"), ("text", "Tuesdays"), ("email", "rubbish")])
def test_what_cannot_be_rung_or_written_to_is_not_taken_for_a_safe_way(
    duty: tuple[Account, Team], how: str, at: str
) -> None:
    made, client = asked(duty[0]), browser(duty[0])
    typed = correction(duty[0], made, reach_how=how, reach_at=at)
    answer = client.post(reach_page(made), typed)
    assert answer.status_code == 422
    assert at in answer.content.decode()
    assert one(duty[0], made).reach_at == "07700 900123"
    new = reverse("workspace:new_request", args=[uuid7()])
    assert client.post(new, TYPED | {"reach_how": how, "reach_at": at}).status_code == 422


@pytest.mark.hazard("HZ-46")
def test_a_safe_way_typed_on_another_page_is_not_put_down_here(duty: tuple[Account, Team]) -> None:
    made, other, client = asked(duty[0]), asked(duty[0], new=said(asker=HER_TEACHER)), browser(duty[0])
    typed = correction(duty[0], made) | {"opened_for": seal(other)}
    answer = client.post(reach_page(made), typed)
    assert "opened for somebody else" in answer.content.decode()
    assert one(duty[0], made).reach_at == "07700 900123"


def test_how_they_are_reached_is_put_right_on_a_page_that_shows_what_it_was(duty: tuple[Account, Team]) -> None:
    made, hers = asked(duty[0]), browser(duty[0])
    assert reach_page(made) in words(hers, at("request", made))
    assert 'value="07700 900123"' in words(hers, reach_page(made))
    typed = correction(duty[0], made)
    assert hers.post(reach_page(made), typed).status_code == 302
    assert "07700 900456" in words(hers, at("request", made))
    assert "07700 900123" not in words(hers, at("request", made))
    assert "Send a text message, 07700 900123" in words(hers, reach_page(made))


@pytest.mark.hazard("HZ-10")
def test_an_older_page_is_shown_again_with_what_stands_now_and_saves_nothing(duty: tuple[Account, Team]) -> None:
    made, hers = asked(duty[0]), browser(duty[0])
    older = correction(duty[0], made, reach_how="text", reach_at="07700 900123", reach_when="Never on Fridays")
    hers.post(reach_page(made), correction(duty[0], made))
    answer = hers.post(reach_page(made), older)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody put this right after you opened this page" in shown
    assert "What stands now" in shown
    assert "Ring them: 07700 900456" in shown
    assert 'value="Never on Fridays"' in shown
    assert one(duty[0], made).reach_at == "+447700900456"


def test_whoever_has_read_what_stands_now_saves_theirs_with_another_press(duty: tuple[Account, Team]) -> None:
    made, hers = asked(duty[0]), browser(duty[0])
    older = correction(duty[0], made, reach_at="07700 900789")
    hers.post(reach_page(made), correction(duty[0], made))
    shown = hers.post(reach_page(made), older).context["form"]
    again = older | {"seen": shown["seen"].value()}
    assert hers.post(reach_page(made), again).status_code == 302
    assert one(duty[0], made).reach_at == "+447700900789"


def test_an_older_page_with_something_else_wrong_is_not_let_through_the_second_time(
    duty: tuple[Account, Team],
) -> None:
    """Everything that is wrong is said at once: nobody saves over what they were not told of."""
    made, hers = asked(duty[0]), browser(duty[0])
    older = correction(duty[0], made, reach_at="07700 900789", why="")
    hers.post(reach_page(made), correction(duty[0], made))
    assert "Somebody put this right" in hers.post(reach_page(made), older).content.decode()


@pytest.mark.hazard("HZ-10")
def test_a_draft_that_was_left_is_of_the_day_on_which_it_was_left(duty: tuple[Account, Team]) -> None:
    made, hers = asked(duty[0]), browser(duty[0])
    typed = correction(duty[0], made, reach_how="text", reach_at="07700 900123", reach_when="Never on Fridays")
    ticket = hers.get(reach_page(made)).context["keeping"].ticket
    hers.post(reach_page(made), typed | {"ticket": ticket, "keep": "yes"})
    with acting_as(duty[0]) as viewer:
        found = request_queries.request(viewer, made)
        requests.correct_reach(
            by=viewer, request=found, reach=SafeReach(how="call", at="07700 900456"), why="Her husband answered",
            seen=request_queries.reach_digest(viewer, found),
        )  # fmt: skip
    page = hers.get(reach_page(made))
    assert "What stands now" in page.content.decode()
    left = typed | {"seen": page.context["form"]["seen"].value()}
    assert hers.post(reach_page(made), left).status_code == 422
    assert one(duty[0], made).reach_at == "07700 900456"
