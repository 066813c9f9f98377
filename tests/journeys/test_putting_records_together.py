"""Given somebody written down twice, when a supervisor puts the two together, there is one; and two again after a mistake."""

import re
from itertools import cycle

import pytest
from playwright.sync_api import expect
from tests.journeys.reader import Reader

SUPERVISOR = "annabel.szabo@demo.onestory.example"
# Nobody like the one before: a look-alike would rightly be asked about.
PEOPLE = cycle(
    (
        ("Jenifer", "Jen", "Penhallow", "4 May 1994", "1994"),
        ("Demelza", "Zella", "Trewartha", "9 July 1988", "1988"),
        ("Lowenna", "Winnie", "Bolitho", "1 March 1991", "1991"),
    )
)


@pytest.mark.hazard("HZ-43")
def test_two_records_are_put_together_and_taken_apart_again(reader: Reader) -> None:
    given, known_as, surname, born, year = next(PEOPLE)
    reader.signs_in(SUPERVISOR)
    reader.opens("/families/start")
    first = reader.page.get_by_role("group", name="First person")
    first.get_by_label("First name").fill(given)
    first.get_by_label("Surname").fill(surname)
    first.get_by_label("Born").fill(born)
    reader.presses("Start their record")
    family = reader.page.url
    reader.opens(f"/{family.split('/', 3)[3].rstrip('/')}/people/add")
    reader.writes("First name", known_as)
    reader.writes("Surname", surname)
    reader.writes("Born", year)
    reader.page.get_by_label("In this family, they are").select_option("parent")
    reader.presses("Add them")
    reader.presses(re.compile(f"^{given} {surname}"))
    reader.leaves_nothing_in_the_way("merge-person")
    reader.presses("Two records are this person")
    reader.leaves_nothing_in_the_way("merge-look")
    reader.presses(f"{known_as} {surname}")
    reader.sees("What speaks against it")
    reader.leaves_nothing_in_the_way("merge-plan")
    reader.presses("Put them together")
    reader.sees("There is a problem")
    reader.leaves_nothing_in_the_way("merge-plan-wrong")
    reader.writes("How do you know that they are one?", "She showed her passport")
    reader.presses("Put them together")
    reader.sees("They are one record now")
    reader.leaves_nothing_in_the_way("merges")
    reader.presses(f"{known_as} {surname} and {given} {surname}")
    reader.leaves_nothing_in_the_way("merge")
    reader.writes("How do you know that they are two?", "They are sisters")
    reader.presses("Take them apart again")
    reader.sees("They are two records again")
    reader.page.goto(family)
    expect(reader.page.get_by_text(f"{known_as} {surname}").first).to_be_visible()
    reader.leaves_nothing_in_the_way("merge-undone")
