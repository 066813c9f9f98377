"""Walking alongside a family, as staff do it: a plan agreed, steps up and down, a review, an introduction, an end, a return."""

import re
from datetime import timedelta

from playwright.sync_api import expect
from tests.journeys.reader import Reader

from onestory.core.dates import show_date, today

WORKER, COLLEAGUE = "delroy.finch@demo.onestory.example", "catrin.beddoes@demo.onestory.example"
SOON = show_date(today() + timedelta(days=9))


def _family(reader: Reader, name: str) -> None:
    reader.opens("/families")
    reader.page.locator("main").get_by_role("link", name=name).first.click()


def _walking(reader: Reader, name: str) -> None:
    _family(reader, name)
    reader.page.get_by_role("link", name="Open how we walk alongside them").click()


def _step(reader: Reader, to: str, why: str) -> None:
    reader.page.get_by_role("link", name="Step up or down").click()
    reader.chooses(re.compile(f"^{to}"))
    reader.writes("Why?", why)
    reader.presses("Save")
    reader.sees("Their circle is as it was")


def test_they_are_walked_alongside_from_beginning_to_end_and_come_back(reader: Reader) -> None:
    reader.signs_in(WORKER)
    _walking(reader, "The Hart family")
    if reader.page.get_by_role("button", name="Begin").count():
        reader.presses("Begin")
        reader.chooses(re.compile("^Targeted"))
        reader.writes("What is it for?", "Evenings are loud, and nobody sleeps.")
        reader.leaves_nothing_in_the_way("begin-walking")
        reader.presses("Begin")
    reader.sees("Evenings are loud")
    reader.leaves_nothing_in_the_way("walking")
    _step(reader, "Specialist", "The doctor wants to see her every week.")
    reader.page.get_by_role("link", name=re.compile("^Hold it")).first.click()
    reader.writes("What does the family say of how it goes?", "It is easier when Delroy comes.")
    reader.leaves_nothing_in_the_way("hold-review")
    reader.presses("Save the review")
    reader.sees("It is easier when Delroy comes.")
    _step(reader, "Targeted", "The doctor is content.")
    reader.page.get_by_role("button", name="End it together").click()
    reader.leaves_nothing_in_the_way("end-walking")
    reader.writes("Why does it end?", "They sleep.")
    reader.writes("What does the family think of that?", "We are all right now.")
    reader.writes("What stays with them?", "The Tuesday group, and Delroy’s number.")
    reader.presses("End it")
    reader.leaves_nothing_in_the_way("walking-ended")
    reader.presses("Walk alongside them again")
    reader.sees("You walk alongside them again")


def test_a_plan_is_agreed_once_they_have_seen_it(reader: Reader) -> None:
    goal = f"To sleep through {reader.width}"
    reader.signs_in(WORKER)
    _family(reader, "The Hart family")
    reader.page.get_by_role("link", name="The plan").click()
    reader.presses("Write down what they want")
    reader.writes("What do they want?", goal)
    reader.leaves_nothing_in_the_way("write-goal")
    reader.presses("Put it in the plan")
    section = reader.page.locator("section", has_text=goal)
    section.get_by_role("link", name=re.compile("^Add a step")).click()
    reader.writes("What will they do?", "A bath at seven, and the story about the bear")
    reader.writes("By when?", SOON)
    reader.leaves_nothing_in_the_way("add-step")
    reader.page.locator("main form button", has_text="Save").first.click()
    reader.sees(
        "The family has not seen it yet."
        if not reader.page.get_by_text("It has changed since").count()
        else "It has changed"
    )
    reader.leaves_nothing_in_the_way("plan")
    reader.presses("They have seen it")
    reader.leaves_nothing_in_the_way("agree-plan")
    reader.page.locator("input[name=seen_by]").first.check(force=True)
    reader.chooses("We read it together")
    reader.presses("Yes, it is agreed")
    reader.sees("as it stands here")
    reader.presses("Large print")
    reader.leaves_nothing_in_the_way("plan-large-print")


def test_needs_and_small_wins_stand_beside_it(reader: Reader) -> None:
    reader.signs_in(WORKER)
    _family(reader, "The Hart family")
    reader.presses("A small win")
    reader.writes("What was better than yesterday?", f"Tea at the table, all of us ({reader.width})")
    reader.leaves_nothing_in_the_way("small-win")
    reader.presses("Save")
    reader.sees("A small win: Tea at the table")
    reader.page.get_by_role("link", name="The plan").click()
    reader.page.get_by_role("link", name="Needs").click()
    reader.leaves_nothing_in_the_way("needs")
    reader.presses("Write down a need")
    reader.leaves_nothing_in_the_way("write-need")


def test_an_introduction_is_accompanied(reader: Reader) -> None:
    reader.signs_in(WORKER)
    _family(reader, "The Hart family")
    reader.page.get_by_role("link", name=re.compile("^(Change|Open) the circle")).click()
    reader.leaves_nothing_in_the_way("circle-drawn")
    reader.presses("Introductions")
    reader.leaves_nothing_in_the_way("introductions")
    reader.presses("Introduce somebody else")
    who = f"Mrs Ali {reader.width}"
    reader.writes("Whom would they meet?", who)
    reader.writes("Who would they be to the family?", "Sleep clinic")
    reader.writes("What would they be there for?", "The nights")
    reader.writes("What does the family say of it?", "Yes, if Delroy comes along.")
    reader.leaves_nothing_in_the_way("offer-introduction")
    reader.presses("Offer it")
    for act, more in (("They said yes", ""), ("We make it", SOON), ("They met", "")):
        reader.page.get_by_role("link", name=f"Go on with the introduction to {who}").click()
        reader.chooses(re.compile(f"^{act}$|^{act}:"))
        if more:
            reader.writes("When do they meet?", more)
            reader.leaves_nothing_in_the_way("make-introduction")
        reader.page.locator("main form button", has_text="Save").first.click()
    reader.sees("Ask after it")
    reader.leaves_nothing_in_the_way("introductions-met")
    reader.opens("/introductions")
    expect(reader.heading()).to_contain_text("Introductions offered to you")
    reader.leaves_nothing_in_the_way("introductions-offered")
