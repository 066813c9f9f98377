"""What browsers are sent: small, all our own, and nothing inline, so that the security policy can be strict."""

import re
from pathlib import Path

import pytest

import onestory.ui

UI = Path(onestory.ui.__file__).parent
SENT = UI / "static" / "ui"
TEMPLATES = sorted(UI.glob("templates/**/*.html"))


def test_a_page_sends_less_than_sixty_kilobytes_of_style_and_script() -> None:
    assert sum((SENT / name).stat().st_size for name in ("onestory.css", "onestory.js")) < 60_000


def test_our_script_is_sent_as_it_is_written_but_for_its_comments() -> None:
    written = (UI / "assets" / "onestory.js").read_text()
    bare = re.sub(r"\n{2,}", "\n", re.sub(r"^ *//.*\n", "", written, flags=re.MULTILINE)).lstrip()
    assert (SENT / "onestory.js").read_text() == bare


def test_the_stylesheet_holds_nothing_that_belongs_to_govuk_and_fetches_nothing() -> None:
    css = (SENT / "onestory.css").read_text().partition("*/")[2]
    assert not re.search(r"@font-face|transport|crown|crest|url\(|@import", css, re.IGNORECASE)


def test_our_script_evaluates_nothing_and_sends_nowhere_else() -> None:
    script = (SENT / "onestory.js").read_text()
    assert not re.search(r"\beval\(|new Function|innerHTML|https?://|localStorage", script)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(UI / "templates")))
def test_no_template_carries_style_script_or_an_outside_address(template: Path) -> None:
    html = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", html)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", html)
    assert not re.search(r"(src|href|action)=\"(https?:)?//", html)
