"""A meeting in the workspace: called, its agenda decided, minuted, and on paper; and a word from a school by a link."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from tests.asking import asked, front_door
from tests.factories import a_family, an_account
from tests.integration.workspace import browsers

from onestory.access.models import Account
from onestory.access.viewer import acting_as, name_nobody
from onestory.core.dates import show_date, today
from onestory.faces.workspace.bound import seal
from onestory.support import request_queries, triage_queries
from onestory.support.actions import request_families, requests, triage
from onestory.support.models import Meeting, MeetingItem
from onestory.support.request_inputs import NewRequest

pytestmark = pytest.mark.django_db
SOON = show_date(today() + timedelta(days=3))


@pytest.fixture
def duty() -> Account:
    return front_door()[0]


@pytest.fixture
def hers(client: Client, duty: Account) -> Client:
    client.force_login(duty)
    return client


def on_agenda(duty: Account, number: int = 1) -> Meeting:
    for _ in range(number):
        name_nobody()
        made = asked(None)
        with acting_as(duty) as viewer:
            requests.bring_to_meeting(by=viewer, request=request_queries.request(viewer, made), next_on=today())
    with acting_as(duty) as viewer:
        return triage.call_meeting(by=viewer, held_on=today())


def item_of(duty: Account, meeting: Meeting) -> UUID:
    with acting_as(duty) as viewer:
        return triage_queries.items(viewer, meeting)[0].pk


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_meeting_is_called_with_what_waits_for_one(hers: Client, duty: Account) -> None:
    on_agenda(duty)
    name_nobody()
    made = asked(None)
    with acting_as(duty) as viewer:
        requests.bring_to_meeting(by=viewer, request=request_queries.request(viewer, made), next_on=today())
    assert hers.post("/triage/new", {"held_on": SOON}).status_code == 302
    assert f"{SOON}" in words(hers, "/triage")
    assert "1 on the agenda" in words(hers, "/triage")


def test_the_page_shows_the_words_the_levels_and_where_they_come_from(hers: Client, duty: Account) -> None:
    page = words(hers, f"/triage/{on_agenda(duty).pk}")
    for shown in ("I cannot cope with the nights", "Targeted", "Working together to safeguard children", "2023-12"):
        assert shown in page
    assert "900123" not in page


def decide(client: Client, item: UUID, **said: object) -> int:
    known = {
        "opened_for": seal(item), "level": "targeted", "decision": "offer", "words": "A visit at home", "goes_name": "Mo Lane",
        "goes_on": SOON,
    }  # fmt: skip
    return client.post(f"/triage/item/{item}/decide", known | said).status_code


def test_something_is_decided_minuted_and_printed(hers: Client, duty: Account) -> None:
    meeting = on_agenda(duty)
    item = item_of(duty, meeting)
    hers.post(
        f"/triage/item/{item}/say",
        {"opened_for": seal(item), "service": "Hub", "section": "shared", "words": "He sleeps"},
    )
    assert decide(hers, item) == 302
    assert hers.post(f"/triage/{meeting.pk}/minute").status_code == 302
    paper = words(hers, f"/triage/{meeting.pk}/minutes")
    for shown in ("He sleeps", "A visit at home", f"Mo Lane, by {SOON}", "Minuted"):
        assert shown in paper
    assert "Minute the meeting" not in words(hers, f"/triage/{meeting.pk}")


def test_the_page_says_beforehand_what_becomes_of_whoever_goes(hers: Client, duty: Account) -> None:
    meeting = on_agenda(duty)
    item = item_of(duty, meeting)
    assert "There is no record of this family yet" in words(hers, f"/triage/item/{item}/decide")
    assert decide(hers, item) == 302
    assert "They are asked once there is a record of the family" in words(hers, f"/triage/{meeting.pk}")
    with acting_as(duty):
        request = MeetingItem.objects.get(pk=item).request_id
    assert f"Mo Lane goes to meet them by {SOON}" in words(hers, f"/requests/{request}")


def type_in(client: Client, path: str) -> str:
    """As the page does by itself, a few seconds after the first word; the address of the draft."""
    page = words(client, path)
    draft = page.partition('data-autosave="')[2].partition('"')[0]
    ticket = page.partition('name="ticket" value="')[2].partition('"')[0]
    typed = {"words": "A visit at home", "question": "A visit at home", "level_why": "Nights"}
    assert client.post(draft, typed | {"ticket": ticket}).status_code == 204
    return draft


@pytest.mark.parametrize("form", ["decide", "say", "ask"])
@pytest.mark.hazard("HZ-79")
def test_what_is_typed_at_a_meeting_is_kept_from_the_first_word(hers: Client, duty: Account, form: str) -> None:
    path = f"/triage/item/{item_of(duty, on_agenda(duty))}/{form}"
    draft = type_in(hers, path)
    assert "A visit at home" in words(hers, path)
    assert hers.get(draft).headers["Location"] == path
    assert draft in words(hers, "/")
    assert "A visit at home" not in words(hers, "/")


def test_a_draft_is_gone_once_it_is_decided(hers: Client, duty: Account) -> None:
    item = item_of(duty, on_agenda(duty))
    draft = type_in(hers, f"/triage/item/{item}/decide")
    assert decide(hers, item) == 302
    assert draft not in words(hers, "/")


def test_an_offer_says_who_goes(hers: Client, duty: Account) -> None:
    item = item_of(duty, on_agenda(duty))
    assert decide(hers, item, goes_name="") == 422
    assert decide(hers, item, goes_on="") == 422


def test_a_link_for_a_school_is_shown_once_and_opens_once(hers: Client, duty: Account) -> None:
    meeting = on_agenda(duty)
    item = item_of(duty, meeting)
    made = hers.post(f"/triage/item/{item}/ask", {
        "opened_for": seal(item), "name": "Mo Lane", "about_name": "Chidi", "question": "How is he?", "section": "shared",
    }).content.decode()  # fmt: skip
    path = re.search(r"/ask/word/[\w-]+", made)
    assert path
    school = Client()
    page = words(school, path[0])
    assert "How is he?" in page
    assert "nights" not in page
    assert school.post(path[0], {"words": " "}).status_code == 422
    assert school.post(f"{path[0]}/keep", {"words": "Tired"}).status_code == 204
    assert school.post(path[0], {"words": "Tired and", "keep": "yes"}).status_code == 302
    assert ">\nTired and</textarea>" in words(Client(), path[0])
    assert "Thank you" in school.post(path[0], {"words": "Tired and kind"}).content.decode()
    assert school.get(path[0]).status_code == school.post(path[0], {"words": "More"}).status_code == 404
    assert school.post(f"{path[0]}/keep", {"words": "More"}).status_code == 404
    assert "Tired and kind" in words(hers, f"/triage/{meeting.pk}")


@pytest.mark.hazard("HZ-16")
def test_a_used_link_is_answered_like_a_mistyped_one(client: Client) -> None:
    assert client.get("/ask/word/never").content == client.get("/ask/word/was").content


def test_whoever_was_asked_sees_the_agenda_and_decides_nothing(client: Client, duty: Account) -> None:
    nurse, meeting = an_account("Nia Rowe"), on_agenda(duty)
    with acting_as(duty) as viewer:
        triage.invite(by=viewer, meeting=meeting, account=nurse)
    client.force_login(nurse)
    assert "I cannot cope" in words(client, f"/triage/{meeting.pk}")
    assert "Minute the meeting" not in words(client, f"/triage/{meeting.pk}")
    assert client.get(f"/triage/item/{item_of(duty, meeting)}/decide").status_code == 404


def test_the_page_asks_the_database_as_often_for_many_as_for_one(hers: Client, duty: Account) -> None:
    asked_often = []
    for number in (1, 6):
        meeting = on_agenda(duty, number)
        words(hers, f"/triage/{meeting.pk}")
        asked_often.append(browsers.statements(hers, f"/triage/{meeting.pk}"))
        with acting_as(duty):
            assert MeetingItem.objects.filter(meeting=meeting).count() >= number
    assert asked_often[0] == asked_often[1]


def test_requests_that_nobody_is_named_in_can_be_told_apart_for_the_agenda(hers: Client, duty: Account) -> None:
    name_nobody()
    for said in ("There is no heating", "He will not go to school"):
        asked(None, new=NewRequest(door="phone", words=said))
    with acting_as(duty) as viewer:
        meeting = triage.call_meeting(by=viewer, held_on=today())
    page = words(hers, f"/triage/{meeting.pk}/add")
    assert "There is no heating" in page
    assert "He will not go to school" in page


def test_a_request_about_a_known_family_stands_by_its_name_for_the_agenda(hers: Client, duty: Account) -> None:
    known = a_family(duty).family
    name_nobody()
    made = asked(None, new=NewRequest(door="phone", words="There is no heating"))
    with acting_as(duty) as viewer:
        request_families.link(by=viewer, request=request_queries.request(viewer, made), family=known)
        meeting = triage.call_meeting(by=viewer, held_on=today())
    assert f"{known.name}, asked on" in words(hers, f"/triage/{meeting.pk}/add")
