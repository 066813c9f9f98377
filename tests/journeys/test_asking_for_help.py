"""Asking for help: a professional's request with its feedback, and a power cut in the middle of one."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.reader import Reader
from tests.journeys.site import Site

TEACHER, FRONT_DOOR = "gareth.nwosu@demo.onestory.example", "pavan.rudge@demo.onestory.example"
WORDS = "He is tired and often late. His mum said she would like somebody to talk to."


def _as(reader: Reader, email: str) -> None:
    if reader.page.locator("summary", has_text="Signed in as").count():
        reader.signs_out()
    reader.signs_in(email)
    expect(reader.heading()).to_contain_text("Today")


def _asks(reader: Reader, child: str) -> None:
    reader.opens("/requests/new")
    expect(reader.heading()).to_contain_text("asks for help")
    reader.page.get_by_label("How may we reach them safely?").select_option("Send a text message")
    reader.writes("Where?", "07700 900123")
    reader.writes("First name", child)
    reader.writes("What do they ask for?", WORDS)
    reader.chooses("I am, for them")


def test_a_professional_asks_and_hears_what_became_of_it(reader: Reader) -> None:
    child = f"Denzil{reader.width}"
    _as(reader, TEACHER)
    _asks(reader, child)
    reader.leaves_nothing_in_the_way("asking-for-help")
    reader.presses("Save the request")
    expect(reader.heading()).to_contain_text("What you asked for")
    reader.sees(re.compile("Somebody will look at it by"))

    _as(reader, FRONT_DOOR)
    reader.opens("/requests")
    reader.leaves_nothing_in_the_way("requests")
    reader.presses(child)
    reader.leaves_nothing_in_the_way("a-request")
    reader.presses("Look at it")
    reader.presses("Offer help")
    reader.writes("What can we offer?", "Jo comes by on Monday")
    reader.leaves_nothing_in_the_way("offering-help")
    reader.presses("Save what we offer")
    reader.presses("Say what became of it")
    reader.chooses("They want what was offered, and it begins")
    reader.writes("Say it in a sentence", "Jo goes on with them")
    reader.leaves_nothing_in_the_way("ending-a-request")
    reader.presses("Save")
    reader.sees("Taken up")
    reader.leaves_nothing_in_the_way("a-request-that-ended")

    _as(reader, TEACHER)
    reader.opens("/requests/asked-by-me")
    reader.sees("What you asked for has been taken up. Thank you for asking.")
    reader.does_not_see("Jo goes on with them")
    reader.leaves_nothing_in_the_way("what-i-asked-for")


@pytest.mark.hazard("HZ-79")
@pytest.mark.hazard("HZ-55")
def test_a_request_outlives_the_server_in_the_middle_of_a_sentence(reader: Reader, site: Site) -> None:
    child = f"Morwenna{reader.width}"
    _as(reader, FRONT_DOOR)
    _asks(reader, child)
    expect(reader.page.locator("[data-saving]")).to_contain_text(re.compile("saved|kept", re.IGNORECASE))
    site.kill()
    site.start()
    reader.opens("/")
    reader.presses("A request you are taking")
    expect(reader.page.get_by_label("What do they ask for?")).to_have_value(WORDS)
    expect(reader.page.get_by_label("First name")).to_have_value(child)
    reader.leaves_nothing_in_the_way("a-request-gone-on-with")
    reader.chooses("They ask for themselves")
    reader.presses("Save the request")
    expect(reader.heading()).to_contain_text(child)
    reader.presses("Look at it")
    reader.sees("Being looked at")
    reader.presses("Put it right")
    reader.page.get_by_label("How may we reach them safely?").select_option("Ring them")
    reader.writes("Where?", "07700 900456")
    reader.writes("Why does it change?", "They rang from another number")
    reader.leaves_nothing_in_the_way("reach-put-right")
    reader.presses("Save")
    reader.sees("07700 900456")


def test_passing_a_request_on(reader: Reader) -> None:
    child = f"Tegen{reader.width}"
    _as(reader, FRONT_DOOR)
    _asks(reader, child)
    reader.chooses("They ask for themselves")
    reader.page.get_by_label("Who goes on with it?").select_option("I do")
    reader.presses("Save the request")
    reader.presses("Pass it on")
    reader.writes("Or to a colleague, by their email address", TEACHER)
    reader.writes("Why can they help better?", "She knows the family")
    reader.leaves_nothing_in_the_way("passing-on")
    reader.presses("Offer it to them")
    reader.sees("It stays here until then")

    _as(reader, TEACHER)
    reader.opens("/requests")
    reader.presses(re.compile("^From"))
    reader.does_not_see(child)
    reader.leaves_nothing_in_the_way("offered-to-me")
    reader.presses("Accept it")
    expect(reader.heading()).to_contain_text(child)
    reader.presses("To be said")
    reader.leaves_nothing_in_the_way("telling-whoever-asked")
    reader.chooses("Sent a text message")
    reader.presses("Save")
    reader.sees("Sent a text message")
