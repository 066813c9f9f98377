"""Someone at a browser, who sees and presses what a person would, and whose every journey ends with an accessibility check."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from onestory.config.demo.telling import PASSWORD

AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
SCREENSHOTS = os.environ.get("ONESTORY_SCREENSHOTS", "")


@dataclass
class Reader:
    page: Page
    address: str
    width: int

    def opens(self, path: str) -> None:
        self.page.goto(self.address + path)

    def signs_in(self, email: str, *, password: str = PASSWORD) -> None:
        self.opens("/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def signs_out(self) -> None:
        self.page.locator("summary", has_text="Signed in as").click()
        self.page.get_by_role("button", name="Sign out").click()

    def presses(self, name: str | re.Pattern[str]) -> None:
        """A link or a button, by its words."""
        either = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        either.first.click()

    def writes(self, label: str | re.Pattern[str], text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def chooses(self, label: str | re.Pattern[str]) -> None:
        self.page.get_by_label(label).first.check()

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def does_not_see(self, text: str) -> None:
        expect(self.page.get_by_text(text)).to_have_count(0)

    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    def leaves_nothing_in_the_way(self, name: str) -> None:
        """One main heading, a neutral title, no sideways scrolling, nothing axe objects to."""
        expect(self.heading()).to_have_count(1)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{wide}px of sideways scrolling at {self.width}px"
        if SCREENSHOTS:
            self.page.screenshot(path=Path(SCREENSHOTS) / f"{name}-{self.width}.png", full_page=True)
        found = Axe().run(self.page, options=AXE)
        assert found.violations_count == 0, found.generate_report()
