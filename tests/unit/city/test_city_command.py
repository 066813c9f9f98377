"""The command says what it made, in words or as JSON, and writes only where it was asked to."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from onestory.city import command


def _run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def test_it_says_in_words_what_is_in_the_city(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--people", "1500", "--years", "2") == 0
    said = capsys.readouterr().out
    assert said.startswith("1,500 people in ")
    assert "Children and young people:" in said
    assert "Truth" not in said


def test_it_writes_extracts_and_truth_and_counts_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--extracts", str(tmp_path / "files"), "--truth", str(tmp_path / "truth.csv"), "--json")
    assert _run("--people", "1500", *words) == 0
    counts = json.loads(capsys.readouterr().out)
    assert counts["people"] == 1500
    assert set(counts["rows"]) == {"school_census", "health_visiting", "midwifery", "housing", "early_help"}
    assert len(list((tmp_path / "files").iterdir())) == 5
    assert len((tmp_path / "truth.csv").read_text().splitlines()) == counts["truth"] + 1


def test_it_refuses_a_city_of_nobody_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--people", "0") == 2
    assert "at least one person" in capsys.readouterr().err
