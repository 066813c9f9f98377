"""JSON lines: one object to a line, and a line that is none is set aside with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.linkage.filing import cells, checked, lines, nursery, rows

from onestory.core.errors import Invalid
from onestory.linkage import declaration
from onestory.linkage.formats import objects
from onestory.linkage.reading import TOO_LONG

LINES = '{format: "json lines"}'
ADA = {"Ref": "N1", "First": "Ada", "Last": "Hill", "Born": "2024-03-14", "Mother": None}
BO = {"Ref": 2, "First": "Bo", "Last": "Lee", "Born": "15/03/2024"}


def test_each_line_is_a_row_and_its_numbers_keep_their_shape(tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", ADA, "", '{"Ref": 1.50, "First": "Bo", "Last": true, "Born": NaN}')
    assert cells(file, nursery(LINES)) == [["N1", "Ada", "Hill", "2024-03-14", ""], ["1.50", "Bo", "true", "", ""]]


def test_values_inside_others_are_found_by_their_path(tmp_path: Path) -> None:
    feed = declaration.read(
        """
        {feed: deep, title: Deep, partner: Deep, about: Deep, file: {format: json lines}, reference: [ref],
         people: {child: {subject: true}},
         columns: {ref: record.number, child.names.0.given: child.given, child.names.0.family: child.family}}
        """
    )
    file = lines(tmp_path / "a.jsonl", {"ref": "1", "child": {"names": [{"given": "Ada", "family": "Hill"}]}})
    assert cells(file, feed) == [["1", "Ada", "Hill"]]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"Ref": "2", "First": "B', objects.NOT_WHOLE),
        ("[1, 2]", objects.NOT_AN_OBJECT),
        ("[" * 20_000, objects.TOO_DEEP),
        ('{"Ref": "2", "Ref": "3"}', "Ref stands in this row more than once."),
        ('{"Ref": ' + "9" * 50 + "}", ""),
        (json.dumps({"Ref": "x" * 70_000}), TOO_LONG),
    ],
)
def test_a_line_that_is_no_row_stays_by_itself(tmp_path: Path, line: str, reason: str) -> None:
    _, found = rows(lines(tmp_path / "a.jsonl", ADA, line, BO), nursery(LINES))
    assert [row.problem for row in found] == ["", reason, ""]


def test_characters_no_database_holds_are_left_out_of_cells(tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", '{"Ref": "1", "First": "A\\u0000da", "Last": "H\\ud800ill", "Born": "2024"}')
    assert cells(file, nursery(LINES))[0][1:3] == ["Ada", "H?ill"]
    assert checked(file, nursery(LINES)).accepted[0].standard.isprintable()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_another_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.jsonl"
    said = "".join(json.dumps(ADA | {"Ref": n, "First": "Zoë"}, ensure_ascii=False) + "\n" for n in range(50))
    file.write_bytes(said.encode(encoding))
    assert {row[1] for row in cells(file, nursery(LINES))} == {"Zoë"}


def test_a_column_the_feed_needs_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no column called Ref"):
        rows(lines(tmp_path / "a.jsonl", {"First": "Ada", "Last": "Hill"}), nursery(LINES))


def test_a_name_in_other_letters_is_not_taken_for_an_empty_column(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="says first where First was declared"):
        rows(lines(tmp_path / "a.jsonl", {"Ref": 1, "first": "Ada", "Last": "Hill"}), nursery(LINES))


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="No line at the beginning of the file is a JSON object"):
        rows(lines(tmp_path / "a.jsonl", "Ref,First", "1,Ada"), nursery(LINES))
