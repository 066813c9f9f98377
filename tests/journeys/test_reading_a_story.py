import re

import pytest
from playwright.sync_api import expect
from tests.journeys.reader import Reader

WORKER = "delroy.finch@demo.onestory.example"


def test_finding_a_family_by_a_misspelt_name_and_reading_its_story(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/find")
    box = reader.page.get_by_role("main").get_by_role("searchbox")
    box.fill("morene hobs")
    box.press("Enter")
    expect(reader.page).to_have_url(re.compile(r"/find$"))  # what was searched for stands in no address
    reader.sees(re.compile("sounds alike|almost", re.IGNORECASE))
    reader.leaves_nothing_in_the_way("found")
    reader.page.get_by_role("main").get_by_role("link", name="The Hobbs family").first.click()
    expect(reader.heading()).to_contain_text("The Hobbs family")
    expect(reader.page).to_have_title(re.compile("^Family –"))
    reader.sees("I brought up three and I thought I had finished")
    reader.leaves_nothing_in_the_way("family")
    reads_on_until(reader, "Stairs and the future")
    reader.leaves_nothing_in_the_way("older-entries")


def reads_on_until(reader: Reader, text: str) -> None:
    """Turn to older entries until the text is there: other journeys write in this story too, in any order."""
    while not reader.page.get_by_text(text).count():
        reader.page.get_by_role("link", name="Older entries").click()
        reader.page.wait_for_load_state()
    reader.sees(text)


def test_the_story_goes_on_past_the_first_page_and_narrows_to_one_kind(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families")
    reader.page.get_by_role("main").get_by_role("link", name="The Hobbs family").first.click()
    reader.page.get_by_label("What kind").select_option(label="Phone call")
    reader.presses("Show")
    reader.sees("Rang to say it went right")
    reader.does_not_see("Stairs and the future")
    reader.leaves_nothing_in_the_way("story-of-one-kind")


@pytest.mark.hazard("HZ-21")
def test_a_family_that_is_not_theirs_is_not_there(reader: Reader) -> None:
    reader.signs_in("delroy.finch@demo.onestory.example")
    reader.opens("/find")
    box = reader.page.get_by_role("main").get_by_role("searchbox")
    box.fill("Joanne Ellery")
    box.press("Enter")
    reader.does_not_see("The Ellery family")
    reader.leaves_nothing_in_the_way("nobody-found")


def test_the_story_is_there_without_scripts(without_scripts: Reader) -> None:
    reader = without_scripts
    reader.signs_in(WORKER)
    reader.opens("/families")
    reader.page.get_by_role("main").get_by_role("link", name="The Hobbs family").first.click()
    reader.sees("I brought up three and I thought I had finished")
