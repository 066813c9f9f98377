"""Given somebody written down twice, when a supervisor puts the two together, there is one; and two again after a mistake."""

import re
from itertools import cycle

import pytest
from playwright.sync_api import expect
from tests.journeys.reader import Reader

SUPERVISOR = "annabel.szabo@demo.onestory.example"
SURNAMES = cycle(("Penhallow", "Trewartha", "Bolitho"))


@pytest.mark.hazard("HZ-43")
def test_two_records_are_put_together_and_taken_apart_again(reader: Reader) -> None:
    surname = next(SURNAMES)
    reader.signs_in(SUPERVISOR)
    reader.opens("/families/start")
    first = reader.page.get_by_role("group", name="First person")
    first.get_by_label("First name").fill("Jenifer")
    first.get_by_label("Surname").fill(surname)
    first.get_by_label("Born").fill("4 May 1994")
    reader.presses("Start their record")
    family = reader.page.url
    reader.opens(f"/{family.split('/', 3)[3].rstrip('/')}/people/add")
    reader.writes("First name", "Jen")
    reader.writes("Surname", surname)
    reader.writes("Born", "May 1994")
    reader.page.get_by_label("In this family, they are").select_option("parent")
    reader.presses("Add them")
    reader.presses(re.compile(f"^Jenifer {surname}"))
    reader.leaves_nothing_in_the_way("merge-person")
    reader.presses("Two records are this person")
    reader.leaves_nothing_in_the_way("merge-look")
    reader.presses(f"Jen {surname}")
    reader.sees("What speaks against it")
    reader.leaves_nothing_in_the_way("merge-plan")
    reader.presses("Put them together")
    reader.sees("Say in a few words how you know.")
    reader.leaves_nothing_in_the_way("merge-plan-wrong")
    reader.writes("How do you know that they are one?", "She showed her passport")
    reader.presses("Put them together")
    reader.sees("They are one record now")
    reader.leaves_nothing_in_the_way("merges")
    reader.presses(f"Jen {surname} and Jenifer {surname}")
    reader.leaves_nothing_in_the_way("merge")
    reader.writes("How do you know that they are two?", "They are sisters")
    reader.presses("Take them apart again")
    reader.sees("They are two records again")
    reader.page.goto(family)
    expect(reader.page.get_by_text(f"Jen {surname}").first).to_be_visible()
    reader.leaves_nothing_in_the_way("merge-undone")
