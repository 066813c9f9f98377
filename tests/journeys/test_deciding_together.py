"""From asking on a telephone to a meeting that decides, with somebody to go."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.journeys.reader import Reader
from tests.journeys.site import Site
from tests.journeys.test_asking_from_a_telephone import WORDS, says_how_to_reach, tells_the_rest

from onestory.core.dates import show_date, today

FRONT_DOOR = "pavan.rudge@demo.onestory.example"
SOON = show_date(today() + timedelta(days=3))


def _to_a_meeting(reader: Reader) -> None:
    """Somebody asked on their telephone, and a meeting is called."""
    says_how_to_reach(reader)
    reader.writes("What is going on, and what would help?", WORDS)
    tells_the_rest(reader)
    reader.signs_in(FRONT_DOOR)
    reader.opens("/triage")
    reader.presses("Call a meeting")
    reader.writes("When is it?", show_date(today()))
    reader.presses("Call it")
    reader.presses("Put a request on the agenda")


def test_what_somebody_asked_is_decided_with_somebody_to_go(reader: Reader) -> None:
    _to_a_meeting(reader)
    reader.leaves_nothing_in_the_way("triage-add")
    reader.page.get_by_label("Lena, asked").last.check()
    reader.presses("Put it on")
    reader.presses("Say what your service knows")
    reader.writes("For which service?", "Family hub")
    reader.writes("What does your service know?", "They came to the baby group twice.")
    reader.leaves_nothing_in_the_way("triage-say")
    reader.presses("Save")
    reader.sees("They came to the baby group twice.")
    reader.leaves_nothing_in_the_way("triage-meeting")
    reader.presses("Decide about")
    reader.chooses("Targeted")
    reader.chooses("Offer help")
    reader.writes("What is offered, still to be found out, or was found?", "A visit about the nights.")
    reader.writes("Or somebody without an account here, by name", "Mo Lane")
    reader.writes("By when?", SOON)
    reader.leaves_nothing_in_the_way("triage-decide")
    reader.presses("It is decided")
    reader.sees(f"Mo Lane, by {SOON}")
    reader.sees("They are asked once there is a record of the family")
    reader.presses("Minute the meeting")
    reader.sees("It is closed to change.")
    reader.leaves_nothing_in_the_way("triage-minuted")
    reader.presses("The minutes, to print")
    expect(reader.heading()).to_contain_text("Minutes")
    reader.leaves_nothing_in_the_way("triage-minutes")


@pytest.mark.hazard("HZ-79")
@pytest.mark.hazard("HZ-80")
def test_what_is_decided_outlives_the_server_and_is_decided_once(reader: Reader, site: Site) -> None:
    _to_a_meeting(reader)
    reader.page.get_by_label("Lena, asked").last.check()
    reader.presses("Put it on")
    reader.presses("Decide about")
    reader.chooses("Targeted")
    reader.chooses("Offer help")
    reader.writes("Or somebody without an account here, by name", "Mo Lane")
    reader.writes("By when?", SOON)
    offered = "What is offered, still to be found out, or was found?"
    reader.writes(offered, "A visit about the nights.")
    expect(reader.page.locator("[data-saving]")).to_contain_text(re.compile("saved", re.IGNORECASE))
    address = reader.page.url
    site.kill()
    reader.presses("It is decided")
    site.start()
    reader.opens("/")
    reader.presses("What you decide together")
    expect(reader.page).to_have_url(address)
    expect(reader.page.get_by_label(offered)).to_have_value("A visit about the nights.")
    expect(reader.page.get_by_label("By when?")).to_have_value(SOON)
    reader.presses("It is decided")
    reader.sees(f"Mo Lane, by {SOON}")
    _decides_again(reader, address, offered)


def _decides_again(reader: Reader, address: str, offered: str) -> None:
    """A page that was left open, pressed once more."""
    reader.page.goto(address)
    expect(reader.page.get_by_label(offered)).to_have_value("")
    reader.chooses("Targeted")
    reader.chooses("Find out more first")
    reader.writes(offered, "Something else")
    reader.presses("It is decided")
    reader.sees("This was decided already.")
    reader.leaves_nothing_in_the_way("triage-decided-already")
