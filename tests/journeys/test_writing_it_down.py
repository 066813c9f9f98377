"""Writing on a doorstep: a draft is kept while typing, and a server that dies takes nothing with it."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.reader import Reader
from tests.journeys.site import Site

WORKER = "delroy.finch@demo.onestory.example"
LINE, MORE = "A better day than yesterday", "Kai read me the whole of the first page, and then the second."


def _begin(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families")
    reader.page.get_by_role("main").get_by_role("link", name="The Hobbs family").first.click()
    reader.page.get_by_role("main").get_by_role("link", name="Write something down").first.click()
    expect(reader.heading()).to_contain_text("Write something down")


def _about(reader: Reader, name: str) -> None:
    reader.page.get_by_role("group", name="Who is this about?").get_by_label(name).check()


def test_writing_an_entry_puts_it_at_the_top_of_the_story(reader: Reader) -> None:
    _begin(reader)
    title = f"Tea with Mo at {reader.width}"
    _about(reader, "Maureen Hobbs")
    reader.writes("What happened, in a line", title)
    reader.writes("What was said, and what you saw", MORE)
    reader.leaves_nothing_in_the_way("write")
    reader.presses("Save to the story")
    expect(reader.heading()).to_contain_text("The Hobbs family")
    reader.sees(title)


@pytest.mark.hazard("HZ-79")
def test_a_draft_outlives_the_server(reader: Reader, site: Site) -> None:
    _begin(reader)
    line = f"{LINE} ({reader.width})"
    reader.writes("What happened, in a line", line)
    reader.writes("What was said, and what you saw", MORE)
    expect(reader.page.locator("[data-saving]")).to_contain_text(re.compile("saved|kept", re.IGNORECASE))
    site.kill()
    site.start()
    reader.opens("/")
    reader.sees("You were writing")
    reader.leaves_nothing_in_the_way("today-with-a-draft")
    reader.page.get_by_role("region", name="You were writing").get_by_role("link", name=line).click()
    expect(reader.page.get_by_label("What happened, in a line")).to_have_value(line)
    expect(reader.page.get_by_label("What was said, and what you saw")).to_have_value(MORE)
    _about(reader, "Kai Hobbs-Warren")
    reader.presses("Save to the story")
    reader.sees(line)


def test_pressing_save_twice_writes_it_once(reader: Reader) -> None:
    _begin(reader)
    title = f"Only once at {reader.width}"
    reader.writes("What happened, in a line", title)
    _about(reader, "The whole family")
    reader.page.get_by_role("button", name="Save to the story").dblclick()
    expect(reader.heading()).to_contain_text("The Hobbs family")
    expect(reader.page.get_by_text(title, exact=True)).to_have_count(1)
