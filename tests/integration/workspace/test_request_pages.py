"""The pages of requests: the one short form, the list of what waits, and one request with its next act."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.asking import HER_TEACHER, asked, colleague_in, front_door, said
from tests.factories import a_family, a_team, an_account
from tests.integration.workspace import browsers

from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as, name_nobody
from onestory.core.dates import show_date, today
from onestory.core.ids import uuid7
from onestory.faces.workspace.bound import seal
from onestory.people import queries as people
from onestory.story.models import Draft
from onestory.support import coming_back, request_queries
from onestory.support.actions import passing, request_families, requests
from onestory.support.models import Request, ToldHome
from onestory.support.models.requests import Urgency
from onestory.support.request_inputs import About, NewRequest

pytestmark = pytest.mark.django_db
TYPED = {
    "words": "The nights are long", "words_by": "Ada", "given": "Ada", "family": "Okafor", "reach_how": "text",
    "reach_at": "07700 900123", "urgency": "usual", "who": "themselves", "door": "phone", "keep_it": "mine",
}  # fmt: skip


@pytest.fixture
def duty() -> tuple[Account, Team]:
    return front_door()


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def at(name: str, *of: UUID) -> str:
    return reverse(f"workspace:{name}", args=of)


def words(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def one(account: Account, made: UUID) -> Request:
    with acting_as(account) as viewer:
        return request_queries.request(viewer, made)


def test_whoever_takes_a_request_is_led_to_it_with_its_next_act(duty: tuple[Account, Team]) -> None:
    client = browser(duty[0])
    answer = client.post(at("new_request", uuid7()), TYPED, follow=True)
    shown = answer.content.decode()
    assert "The nights are long" in shown
    assert "Send a text message: 07700 900123" in shown
    assert "Look at it" in shown


def test_the_same_form_sent_twice_is_one_request(duty: tuple[Account, Team]) -> None:
    client, draft = browser(duty[0]), uuid7()
    for _ in range(3):
        client.post(at("new_request", draft), TYPED)
    with acting_as(duty[0]):
        assert Request.objects.count() == 1


def test_what_is_typed_is_kept_before_it_is_sent(duty: tuple[Account, Team]) -> None:
    client, draft = browser(duty[0]), uuid7()
    page = client.get(at("new_request", draft))
    ticket = page.context["keeping"].ticket
    client.post(at("draft", draft), {"ticket": ticket, "words": "The nights"})
    assert "The nights" in words(client, at("new_request", draft))
    assert "A request you are taking" in words(client, at("today"))
    client.post(at("new_request", draft), TYPED)
    with acting_as(duty[0]):
        assert not Draft.objects.exists()


def test_how_to_reach_them_safely_is_asked_first_and_999_is_shown(duty: tuple[Account, Team], settings: Any) -> None:
    settings.SOCIAL_CARE = replace(settings.SOCIAL_CARE, phone="01752 668000")
    shown = words(browser(duty[0]), at("begin_request"))
    assert (
        shown.index("in danger now")
        < shown.index("How may we reach them safely?")
        < shown.index("What do they ask for?")
    )
    assert "01752 668000" in shown


def test_an_urgent_worry_is_saved_first_and_then_the_way_is_shown(duty: tuple[Account, Team]) -> None:
    answer = browser(duty[0]).post(at("new_request", uuid7()), TYPED | {"urgency": Urgency.NOW}, follow=True)
    assert "It is kept. If somebody is in danger now, ring 999" in answer.content.decode()
    assert "May not be safe" in answer.content.decode()


def test_an_empty_form_says_what_is_missing(duty: tuple[Account, Team]) -> None:
    answer = browser(duty[0]).post(
        at("new_request", uuid7()), TYPED | dict.fromkeys(("words", "given", "family", "reach_at"), "")
    )
    assert answer.status_code == 422
    assert "Say who it is about" in answer.content.decode()


@pytest.mark.hazard("HZ-16")
def test_somebody_who_asks_for_others_sees_what_became_of_it_and_not_the_request(duty: tuple[Account, Team]) -> None:
    teacher = an_account("Mo Lane")
    client = browser(teacher)
    answer = client.post(at("new_request", uuid7()), TYPED | {"who": "me", "keep_it": "mine"}, follow=True)
    shown = answer.content.decode()
    assert "What you asked for" in shown
    assert "Somebody will look at it" in shown
    with acting_as(duty[0]) as viewer:
        (waiting,) = request_queries.waiting(viewer)
    assert client.get(at("request", waiting.pk)).status_code == 404


def test_a_volunteer_asks_and_takes_no_request(duty: tuple[Account, Team]) -> None:
    client = browser(an_account("Vi Hill", role="volunteer"))
    assert "What you asked for" in words(client, at("requests"))
    shown = words(client, at("begin_request"))
    assert "Who goes on with it?" not in shown
    client.post(at("new_request", uuid7()), {"words": "They need a hand", "urgency": "usual"})
    assert "They need a hand" in words(client, at("asked"))


@pytest.mark.hazard("HZ-16")
def test_nobody_learns_from_the_answer_whether_the_family_is_known(duty: tuple[Account, Team]) -> None:
    a_family(duty[0], surname="Okafor")
    client, answers = browser(an_account("Mo Lane")), []
    for name in ("Okafor", "Quixwell"):
        client.post(at("new_request", uuid7()), TYPED | {"who": "me", "family": name})
        answers.append(client.get(at("asked")).context["asks"][0]["told"][0][0])
    assert answers[0] == answers[1]


def test_the_list_says_what_waits_and_whose_it_is(duty: tuple[Account, Team]) -> None:
    asked(duty[0], own=True)
    asked(duty[0])
    asked(colleague_in(duty[1]), own=True)
    shown = words(browser(duty[0]), at("requests"))
    assert shown.index("Yours") < shown.index("Nobody has these yet") < shown.index("Colleagues have these")
    assert "People waiting to hear" in shown


def test_an_empty_list_says_what_comes(duty: tuple[Account, Team]) -> None:
    assert "No request waits" in words(browser(duty[0]), at("requests"))


def test_from_looked_at_to_an_end_and_back_in_one_press(duty: tuple[Account, Team]) -> None:
    client, made = browser(duty[0]), asked(duty[0])
    token = {"opened_for": seal(made)}
    client.post(at("look_at_request", made))
    client.post(at("offer_help", made), token | {"what": "A visit on Monday"})
    assert one(duty[0], made).state == "offered"
    client.post(at("end_request", made), token | {"how": "requests.take_up", "reason": "Pat goes on with her"})
    assert "Open it again" in words(client, at("request", made))
    assert "Ada Okafor" in words(client, at("requests_ended"))
    client.post(at("open_request_again", made))
    assert one(duty[0], made).state == "looking"


def test_what_was_begun_and_left_is_looked_at_as_it_is(duty: tuple[Account, Team]) -> None:
    name_nobody()
    new = NewRequest(door="self", words="I can")
    made = requests.receive(by=None, new=new, form_key=uuid7(), finished=False)
    client = browser(duty[0])
    assert "Look at it" in words(client, at("request", made))
    client.post(at("look_at_request", made))
    assert one(duty[0], made).state == "looking"


def test_nothing_ends_without_a_reason(duty: tuple[Account, Team]) -> None:
    client, made = browser(duty[0]), asked(duty[0])
    answer = client.post(
        at("end_request", made), {"opened_for": seal(made), "how": "requests.not_wanted", "reason": " "}
    )
    assert answer.status_code == 422
    assert one(duty[0], made).state == "received"


@pytest.mark.hazard("HZ-39")
def test_the_receiver_sees_that_something_is_offered_and_nothing_of_the_family(duty: tuple[Account, Team]) -> None:
    made, pat = asked(duty[0], own=True), an_account("Pat Moor")
    client = browser(duty[0])
    client.post(at("pass_on", made), {"opened_for": seal(made), "email": pat.email, "why": "Ada asked for Pat"})
    assert "Offered to Pat Moor" in words(client, at("request", made))
    theirs = browser(pat)
    assert "From Tess Hall" in words(theirs, at("requests"))
    with acting_as(pat) as viewer:
        (offered,) = request_queries.offered_to(viewer)
    shown = words(theirs, at("offered_request", offered.pk))
    assert not any(told in shown for told in ("Ada", "Okafor", "nights", "07700", "PL5"))
    theirs.post(at("accept_request", offered.pk))
    assert "I cannot cope with the nights" in words(theirs, at("request", made))


def test_it_is_sent_back_with_a_reason_or_taken_back(duty: tuple[Account, Team]) -> None:
    made, team = asked(duty[0], own=True), a_team("Whitleigh")
    pat = colleague_in(team)
    for answered_by, page, reason in (
        (pat, "offered_request", "We are full"),
        (duty[0], "take_back_request", "She came by"),
    ):
        with acting_as(duty[0]) as viewer:
            found = request_queries.request(viewer, made)
            offered = passing.offer(by=viewer, request=found, to_team=team, why="Nearer to them")
        typed = {"opened_for": seal(offered.pk), "reason": reason}
        assert browser(answered_by).post(at(page, offered.pk), typed).status_code == 302
        assert reason in words(browser(duty[0]), at("request", made))


def test_whoever_asked_is_told_and_how(duty: tuple[Account, Team]) -> None:
    made, client = asked(duty[0], new=said(asker=HER_TEACHER)), browser(duty[0])
    with acting_as(duty[0]) as viewer:
        (telling,) = request_queries.still_to_tell(viewer)
    shown = words(client, at("tell_asker", telling.pk))
    assert "Send an email: mo@hill.example" in shown
    assert "Rang them" not in shown
    empty = client.post(at("tell_asker", telling.pk), {"opened_for": seal(telling.pk)})
    assert "Say how they were told" in empty.content.decode()
    client.post(at("tell_asker", telling.pk), {"opened_for": seal(telling.pk), "how": "email"})
    assert "Sent an email" in words(client, at("request", made))


def test_whoever_is_still_to_tell_is_listed_by_the_family(duty: tuple[Account, Team]) -> None:
    known, client = a_family(duty[0]).family, browser(duty[0])
    made = asked(duty[0], new=replace(said(asker=HER_TEACHER), about=About()))
    assert "Tell whoever asked about somebody who gave no name" in words(client, at("requests"))
    with acting_as(duty[0]) as viewer:
        request_families.link(by=viewer, request=request_queries.request(viewer, made), family=known)
    assert f"Tell whoever asked about {known.name}" in words(client, at("requests"))


def test_the_family_is_found_or_started(duty: tuple[Account, Team]) -> None:
    known, made, client = a_family(duty[0]), asked(duty[0], own=True), browser(duty[0])
    assert "The Okafor family" in words(client, at("request_family", made))
    client.post(at("request_family", made), {"opened_for": seal(made), "family": known.family.pk})
    assert one(duty[0], made).family_id == known.family.pk
    second = asked(duty[0], own=True)
    client.post(at("start_for_request", second), {"opened_for": seal(second), "given": "Zed", "role": "parent"})
    assert "Zed’s family" in words(client, at("request", second))


def test_a_family_of_another_name_is_looked_for_and_chosen(duty: tuple[Account, Team]) -> None:
    """Whoever rang gave another name at the door."""
    known, client = a_family(duty[0], surname="Penrose"), browser(duty[0])
    made = asked(duty[0], new=replace(said(), about=About(given="Zed")))
    address = at("request_family", made)
    assert "The Penrose family" not in words(client, address)
    shown = client.post(address, {"opened_for": seal(made), "look": "yes", "q": "Penrose"})
    assert "The Penrose family" in shown.content.decode()
    client.post(address, {"opened_for": seal(made), "q": "Penrose", "family": known.family.pk})
    assert one(duty[0], made).family_id == known.family.pk


def test_looking_finds_nobody_who_is_not_open_and_asks_for_a_word(duty: tuple[Account, Team]) -> None:
    other, made, client = a_family(an_account("Jo Stone"), surname="Penrose"), asked(duty[0]), browser(duty[0])
    sent = {"opened_for": seal(made), "look": "yes"}
    assert "The Penrose family" not in client.post(at("request_family", made), sent | {"q": "Penrose"}).content.decode()
    assert "Type something you know" in client.post(at("request_family", made), sent).content.decode()
    typed = {"opened_for": seal(made), "q": "Penrose", "family": other.family.pk}
    assert client.post(at("request_family", made), typed).status_code == 422
    assert one(duty[0], made).family_id is None


def test_a_second_request_is_joined_to_the_first(duty: tuple[Account, Team]) -> None:
    made, second, client = asked(duty[0]), asked(duty[0], new=said(asker=HER_TEACHER)), browser(duty[0])
    typed = {"opened_for": seal(second), "other": made, "reason": "Both are about Ada"}
    client.post(at("join_request", second), typed)
    assert "Joined to this one" in words(client, at("request", made))


def test_a_note_moves_the_day_it_is_looked_at(duty: tuple[Account, Team]) -> None:
    made, client, later = asked(duty[0], own=True), browser(duty[0]), today() + timedelta(days=9)
    typed = {"opened_for": seal(made), "text": "Rang, nobody there", "next_on": show_date(later)}
    client.post(at("note_request", made), typed)
    assert "Rang, nobody there" in words(client, at("request", made))
    assert one(duty[0], made).next_on == later


def test_a_colleague_takes_it_over_and_gives_it_back(duty: tuple[Account, Team]) -> None:
    made, pat = asked(duty[0], own=True), colleague_in(duty[1])
    client = browser(pat)
    client.post(at("take_request", made), {"opened_for": seal(made), "why": "Tess is ill"})
    assert one(pat, made).owner_id == pat.pk
    client.post(at("give_back_request", made), {"opened_for": seal(made), "reason": "She is back"})
    assert one(pat, made).owner_team_id == duty[1].pk


@pytest.mark.parametrize("name", ["requests", "request"])
def test_the_pages_ask_the_same_however_many_there_are(duty: tuple[Account, Team], name: str) -> None:
    made, client = asked(duty[0], own=True), browser(duty[0])
    address = at(name, *([made] if name == "request" else []))
    client.get(address)
    few = browsers.statements(client, address)
    for _ in range(4):
        asked(duty[0], own=True)
        client.post(at("note_request", made), {"opened_for": seal(made), "text": "Rang"})
    client.get(address)  # What was just done is said once.
    assert browsers.statements(client, address) == few


def test_whoever_rings_with_their_reference_is_found_by_it(duty: tuple[Account, Team]) -> None:
    made = asked(duty[0])
    reference = coming_back.reference_of(made)
    hers = browser(duty[0])
    assert "Find a request by its reference" in words(hers, at("requests"))
    for typed in (reference, reference.replace("-", " ").lower()):
        assert at("request", made) in hers.post("/find", {"q": typed}).content.decode()


@pytest.mark.hazard("HZ-16")
def test_a_reference_of_a_request_of_others_is_answered_like_one_that_never_was(duty: tuple[Account, Team]) -> None:
    theirs, never = coming_back.reference_of(asked(duty[0])), coming_back.reference_of(uuid7())
    for stranger in (front_door("Jo Stone")[0], an_account("Vo Lunt", role="volunteer")):
        found, nobodys = (browser(stranger).post("/find", {"q": typed}).content.decode() for typed in (theirs, never))
        assert "We found nobody by that" in found
        assert "A request with this reference" not in found
        assert len(found) == len(nobodys)


def test_a_postcode_that_was_told_is_taken_in_one_press(duty: tuple[Account, Team]) -> None:
    made, known, hers = asked(duty[0]), a_family(duty[0]), browser(duty[0])
    with acting_as(duty[0]) as viewer:
        family = people.family(viewer, known.family.pk)
        request_families.link(by=viewer, request=request_queries.request(viewer, made), family=family)
        told = ToldHome.objects.get(request_id=made).pk
    assert "They told us PL5 2TL" in words(hers, at("request", made))
    page = words(hers, at("told_home", told))
    assert "The record does not say where they live." in page
    assert page.count(" checked") == 3
    who = [str(known.mother.pk), str(known.child.pk)]
    assert (
        hers.post(at("told_home", told), {"opened_for": seal(told), "answer": "there", "who": who}).status_code == 302
    )
    assert "They told us" not in words(hers, at("request", made))
    assert hers.get(at("told_home", told)).status_code == 404
