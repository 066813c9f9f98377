"""Doubtful pairs, as a records steward judges them: side by side, by keys or by buttons, and taken back."""

from playwright.sync_api import expect
from tests.journeys.reader import Reader

STEWARD, GOVERNOR = "ottilie.crane@demo.onestory.example", "neville.abara@demo.onestory.example"


def _opens_lane(reader: Reader, name: str) -> None:
    reader.signs_in(STEWARD)
    reader.opens("/doubtful-pairs")
    reader.presses(name)
    reader.sees("Are these one person?")


def _looks_for_a_moment(reader: Reader) -> None:
    """Not in haste: a letter pressed as the page comes up belonged to the page before, and is not heard."""
    while reader.page.evaluate("performance.now()") < 1500:
        pass


def test_a_pair_is_judged_by_a_key_and_taken_back(reader: Reader) -> None:
    reader.signs_in(STEWARD)
    reader.presses("Pairs")
    reader.leaves_nothing_in_the_way("doubtful-pairs")
    reader.presses("Much alike")
    reader.leaves_nothing_in_the_way("doubtful-pair")
    before = reader.page.locator("[name=pair]").get_attribute("value")
    _looks_for_a_moment(reader)
    reader.page.keyboard.press("d")
    reader.sees("Not the same person. You are not asked again.")
    reader.leaves_nothing_in_the_way("doubtful-pair-next")
    reader.presses("Take it back (U)")
    reader.sees("Taken back. Here is that pair again.")
    expect(reader.page.locator("[name=pair]")).to_have_attribute("value", before or "")


def test_whoever_cannot_tell_says_why(reader: Reader) -> None:
    _opens_lane(reader, "Somewhat alike")
    reader.presses("Cannot tell (C)")
    reader.sees("Say in a few words why.")
    reader.leaves_nothing_in_the_way("doubtful-pair-why")
    reader.writes("Why?", "No parent is named")
    reader.presses("Cannot tell (C)")
    reader.sees("You are asked again only if one side changes.")
    reader.leaves_nothing_in_the_way("doubtful-pair-said")
    reader.presses("Take it back (U)")
    reader.sees("Taken back")


def test_a_letter_that_is_written_judges_nothing(reader: Reader) -> None:
    _opens_lane(reader, "Somewhat alike")
    _looks_for_a_moment(reader)
    reader.page.get_by_label("Why?").press_sequentially("sdc")
    expect(reader.page.get_by_label("Why?")).to_have_value("sdc")
    reader.sees("Are these one person?")


def test_nobody_else_finds_them(reader: Reader) -> None:
    reader.signs_in(GOVERNOR)
    reader.opens("/doubtful-pairs")
    expect(reader.heading()).not_to_contain_text("Doubtful pairs")
