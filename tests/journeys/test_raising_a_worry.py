"""A worry: raised with its numbers beside it, referred, answered, and ended by somebody who says why."""

import re
from datetime import timedelta

from playwright.sync_api import expect
from tests.journeys.reader import Reader

from onestory.core.dates import show_date, today

WORKER, FAMILY = "delroy.finch@demo.onestory.example", "The Hobbs family"


def _to_worries(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families")
    reader.page.get_by_role("main").get_by_role("link", name=FAMILY).first.click()
    reader.page.get_by_role("link", name="Worries").first.click()
    expect(reader.heading()).to_contain_text("Worries")


def test_a_worry_goes_from_being_raised_to_an_answer(reader: Reader) -> None:
    _to_worries(reader)
    reader.leaves_nothing_in_the_way("worries")
    reader.presses("Raise a worry")
    reader.sees("01632 960110")
    reader.presses("Raise it")
    reader.sees("Choose how soon somebody must look at it.")
    seen = f"Kai had a bruise on his arm, seen at {reader.width}"
    reader.chooses("It cannot wait until tomorrow")
    reader.writes("What have you seen, heard or been told?", seen)
    reader.chooses("No, telling them could put somebody at risk")
    reader.writes(re.compile("Why do they not know yet"), "He is afraid of what would happen.")
    reader.leaves_nothing_in_the_way("raise-a-worry")
    reader.presses("Raise it")
    reader.presses(seen)
    reader.leaves_nothing_in_the_way("worry")
    _refer(reader)
    _end(reader)


def _refer(reader: Reader) -> None:
    reader.presses("You told social care")
    reader.writes("Who did you speak to?", "Dee, the duty team")
    reader.writes("What did you tell them?", "What Kai said, and what I saw.")
    reader.leaves_nothing_in_the_way("refer-a-worry")
    reader.presses("Write it down")
    reader.sees("With social care, whose answer we wait for")
    reader.presses("Social care answered")
    reader.chooses("They will make an assessment (child in need)")
    reader.leaves_nothing_in_the_way("hear-of-a-worry")
    reader.presses("Write it down")
    reader.sees("Being looked at")


def _end(reader: Reader) -> None:
    reader.presses("Write what you did")
    reader.writes("What did you do, and what did you learn?", "I rang the school.")
    reader.writes("When is it looked at again?", show_date(today() + timedelta(days=2)))
    reader.presses("Write it down")
    reader.presses("Nobody needs to look at it any more")
    reader.writes("Why?", "They have a social worker of their own now, whom they know.")
    reader.presses("End it")
    reader.sees("Look at it again")
    reader.leaves_nothing_in_the_way("ended-worry")


def test_one_about_somebody_without_a_record_begins_on_today(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.presses("Raise a worry")
    reader.leaves_nothing_in_the_way("who-are-you-worried-about")
    reader.presses("Raise a worry")
    reader.leaves_nothing_in_the_way("raise-anywhere")
    seen = f"Crying at the door, seen at {reader.width}"
    reader.writes("Who are you worried about?", "A boy of about five, Fore Street")
    reader.chooses("Somebody should look at it within two days")
    reader.writes("What have you seen, heard or been told?", seen)
    reader.chooses("Yes, we have talked about it")
    reader.presses("Raise it")
    reader.sees(seen)
    reader.leaves_nothing_in_the_way("loose-worry")
    reader.presses("There is a record of them")
    reader.chooses(FAMILY)
    reader.leaves_nothing_in_the_way("join-a-worry")
    reader.presses("Put it there")
    reader.sees("It is with the family’s record now.")
