"""Asking for help from a telephone, with nobody signed in; and a server that dies in the middle of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.reader import Reader
from tests.journeys.site import Site

WORDS = "The nights are long and I have nobody to ask."


def says_how_to_reach(reader: Reader) -> None:
    reader.opens("/ask/")
    reader.chooses("Me, or my own family")
    reader.presses("Continue")
    reader.chooses("Send a text message")
    reader.writes("The number, email or address", "07700 900123")
    reader.page.get_by_label("No", exact=True).check()
    reader.writes("A word that we say first", "bluebell")
    reader.leaves_nothing_in_the_way("asking-reach")
    reader.presses("Save and continue")
    expect(reader.heading()).to_have_text("What is going on?")


def tells_the_rest(reader: Reader) -> None:
    reader.chooses("It can wait a few days")
    reader.leaves_nothing_in_the_way("asking-words")
    reader.presses("Save and continue")
    reader.writes("First name", "Lena")
    reader.writes("Date of birth", "3 2 1994")
    reader.leaves_nothing_in_the_way("asking-about")
    reader.presses("Save and continue")
    reader.sees("07700 900123")
    reader.sees(WORDS)
    reader.leaves_nothing_in_the_way("asking-check")
    reader.presses("Send it")
    expect(reader.heading()).to_have_text("We have it")


@pytest.mark.hazard("HZ-79")
def test_what_somebody_types_outlives_the_server(reader: Reader, site: Site) -> None:
    says_how_to_reach(reader)
    reader.writes("What is going on, and what would help?", WORDS)
    expect(reader.page.locator("[data-saving]")).to_contain_text(re.compile("saved", re.IGNORECASE))
    site.kill()
    site.start()
    reader.opens("/ask/")
    reader.sees("What you wrote is still here.")
    reader.leaves_nothing_in_the_way("asking-again")
    reader.opens("/ask/2")
    expect(reader.page.get_by_label("What is going on, and what would help?")).to_have_value(WORDS)
    tells_the_rest(reader)


@pytest.mark.hazard("HZ-80")
@pytest.mark.hazard("HZ-55")
def test_what_is_sent_to_a_server_that_dies_arrives_once(reader: Reader, site: Site) -> None:
    said = f"The nights are long, at {reader.width} pixels."
    says_how_to_reach(reader)
    reader.writes("What is going on, and what would help?", said)
    reader.chooses("It can wait a few days")
    reader.presses("Save and continue")
    reader.writes("First name", f"Ines {reader.width}")
    reader.presses("Save and continue")
    reader.sees(said)
    site.kill()
    reader.presses("Send it")
    site.start()
    reader.opens("/ask/check")
    reader.sees(said)
    reader.presses("Send it")
    code = reader.page.locator("dd strong").inner_text()
    site.kill()
    site.start()
    reader.opens("/ask/sent")
    expect(reader.page.locator("dd strong")).to_have_text(code)
    reference = reader.page.locator("dd").first.inner_text().split()[0]
    reader.opens("/ask/hidden")
    _is_there_once(reader, reference, said)


def _is_there_once(reader: Reader, reference: str, said: str) -> None:
    """At the front door, found by the reference it was given."""
    reader.signs_in("pavan.rudge@demo.onestory.example")
    reader.opens("/requests")
    expect(reader.page.get_by_role("main").get_by_role("link", name=f"Ines {reader.width}", exact=True)).to_have_count(
        1
    )
    reader.writes("Find a request by its reference", reference)
    reader.page.get_by_role("main").get_by_role("button", name="Find", exact=True).click()
    reader.leaves_nothing_in_the_way("found-by-reference")
    reader.presses("The request")
    reader.sees(said)
    reader.leaves_nothing_in_the_way("a-request-sent-once")


def test_somebody_asks_and_comes_back_by_their_code(reader: Reader) -> None:
    reader.opens("/ask/")
    reader.leaves_nothing_in_the_way("asking-start")
    says_how_to_reach(reader)
    reader.writes("What is going on, and what would help?", WORDS)
    tells_the_rest(reader)
    reader.leaves_nothing_in_the_way("asking-sent")
    code = reader.page.locator("dd strong").inner_text()
    reader.presses("I have written it down, hide it")
    expect(reader.heading()).to_have_text("Your code is hidden")
    reader.does_not_see(code)
    reader.leaves_nothing_in_the_way("asking-hidden")
    reader.page.go_back()
    reader.does_not_see(code)
    reader.opens("/ask/back")
    reader.leaves_nothing_in_the_way("asking-back")
    reader.writes("Your code", code)
    reader.presses("Continue")
    reader.sees("We have what you told us.")
    reader.does_not_see(WORDS)
    reader.leaves_nothing_in_the_way("asking-heard")


def test_somebody_who_may_not_be_safe_reads_where_to_ring_at_once(reader: Reader) -> None:
    says_how_to_reach(reader)
    reader.writes("What is going on, and what would help?", "He is outside")
    reader.chooses("Somebody may not be safe")
    reader.presses("Save and continue")
    expect(reader.heading()).to_have_text("Ring 999 if somebody is in danger now")
    reader.sees("What you wrote is saved.")
    reader.leaves_nothing_in_the_way("asking-now")


@pytest.mark.hazard("HZ-12")
def test_leaving_quickly_leaves_nothing_to_come_back_to(reader: Reader) -> None:
    says_how_to_reach(reader)
    leave = reader.page.get_by_role("link", name="Leave this page now")
    assert leave.get_attribute("href") == "/ask/leave"
    away = reader.page.request.get(reader.address + "/ask/leave", max_redirects=0)
    assert away.headers["location"] == "https://www.bbc.co.uk/weather"
    reader.opens("/ask/1")
    expect(reader.page.get_by_label("The number, email or address")).to_have_value("")


def test_it_works_without_scripts(without_scripts: Reader) -> None:
    reader = without_scripts
    reader.opens("/ask/")
    reader.chooses("Somebody I know")
    reader.presses("Continue")
    reader.presses("Save and continue")
    reader.writes("What is going on, and what would help?", WORDS)
    reader.chooses("It can wait a few days")
    reader.presses("Save and continue")
    reader.writes("First name", "Lena")
    reader.presses("Save and continue")
    reader.writes("Your name", "Bea")
    reader.presses("Save and continue")
    reader.presses("Send it")
    expect(reader.heading()).to_have_text("We have it")
