"""From asking on a telephone to a meeting that decides, with somebody to go."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect
from tests.journeys.reader import Reader
from tests.journeys.test_asking_from_a_telephone import WORDS, says_how_to_reach, tells_the_rest

from onestory.core.dates import show_date, today

FRONT_DOOR = "pavan.rudge@demo.onestory.example"
SOON = show_date(today() + timedelta(days=3))


def test_what_somebody_asked_is_decided_with_somebody_to_go(reader: Reader) -> None:
    says_how_to_reach(reader)
    reader.writes("What is going on, and what would help?", WORDS)
    tells_the_rest(reader)
    reader.signs_in(FRONT_DOOR)
    reader.opens("/triage")
    reader.presses("Call a meeting")
    reader.writes("When is it?", show_date(today()))
    reader.presses("Call it")
    reader.page.get_by_role("main").get_by_role("link", name="Today").first.click()
    reader.presses("Put a request on the agenda")
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
    reader.presses("Minute the meeting")
    reader.sees("It is closed to change.")
    reader.leaves_nothing_in_the_way("triage-minuted")
    reader.presses("The minutes, to print")
    expect(reader.heading()).to_contain_text("Minutes")
    reader.leaves_nothing_in_the_way("triage-minutes")
