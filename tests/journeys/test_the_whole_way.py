"""A family's whole way at the width of a telephone: asked, decided, introduced, visited and missed once, a plan, more help, less
help, an end and a return. Three people who work here, and the one who asked.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.reader import Reader
from tests.journeys.site import Site
from tests.journeys.test_asking_from_a_telephone import says_how_to_reach

from onestory.core.dates import show_date, today

FRONT_DOOR, WORKER, VISITOR = (
    f"{one}@demo.onestory.example" for one in ("pavan.rudge", "delroy.finch", "oluchi.barnes")
)
WHO, FAMILY, TEA = "Lowenna", "Penhaligon", "Tea at the hub, and the letters"
SOON = show_date(today() + timedelta(days=3))
Opens = Callable[[str], Reader]


@pytest.fixture
def somebody(site: Site, browser: Browser) -> Iterator[Opens]:
    """Each with a browser of their own, 320 pixels wide; signed in, where they work here."""
    contexts = []

    def opens(email: str = "") -> Reader:
        context = browser.new_context(
            viewport={"width": 320, "height": 900}, locale="en-GB", timezone_id="Europe/London"
        )
        contexts.append(context)
        reader = Reader(context.new_page(), site.address, 320)
        reader.page.set_default_timeout(15_000)
        if email:
            reader.signs_in(email)
            expect(reader.heading()).to_contain_text("Today")
        return reader

    yield opens
    for context in contexts:
        context.close()


def test_a_family_goes_the_whole_way_and_comes_back(somebody: Opens, site: Site) -> None:
    _asks_from_a_telephone(somebody())
    front_door, worker, visitor = (somebody(email) for email in (FRONT_DOOR, WORKER, VISITOR))
    _is_written_down(front_door)
    _is_decided(front_door)
    _says_yes(worker)
    _is_introduced(front_door, "Delroy Finch", by=_from_their_request)
    _is_walked_alongside(worker)
    _is_visited(worker, "First visit: we drew the week")
    _misses_one(worker, site)
    _is_visited(worker, "Third visit: the letters are in a folder")
    _makes_a_plan(worker)
    _steps(worker, "Specialist", "The nights need somebody who knows about sleep.")
    _a_bigger_circle(worker, visitor)
    _looks_at_it_together(worker)
    _steps(worker, "Targeted", "They sleep, most nights.")
    _ends_and_comes_back(worker)


def _asks_from_a_telephone(reader: Reader) -> None:
    says_how_to_reach(reader)
    reader.writes("What is going on, and what would help?", "The letters pile up and the nights are long.")
    reader.chooses("It can wait a few days")
    reader.presses("Save and continue")
    reader.writes("First name", WHO)
    reader.writes("Last name", FAMILY)
    reader.writes("Date of birth", "3 2 1994")
    reader.presses("Save and continue")
    reader.presses("Send it")
    expect(reader.heading()).to_have_text("We have it")


def _is_written_down(reader: Reader) -> None:
    reader.opens("/requests")
    reader.presses(re.compile(f"Tell whoever asked about {WHO}"))
    reader.chooses("Sent a text message")
    reader.presses("Save")
    reader.presses("Look at it")
    reader.presses("Find whom it is about")
    reader.presses(re.compile("(s|S)tart their record"))
    reader.presses("Start their record")
    reader.sees(f"The {FAMILY} family")


def _is_decided(reader: Reader) -> None:
    reader.opens("/triage")
    reader.presses("Call a meeting")
    reader.writes("When is it?", show_date(today()))
    reader.presses("Call it")
    reader.presses("Put a request on the agenda")
    reader.page.get_by_label(re.compile(f"{WHO}|{FAMILY}")).last.check()
    reader.presses("Put it on")
    reader.presses("Decide about")
    reader.chooses("Targeted")
    reader.chooses("Offer help")
    reader.writes("What is offered, still to be found out, or was found?", "Somebody to open the letters with.")
    reader.writes("Or another colleague, by their email address", WORKER)
    reader.writes("By when?", SOON)
    reader.presses("It is decided")
    reader.presses("Minute the meeting")
    reader.sees("It is closed to change.")


def _says_yes(reader: Reader) -> None:
    reader.opens("/introductions")
    reader.does_not_see(FAMILY)
    offers = reader.page.locator("input[name=offer]")
    if offers.count() > 1:
        offers.last.check(force=True)
    reader.chooses("Yes, I would like to meet them")
    reader.presses("Answer")
    reader.sees("They know now.")


def _to_introductions(reader: Reader, *, by: Callable[[Reader], None]) -> None:
    by(reader)
    reader.page.get_by_role("link", name=re.compile("^(Change|Open) the circle")).click()
    reader.presses("Introductions")


def _is_introduced(reader: Reader, to: str, *, by: Callable[[Reader], None]) -> None:
    """They said yes, and somebody they know comes along."""
    for act in ("The family said yes", "We make it"):
        _to_introductions(reader, by=by)
        reader.page.get_by_role("link", name=f"Go on with the introduction to {to}").click()
        reader.chooses(re.compile(f"^{act}$|^{act}:"))
        if act == "The family said yes":
            reader.writes("What was said, or why?", "Yes, if you come along the first time.")
        else:
            reader.writes("When do they meet?", SOON)
            reader.chooses("Somebody they know comes along")
        _saves(reader)


def _saves(reader: Reader) -> None:
    reader.page.locator("main form button", has_text="Save").first.click()


def _to_family(reader: Reader) -> None:
    reader.opens("/families")
    reader.page.get_by_role("main").get_by_role("link", name=re.compile(FAMILY)).first.click()


def _from_their_request(reader: Reader) -> None:
    """Whoever is on duty for it reaches them by what they asked."""
    reader.opens("/requests")
    reader.page.locator("main a[href*='/requests/']:not([href*='tell'])", has_text=FAMILY).first.click()
    reader.presses("Their page")


def _is_walked_alongside(reader: Reader) -> None:
    _to_family(reader)
    reader.page.get_by_role("link", name="Open how we walk alongside them").click()
    reader.presses("Begin")
    reader.chooses(re.compile("^Targeted"))
    reader.writes("What is it for?", "The letters, and the nights.")
    reader.presses("Begin")
    reader.sees("The letters, and the nights.")


def _is_visited(reader: Reader, title: str) -> None:
    _to_family(reader)
    reader.page.get_by_role("main").get_by_role("link", name="Write something down").first.click()
    reader.page.get_by_label("What was it?").select_option("A visit")
    reader.page.get_by_role("group", name="Who is this about?").get_by_label(re.compile(WHO)).check()
    reader.writes("What happened, in a line", title)
    reader.presses("Save to the story")
    reader.sees(title)


def _misses_one(reader: Reader, site: Site) -> None:
    _to_family(reader)
    reader.page.get_by_role("link", name="Appointments").first.click()
    reader.presses("Offer a time to meet")
    reader.writes("What is it for?", TEA)
    reader.writes("Which day?", show_date(today() + timedelta(days=1)))
    reader.writes("What time?", "2pm")
    reader.chooses("They have said yes already")
    reader.presses("Save it")
    command = [sys.executable, "-m", "tests.journeys.time_passes", TEA]
    subprocess.run(command, env=os.environ | site.environment, check=True, capture_output=True)
    reader.page.reload()
    reader.page.get_by_role("link", name=TEA).first.click()
    reader.presses("You missed each other")
    reader.chooses("A grown-up, or the whole family, was not seen")
    reader.presses("Write it down")
    reader.page.get_by_role("link", name="They were not seen").first.click()
    reader.chooses(re.compile("Asked what was in the way"))
    reader.writes("How did it go?", "The bus did not come. We meet at the hub next time.")
    reader.presses("Write it down")
    reader.sees("Was not seen")


def _makes_a_plan(reader: Reader) -> None:
    _to_family(reader)
    reader.page.get_by_role("link", name="The plan").click()
    reader.presses("Write down what they want")
    reader.writes("What do they want?", "To open the post without fear")
    reader.presses("Put it in the plan")
    reader.page.get_by_role("link", name=re.compile("^Add a step")).first.click()
    reader.writes("What will they do?", "Open three letters together on Mondays")
    reader.writes("By when?", SOON)
    _saves(reader)
    reader.presses("They have seen it")
    reader.page.locator("input[name=seen_by]").first.check(force=True)
    reader.chooses("We read it together")
    reader.presses("Yes, it is agreed")
    reader.sees("as it stands here")


def _to_walking(reader: Reader) -> None:
    _to_family(reader)
    reader.page.get_by_role("link", name="Open how we walk alongside them").click()


def _steps(reader: Reader, to: str, why: str) -> None:
    _to_walking(reader)
    reader.page.get_by_role("link", name="Step up or down").click()
    reader.chooses(re.compile(f"^{to}"))
    reader.writes("Why?", why)
    reader.presses("Save")
    reader.sees("Their circle is as it was")


def _a_bigger_circle(worker: Reader, visitor: Reader) -> None:
    _to_introductions(worker, by=_to_family)
    worker.presses("Introduce a colleague")
    worker.page.get_by_role("main").get_by_role("textbox").first.fill("Oluchi")
    worker.page.get_by_role("main").get_by_role("button").first.click()
    worker.page.get_by_role("link", name=re.compile("Oluchi Barnes|Introduce them")).first.click()
    worker.writes("Who would they be to the family?", "Health visitor")
    worker.writes("What would they be there for?", "The nights")
    worker.presses("Offer it")
    _says_yes(visitor)
    _is_introduced(worker, "Oluchi Barnes", by=_to_family)
    _to_family(visitor)
    visitor.sees(WHO)


def _looks_at_it_together(reader: Reader) -> None:
    _to_walking(reader)
    reader.page.get_by_role("link", name=re.compile("^Hold it")).first.click()
    reader.writes("What does the family say of how it goes?", "I open the post with my tea now.")
    reader.presses("Save the review")
    reader.sees("I open the post with my tea now.")


def _ends_and_comes_back(reader: Reader) -> None:
    reader.page.get_by_role("button", name="End it together").click()
    reader.writes("Why does it end?", "They do it by themselves.")
    reader.writes("What does the family think of that?", "We are all right now.")
    reader.writes("What stays with them?", "The Tuesday group, and Delroy’s number.")
    reader.presses("End it")
    reader.presses("Walk alongside them again")
    reader.sees("You walk alongside them again")
    reader.leaves_nothing_in_the_way("the-whole-way")
