"""The documentation is true where a program can tell: links, commands, settings, and pages made from code."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripts import audit_actions, hazards, states
from scripts.documents import ROOT

from onestory.config import cli

HIDDEN = {".venv", "node_modules", ".git", ".pytest_cache", ".hypothesis"}
PAGES = sorted(page for page in ROOT.rglob("*.md") if not HIDDEN & set(page.relative_to(ROOT).parts))
WRITTEN = sorted({*PAGES, *(ROOT / "src").rglob("*.py"), *(ROOT / "scripts").rglob("*.py"), ROOT / "Makefile"})
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
# A command stands at the start of code, or after a shell's prompt, a path or a setting; prose about Onestory does not.
COMMAND = re.compile(r"(?:`|^\s{4,}|bin/|\btime |=\S+ )onestory ((?:[a-z]+ ?)+)", re.MULTILINE)
# Where the documentation itself says to put things; a clone may stand there.
EXAMPLES = ("//", "/srv/onestory/", "/srv/onestory/app/")
SETTING = re.compile(r"\b((?:ONESTORY_[A-Z]+(?:_[A-Z]+)*)|DATABASE_URL)\b")


def _relative(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=_relative)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = [target for target, _ in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in links if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_relative)
def test_every_link_to_a_heading_finds_it(page: Path) -> None:
    wanted = [(page.parent / target, anchor[1:]) for target, anchor in LINK.findall(page.read_text()) if anchor]
    missing = [anchor for target, anchor in wanted if target.suffix == ".md" and anchor not in _headings(target)]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=_relative)
def test_every_command_named_exists(page: Path) -> None:
    named = [tuple(words.split()) for words in COMMAND.findall(page.read_text(encoding="utf-8"))]
    known = set(_commands(_parser()))
    assert [words for words in named if not any(words[: len(path)] == path for path in known)] == []


def test_every_command_is_in_the_reference() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    assert [path for path in _commands(_parser()) if f"`onestory {' '.join(path)}" not in text] == []


def test_every_setting_that_is_read_is_in_the_reference_and_no_other() -> None:
    read = {name for file in (ROOT / "src").rglob("*.py") for name in SETTING.findall(file.read_text(encoding="utf-8"))}
    told = set(SETTING.findall((ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")))
    assert read == told


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    assert [page.name for page in (ROOT / "docs/adr").glob("*.md") if f"adr/{page.name}" not in index] == []


@pytest.mark.parametrize(
    "document", [audit_actions.DOCUMENT, hazards.DOCUMENT, states.DOCUMENT], ids=lambda made: made.path.name
)
def test_pages_made_from_code_are_current(document: audit_actions.Document) -> None:
    assert document.is_up_to_date(), "run `make fix` and commit what it wrote"


def test_every_hazard_a_test_names_can_be_put_in_words() -> None:
    assert hazards.unworded() == set(), "add a line to WHAT_COULD_HAPPEN in scripts/hazards.py"


@pytest.mark.parametrize("file", WRITTEN, ids=_relative)
def test_nothing_names_the_machine_it_was_written_on(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert [place for place in (f"{ROOT}/", f"{Path.home()}/") if place not in EXAMPLES and place in text] == []


def _headings(page: Path) -> set[str]:
    """Anchors as GitHub makes them from headings."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _parser() -> argparse.ArgumentParser:
    return cli._parser()


def _commands(parser: argparse.ArgumentParser, *path: str) -> Iterator[tuple[str, ...]]:
    """Every command with its sub-commands: ("serve",), ("feed", "load")."""
    choices = [action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not choices:
        yield path
    for name, inner in (choices[0] if choices else {}).items():
        yield from _commands(inner, *path, name)
