"""What `--json` prints for programs to read: one JSON object, on the last line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.factories import a_family, an_account
from tests.integration.linkage.delivering import ADA, HEALTH

from onestory.config.cli import main


def last_line(printed: pytest.CaptureFixture[str]) -> dict[str, Any]:
    said = json.loads(printed.readouterr().out.rstrip("\n").rsplit("\n", 1)[-1])
    assert isinstance(said, dict)
    return said


@pytest.fixture
def file(db: None, tmp_path: Path) -> Path:
    """A health visiting file of one row, and the program that may load it."""
    an_account("Linkage", role="linkage", kind="service")
    file = tmp_path / "health_visiting.csv"
    file.write_text(f"{HEALTH}\n{ADA}\n", encoding="utf-8")
    return file


def test_loading_a_feed_says_what_came(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feed", "load", "health_visiting", str(file), "--json"]) == 0
    said = last_line(capsys)
    assert (said["read"], said["new"], said["quarantined"]) == (1, 1, 0)


def test_a_report_says_the_same_of_the_newest_delivery(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["feed", "load", "health_visiting", str(file), "--json"])
    loaded = last_line(capsys)
    assert main(["feed", "report", "health_visiting", "--json"]) == 0
    assert last_line(capsys) == loaded


def test_finding_says_who_and_why(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    known = a_family(an_account())
    assert main(["find", "okafor ada", "--as", known.author.email, "--json"]) == 0
    (first, *_) = last_line(capsys)["found"]
    assert first["person"] == str(known.mother.pk)
    assert first["families"][0]["id"] == str(known.family.pk)
    assert first["reasons"]


def test_finding_nobody_is_an_empty_list(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    a_family(an_account())
    assert main(["find", "okafor ada", "--as", an_account("Jo Stone").email, "--json"]) == 0
    assert last_line(capsys) == {"found": []}


def test_a_city_counts_what_it_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["city", "--people", "600", "--years", "1", "--json"]) == 0
    assert last_line(capsys)["people"] == 600
