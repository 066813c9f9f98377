"""Somebody comes near: what is on the screen is covered by one press, by one key, or by itself, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.reader import Reader

pytestmark = pytest.mark.hazard("HZ-42")
WORKER = "delroy.finch@demo.onestory.example"


def covered(reader: Reader) -> None:
    expect(reader.page.get_by_role("button", name="Show it again")).to_be_visible()
    expect(reader.page).to_have_title("Onestory")
    box = reader.page.locator("[data-cover]").bounding_box()
    assert box
    size = reader.page.viewport_size
    assert size
    assert (box["x"], box["y"]) == (0, 0)
    assert box["width"] >= size["width"] - 20
    assert box["height"] >= size["height"]
    expect(reader.page.locator("main h1")).to_be_hidden()


def open_the_family(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families")
    reader.page.get_by_role("main").get_by_role("link", name="The Hobbs family").first.click()
    expect(reader.heading()).to_contain_text("The Hobbs family")


def hide(reader: Reader) -> None:
    reader.page.locator("a[data-hide]").click()


def test_one_press_covers_the_page_and_another_shows_it_with_what_was_typed(reader: Reader) -> None:
    open_the_family(reader)
    reader.page.get_by_role("link", name="Write").first.click()
    reader.page.get_by_label("What happened, in a line").first.fill("Stairs")
    hide(reader)
    covered(reader)
    reader.leaves_nothing_in_the_way("covered")
    reader.page.keyboard.press("Escape")
    covered(reader)
    reader.presses("Show it again")
    expect(reader.page.get_by_label("What happened, in a line").first).to_have_value("Stairs")


def test_a_key_covers_it_but_not_while_somebody_types(reader: Reader) -> None:
    open_the_family(reader)
    reader.heading().click()
    reader.page.keyboard.press("Escape")
    covered(reader)


def test_it_covers_itself_when_nothing_happens_for_five_minutes(reader: Reader) -> None:
    open_the_family(reader)
    reader.page.clock.install()
    reader.page.reload()
    reader.page.clock.fast_forward(290_000)
    expect(reader.page.get_by_role("button", name="Show it again")).to_be_hidden()
    reader.page.mouse.move(30, 30)
    reader.page.clock.fast_forward(290_000)
    expect(reader.page.get_by_role("button", name="Show it again")).to_be_hidden()
    reader.page.clock.fast_forward(20_000)
    covered(reader)


def test_it_is_not_shown_again_to_whoever_is_no_longer_signed_in(reader: Reader) -> None:
    open_the_family(reader)
    hide(reader)
    reader.page.context.clear_cookies()
    reader.presses("Show it again")
    expect(reader.page).to_have_url(re.compile("/account/login/"))
    reader.does_not_see("The Hobbs family")


def test_the_page_with_nothing_to_read_is_in_nobodys_way(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/account/hidden/")
    reader.leaves_nothing_in_the_way("hidden")


def test_without_scripts_it_leads_to_a_page_with_nothing_to_read(without_scripts: Reader) -> None:
    reader = without_scripts
    open_the_family(reader)
    hide(reader)
    expect(reader.heading()).to_have_text("Hidden")
    reader.does_not_see("Hobbs")
    reader.page.go_back()
    expect(reader.heading()).to_contain_text("The Hobbs family")
