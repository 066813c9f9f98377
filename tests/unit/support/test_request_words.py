"""Whoever asked hears at each step, or there is a reason why they do not."""

from __future__ import annotations

from datetime import date

import pytest

from onestory.support.request_states import PASSING, REQUEST
from onestory.support.request_words import TOLD, for_whoever_asked

SILENT = {
    "requests.begin": "they have not sent it yet",
    "passing.offer": "it stays where it was until somebody accepts it, and they would hear twice",
    "passing.send_back": "it stays where it was, and of the offer they were told nothing",
    "passing.take_back": "it stays where it was, and of the offer they were told nothing",
}


def test_every_step_says_something_to_whoever_asked_or_is_silent_for_a_reason() -> None:
    assert {one.act for one in (*REQUEST.steps, *PASSING.steps)} == TOLD | SILENT.keys()


@pytest.mark.parametrize("of_the_family", [True, False])
@pytest.mark.parametrize("act", sorted(TOLD))
def test_what_is_said_is_whole_sentences_and_leaves_no_gap(act: str, of_the_family: bool) -> None:
    words = for_whoever_asked(act, of_the_family=of_the_family, day=date(2026, 11, 23), why="Tea at the hub")
    assert words.endswith(".")
    assert "{" not in words
