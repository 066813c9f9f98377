"""`security/asvs.toml` says of every requirement how it stands, and names only proofs that are there."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from scripts import asvs
from scripts.documents import ROOT

ANSWERS = asvs.answers()


def test_every_requirement_of_levels_one_and_two_has_its_answer_once() -> None:
    """A name given twice cannot be read at all: TOML refuses it."""
    assert {answer.requirement: answer.level for answer in ANSWERS} == asvs.asked()
    assert len(asvs.asked()) == 253


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.requirement)
def test_each_answer_names_proofs_that_are_there(answer: asvs.Answer) -> None:
    assert [test for test in answer.tests if not _is_there(test)] == []
    assert not answer.doc or _heading_is_there(answer.doc), answer.doc


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.requirement)
def test_each_answer_says_why(answer: asvs.Answer) -> None:
    assert answer.status in asvs.STATUSES
    assert answer.why or answer.status == "met", "what is not met, or does not apply, says why"
    assert answer.tests or answer.doc or answer.status in ("not_met", "not_applicable"), "what is met is shown"


def test_most_of_what_applies_is_proved_by_running_it() -> None:
    applies = [answer for answer in ANSWERS if answer.status != "not_applicable"]
    assert sum(answer.is_proved for answer in applies) >= 0.7 * len(applies)


def test_the_readable_page_says_what_the_file_says() -> None:
    assert asvs.DOCUMENT.is_up_to_date(), "run `python -m scripts.asvs` and commit what it wrote"


@cache
def _tests_in(file: str) -> frozenset[str]:
    path = ROOT / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _is_there(test: str) -> bool:
    """pytest collects every function of such a name in such a file; `make test` runs them all."""
    file, _, name = test.partition("::")
    return bool(re.fullmatch(r"tests/.*/test_\w+\.py", file)) and name.startswith("test_") and name in _tests_in(file)


def _heading_is_there(doc: str) -> bool:
    file, _, anchor = doc.partition("#")
    page = ROOT / file
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE) if page.exists() else []
    return anchor in {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
