"""Asking for help without an account: kept from the first word, sent once, and heard of again by a code."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.asking import front_door
from tests.factories import a_family, an_account, as_superuser

from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as
from onestory.faces.public import limits
from onestory.support import coming_back, request_queries
from onestory.support.actions import requests
from onestory.support.models import Request

pytestmark = pytest.mark.django_db

REACH = {"how": "text", "at": "07700 900123", "when": "Mornings", "leave_message": "no", "code_word": "bluebell"}
WORDS = {"words": "I cannot cope with the nights", "urgency": "usual"}
WHO = {"given": "Ada", "family": "Okafor", "born": "4 5 1991", "postcode": "PL5 2TL", "others": "Chidi, 3"}


@pytest.fixture
def duty() -> tuple[Account, Team]:
    return front_door()


@pytest.fixture
def phone(client: Client, duty: tuple[Account, Team]) -> Client:
    return client


def fill(phone: Client, *pages: dict[str, str], door: str = "self") -> None:
    phone.post("/ask/", {"door": door})
    for number, typed in enumerate(pages, 1):
        assert phone.post(f"/ask/{number}", typed).status_code == 302


def send(phone: Client, **words: str) -> str:
    """The page that says it arrived."""
    fill(phone, REACH, WORDS | words, WHO)
    assert phone.post("/ask/check").url == "/ask/sent"
    return phone.get("/ask/sent").content.decode()


def received(duty: tuple[Account, Team]) -> list[Request]:
    with acting_as(duty[0]) as viewer:
        return request_queries.waiting(viewer)


def code_on(page: str) -> str:
    found = re.search(r"<strong>(\w{4}-\w{4}-\w{4})</strong>", page)
    assert found
    return found[1]


def test_what_was_asked_reaches_the_front_door(phone: Client, duty: tuple[Account, Team]) -> None:
    send(phone)
    one = received(duty)[0]
    assert (one.door, one.state, one.words, one.words_by) == ("self", "received", WORDS["words"], "Ada")
    assert (one.reach_at, one.leave_message, one.code_word) == ("+447700900123", False, "bluebell")
    assert (one.about_family, one.about_born, one.about_postcode) == ("Okafor", "1991-05-04", "PL5 2TL")


def test_a_word_is_kept_before_anything_is_sent(phone: Client, duty: tuple[Account, Team]) -> None:
    phone.post("/ask/", {"door": "self"})
    assert phone.post("/ask/2/keep", {"words": "I ca"}).status_code == 204
    assert [(one.state, one.words) for one in received(duty)] == [("begun", "I ca")]
    assert "I ca" in phone.get("/ask/2").content.decode()


def test_what_will_not_do_is_kept_all_the_same(phone: Client, duty: tuple[Account, Team]) -> None:
    assert phone.post("/ask/1", REACH | {"at": "not a number"}).status_code == 422
    assert received(duty)[0].reach_at == "not a number"


def test_nothing_is_begun_by_a_choice_alone(phone: Client, duty: tuple[Account, Team]) -> None:
    phone.post("/ask/", {"door": "self"})
    phone.post("/ask/1/keep", {"how": "they_come"})
    assert received(duty) == []


def test_whoever_would_rather_come_than_be_reached_is_asked_no_number(
    phone: Client, duty: tuple[Account, Team]
) -> None:
    fill(phone, {"how": "they_come"}, WORDS, WHO)
    assert phone.post("/ask/check").url == "/ask/sent"
    assert [(one.state, one.reach_how, one.reach_at) for one in received(duty)] == [("received", "they_come", "")]


@pytest.mark.hazard("HZ-80")
def test_pressing_send_twice_sends_once_and_shows_the_same_code(phone: Client, duty: tuple[Account, Team]) -> None:
    first = send(phone)
    phone.post("/ask/check")
    assert code_on(phone.get("/ask/sent").content.decode()) == code_on(first)
    assert len(received(duty)) == 1


def test_an_urgent_worry_is_kept_and_shows_where_to_ring_at_once(
    phone: Client, duty: tuple[Account, Team], settings: Any
) -> None:
    settings.SOCIAL_CARE = replace(settings.SOCIAL_CARE, phone="01632 960110")
    fill(phone, REACH)
    assert phone.post("/ask/2", {"words": "He is outside", "urgency": "now"}).url == "/ask/now"
    page = phone.get("/ask/now").content.decode()
    assert "999" in page
    assert "tel:01632960110" in page
    assert "What you wrote is saved" in page
    assert (received(duty)[0].words, received(duty)[0].urgency) == ("He is outside", "now")


def test_a_request_of_ones_own_is_not_sent_without_a_way_to_answer_it(
    phone: Client, duty: tuple[Account, Team]
) -> None:
    phone.post("/ask/2", WORDS)
    answer = phone.post("/ask/check")
    assert answer.status_code == 422
    assert "how we can reach you safely" in answer.content.decode()


def test_a_professional_asks_and_their_own_way_of_hearing_is_kept(phone: Client, duty: tuple[Account, Team]) -> None:
    you = {
        "name": "Mo Lane",
        "role": "Class teacher",
        "organisation": "Hill School",
        "how": "email",
        "at": "mo@hill.example",
    }
    fill(phone, {}, WORDS, WHO, you | {"family_knows": "yes"}, door="professional")
    assert "Class teacher" in phone.get("/ask/check").content.decode()
    phone.post("/ask/check")
    with acting_as(duty[0]) as viewer:
        asker = request_queries.asker(viewer, received(duty)[0])
    assert asker
    assert (asker.name, asker.organisation, asker.at, asker.family_knows) == (
        "Mo Lane",
        "Hill School",
        "mo@hill.example",
        True,
    )


def test_somebody_comes_back_by_their_code_and_hears_what_happened(phone: Client, duty: tuple[Account, Team]) -> None:
    code = code_on(send(phone))
    with acting_as(duty[0]) as viewer:
        requests.look_at(by=viewer, request=received(duty)[0])
        requests.offer_help(by=viewer, request=received(duty)[0], what="A place of safety on Quay Street")
    page = Client().post("/ask/back", {"code": code.lower().replace("-", " ")}).content.decode()
    assert "Somebody is looking at what you asked for" in page
    assert "Help has been offered." in page


@pytest.mark.hazard("HZ-16")
def test_a_code_shows_nothing_of_the_story(phone: Client, duty: tuple[Account, Team]) -> None:
    code = code_on(send(phone))
    with acting_as(duty[0]) as viewer:
        requests.look_at(by=viewer, request=received(duty)[0])
        requests.offer_help(by=viewer, request=received(duty)[0], what="A place of safety on Quay Street")
    page = Client().post("/ask/back", {"code": code}).content.decode()
    said = ("nights", "Ada", "Okafor", "bluebell", "900123", "PL5", "Quay Street", "Front door", duty[0].name)
    assert [word for word in said if word in page] == []


@pytest.mark.hazard("HZ-16")
def test_whether_the_family_is_known_makes_no_difference_to_what_whoever_asks_reads(duty: tuple[Account, Team]) -> None:
    unknown = send(Client())
    a_family(an_account())
    known = send(Client())
    blank = re.compile(r"\w{4}-\w{4}(-\w{4})?")
    assert blank.sub("", unknown) == blank.sub("", known)


def test_a_code_that_is_too_old_is_answered_like_one_that_never_was(phone: Client) -> None:
    code = code_on(send(phone))
    as_superuser("UPDATE support_returncode SET ends_at = {}", timezone.now() - timedelta(days=1))
    old, never = (phone.post("/ask/back", {"code": one}) for one in (code, "0000-0000-0000"))
    assert old.status_code == never.status_code == 422
    assert "We cannot find that code" in old.content.decode()


@pytest.mark.hazard("HZ-89")
def test_trying_codes_is_held_up_for_one_address_alone(phone: Client) -> None:
    code = code_on(send(phone))
    for _ in range(limits.TRIES):
        phone.post("/ask/back", {"code": "0000-0000-0000"})
    assert phone.post("/ask/back", {"code": code}).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").post("/ask/back", {"code": code}).status_code == 200


@pytest.mark.hazard("HZ-89")
def test_a_flood_of_forms_stops_nobody_who_has_begun_and_nobody_elsewhere(
    phone: Client, duty: tuple[Account, Team], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FORMS_AN_HOUR", 2)
    fill(phone, REACH)
    assert Client().post("/ask/2", WORDS).status_code == 302
    held_up = Client().post("/ask/2", WORDS)
    assert held_up.status_code == 429
    assert WORDS["words"] in held_up.content.decode()
    assert phone.post("/ask/2", WORDS).status_code == 302
    assert Client(REMOTE_ADDR="10.0.0.9").post("/ask/2", WORDS).status_code == 302
    cache.clear()


@pytest.mark.hazard("HZ-12")
def test_the_code_is_hidden_in_one_press_and_still_works(phone: Client) -> None:
    page = send(phone)
    assert "I have written it down, hide it" in page
    hidden = phone.get("/ask/hidden")
    assert hidden["Clear-Site-Data"] == '"storage"'
    assert code_on(page) not in hidden.content.decode()
    assert phone.get("/ask/sent").url == "/ask/"
    assert "We have what you told us" in phone.post("/ask/back", {"code": code_on(page)}).content.decode()


@pytest.mark.hazard("HZ-12")
def test_the_code_hides_by_itself_after_a_quarter_of_an_hour(phone: Client) -> None:
    send(phone)
    assert phone.cookies["ask"]["max-age"] == 15 * 60
    wait, _, to = phone.get("/ask/sent")["Refresh"].partition("; url=")
    assert (int(wait) <= 15 * 60, to) == (True, "/ask/hidden")
    as_superuser("SET session_replication_role = replica; UPDATE support_requestevent SET created_at = created_at"
                 " - interval '16 minutes'; SET session_replication_role = origin")  # fmt: skip
    assert phone.get("/ask/sent").url == "/ask/hidden"


def test_leaving_takes_the_way_back_with_it(phone: Client, duty: tuple[Account, Team]) -> None:
    fill(phone, REACH, WORDS)
    answer = phone.get("/ask/leave")
    assert answer.url.startswith("https://www.bbc.co.uk/")
    assert answer["Clear-Site-Data"] == '"storage"'
    assert WORDS["words"] not in phone.get("/ask/2").content.decode()
    assert received(duty)[0].words == WORDS["words"]


@pytest.mark.hazard("HZ-12")
@pytest.mark.parametrize("path", ["/ask/", "/ask/1", "/ask/2", "/ask/now", "/ask/back"])
def test_no_title_and_no_address_says_what_somebody_reads(phone: Client, path: str) -> None:
    page = phone.get(path)
    title = re.search("<title>(.*?)</title>", page.content.decode(), re.DOTALL)
    assert title
    assert not re.search("help|ask|danger|reach", title[1], re.IGNORECASE)
    assert "no-store" in page["Cache-Control"]


def test_the_browser_holds_no_word_of_what_was_typed(phone: Client) -> None:
    fill(phone, REACH, WORDS)
    held = phone.cookies["ask"]
    assert re.fullmatch(r"[\w-]{43}\.self", held.value)
    assert held["httponly"]
    assert held["samesite"] == "Lax"


def test_what_is_kept_leads_back_neither_to_the_browser_nor_to_the_code(
    phone: Client, duty: tuple[Account, Team]
) -> None:
    code = code_on(send(phone)).replace("-", "")
    held = phone.cookies["ask"].value.partition(".")[0]
    assert received(duty)[0].form_key == coming_back.form_key(held)
    assert coming_back.code_for(str(received(duty)[0].form_key)) != code
    assert code not in coming_back.kept(code)


def test_staff_who_ask_here_ask_as_anybody(client: Client, duty: tuple[Account, Team]) -> None:
    client.force_login(an_account("Sam Reed"))
    send(client)
    assert received(duty)[0].taken_by_id is None


def test_pressed_twice_it_shows_the_code_again(phone: Client, duty: tuple[Account, Team]) -> None:
    shown = code_on(send(phone))
    again = phone.post("/ask/check", follow=True)
    assert code_on(again.content.decode()) == shown
    assert len(received(duty)) == 1


def test_whoever_asks_for_somebody_gives_a_way_that_works(phone: Client) -> None:
    phone.post("/ask/", {"door": "professional"})
    wrong = phone.post("/ask/4", {"name": "Mo Lane", "how": "email", "at": "at the school"})
    assert wrong.status_code == 422
    assert "at the school" in wrong.content.decode()
    empty = phone.post("/ask/4", {"name": "Mo Lane", "how": "call", "at": ""})
    assert "Enter the telephone number we may ring you on." in empty.content.decode()
    assert phone.post("/ask/4", {"name": "Mo Lane"}).status_code == 302


def test_before_it_is_sent_everything_about_whoever_asks_can_be_read(phone: Client) -> None:
    you = {"name": "Mo Lane", "how": "email", "at": "mo@hill.example", "family_knows": "no"}
    fill(phone, {}, WORDS, WHO, you, door="professional")
    page = phone.get("/ask/check").content.decode()
    assert "Send an email: mo@hill.example" in page
    assert "The family knows" in page


def test_what_is_missing_can_be_reached_from_where_it_is_missed(phone: Client) -> None:
    phone.post("/ask/2", WORDS)
    phone.post("/ask/3", WHO)
    page = phone.post("/ask/check").content.decode()
    assert "You have not said yet" in page
    assert 'href="/ask/1"' in page
