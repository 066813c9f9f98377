"""From files to clusters, as the command does it."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks import adversaries

from onestory.config.cli import main
from onestory.matching.columns import parse
from onestory.matching.dedupe import Outcome, connect, dedupe

Written = Callable[..., Path]


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("matching") / "hard.csv"
    adversaries.write(path, pairs=330)
    return path


def _merged(file: Path) -> dict[str, list[str]]:
    """Of each kind of pair the ids that came into one cluster with somebody else's."""
    connection = connect()
    found = dedupe(connection, files=[file], truth="truth")
    rows = connection.execute("SELECT id, truth FROM delivered ORDER BY record").fetchall()
    with file.open(encoding="utf-8") as opened:
        kinds = {row["id"]: row["kind"] for row in csv.DictReader(opened)}
    wrong: dict[str, list[str]] = {}
    people: dict[int, set[str]] = {}
    for (key, truth), cluster in zip(rows, found.clusters.tolist(), strict=True):
        people.setdefault(cluster, set()).add(truth)
        if len(people[cluster]) > 1:
            wrong.setdefault(kinds[key], []).append(key)
    return wrong


def test_no_relative_is_taken_for_another(hard: Path) -> None:
    assert _merged(hard) == {}


def test_records_of_one_person_among_relatives_are_still_found(
    hard: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["match", "dedupe", str(hard), "--truth-column", "truth", "--out", str(tmp_path / "out.csv"), "--json"])
        == 0
    )
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["precision"] == 1.0
    assert told["recall"] > 0.9
    with (tmp_path / "out.csv").open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    assert list(rows[0]) == ["source", "id", "cluster"]
    assert len(rows) == told["records"] == 990
    assert len({row["cluster"] for row in rows}) == told["clusters"]


def test_the_order_of_rows_changes_nothing(hard: Path, tmp_path: Path) -> None:
    with hard.open(encoding="utf-8", newline="") as opened:
        header, *rows = opened.readlines()
    random.Random(3).shuffle(rows)
    (tmp_path / "hard.csv").write_text("".join([header, *rows]), encoding="utf-8")
    assert _together(hard) == _together(tmp_path / "hard.csv")


def test_clusters_keep_their_names_when_a_record_arrives(written: Written, tmp_path: Path) -> None:
    header = "id,given_name,family_name,date_of_birth,nhs_number"
    ann, bea = (1, "Ann", "Lee", "1990-03-04", "9434765919"), (2, "Bea", "Moss", "1981-12-05", "")
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    file = str(written(header, ann, bea))
    assert main(["match", "dedupe", file, "--out", str(first)]) == 0
    written(header, (0, "Annie", "Lee", "1990-03-04", "9434765919"), ann, bea)
    assert main(["match", "dedupe", file, "--before", str(first), "--out", str(second)]) == 0
    assert (
        second.read_text() == "source,id,cluster\n" + "records,0,records:1\nrecords,1,records:1\nrecords,2,records:2\n"
    )


def _together(file: Path) -> set[frozenset[str]]:
    connection = connect()
    found = dedupe(connection, files=[file])
    return _groups(connection.execute("SELECT id FROM delivered ORDER BY record").fetchall(), found)


def _groups(rows: list[tuple[str]], found: Outcome) -> set[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for (key,), cluster in zip(rows, found.clusters.tolist(), strict=True):
        groups.setdefault(cluster, set()).add(key)
    return {frozenset(group) for group in groups.values()}


def test_columns_of_other_names_are_mapped_and_joined(written: Written) -> None:
    file = written("no,fname,sname,y,m,d", (1, "Ann", "Lee", 1990, 3, 4), (2, "Ann", "Lee", 1990, 3, 4))
    connection = connect()
    dedupe(connection, files=[file], columns=parse("id=no,given_name=fname,family_name=sname,date_of_birth=y+m+d"))
    assert connection.execute("SELECT given, family, born FROM people").fetchall() == [("ann", "lee", "19900304")] * 2


@pytest.mark.parametrize("text", ["colour=eyes", "given_name", "given_name="])
def test_a_mapping_that_makes_no_sense_is_refused_in_a_sentence(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "dedupe", "no.csv", "--columns", text]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_file_that_is_not_there_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "dedupe", "no-such-file.csv"]) == 1
    assert "There is no file no-such-file.csv." in capsys.readouterr().err


def test_a_file_of_one_row_is_one_person(written: Written) -> None:
    found = dedupe(connect(), files=[written("given_name,family_name", ("Ann", "Lee"))])
    assert found.people == 1


def test_explaining_two_twins_says_what_forbids_it(hard: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "explain", str(hard), "0", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["together"] is False
    assert told["forbidden"] == "They were born on one day with different first names, as twins are."


def test_explaining_an_unknown_id_says_so(hard: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "explain", str(hard), "0", "nobody"]) == 1
    assert capsys.readouterr().err.strip().endswith("No record has the id nobody.")
