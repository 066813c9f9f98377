"""Workbooks as offices keep them: titles above the header, days as days, several sheets, and what is made to do harm."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from tests.unit.linkage.filing import HEADER, cells, checked, nursery, rows, workbook

from onestory.core.errors import Invalid
from onestory.linkage.formats import excel
from onestory.linkage.formats.tables import TOO_LONG

EXCEL = "{format: excel}"
ADA = [101, "Ada", "Hill", date(2024, 3, 14), "Grace Hill"]


def test_days_and_numbers_become_what_a_person_would_have_typed(tmp_path: Path) -> None:
    odd = [102.0, "Bo", "Lee", datetime(2024, 3, 15), None]  # noqa: DTZ001 - Excel knows no zones
    book = workbook(tmp_path / "a.xlsx", Sheet=[HEADER, ADA, odd, ["00103", "Cy", "Orr", "16/03/2024", ""]])
    assert cells(book, nursery(EXCEL)) == [
        ["101", "Ada", "Hill", "2024-03-14", "Grace Hill"],
        ["102", "Bo", "Lee", "2024-03-15", ""],
        ["00103", "Cy", "Orr", "16/03/2024", ""],
    ]


def test_titles_above_the_header_are_passed_over_and_said(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", Sheet=[["Autumn places"], [], HEADER, ADA])
    layout, found = rows(book, nursery(EXCEL))
    assert [row.line for row in found] == [4]
    assert "The names of the columns stand in row 3 of Sheet." in layout.notes


def test_a_title_merged_over_columns_stands_before_their_names(tmp_path: Path) -> None:
    file = tmp_path / "merged.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["", "Child", "", "", "Mother"])
    sheet.merge_cells("B1:D1")
    sheet.append(["Ref", "First", "Last", "Born", "Name"])
    sheet.append(ADA)
    book.save(file)
    feed = nursery(EXCEL)
    renamed = feed.model_copy(update={"columns": {
        {"First": "Child First", "Mother": "Mother Name"}.get(name, name): column for name, column in feed.columns.items()
    }})  # fmt: skip
    layout, _ = rows(file, renamed)
    assert layout.header == ("Ref", "Child First", "Last", "Born", "Mother Name")


def test_sheets_declared_are_one_delivery_whatever_the_order_of_their_columns(tmp_path: Path) -> None:
    other = [["Last", "Ref", "First", "Born"], ["Lee", 102, "Bo", "2024"]]
    book = workbook(tmp_path / "a.xlsx", Notes=[["Read me"]], Autumn=[HEADER, ADA], Spring=other)
    feed = nursery("{format: excel, sheets: [Autumn, Spring]}")
    assert [row[:3] for row in cells(book, feed)] == [["101", "Ada", "Hill"], ["102", "Bo", "Lee"]]
    layout, found = rows(book, feed)
    assert [excel.where({"sheets": layout.sheets}, row.line) for row in found] == [(2, "Autumn"), (2, "Spring")]


def test_a_sheet_that_is_missing_is_asked_for_by_name(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", Autumn=[HEADER, ADA])
    with pytest.raises(Invalid, match=r"no sheet called Spring\. It has: Autumn"):
        rows(book, nursery("{format: excel, sheets: [Autumn, Spring]}"))


def test_the_sheet_with_the_columns_is_found(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", Cover=[["Ref"], ["x"]], Data=[HEADER, ADA])
    assert len(cells(book, nursery(EXCEL))) == 1


def test_a_formula_in_error_sets_its_row_aside(tmp_path: Path) -> None:
    wrong = [102, "#REF!", "Lee", date(2024, 3, 15), ""]
    aside = checked(workbook(tmp_path / "a.xlsx", Sheet=[HEADER, ADA, wrong]), nursery(EXCEL)).set_aside
    assert [row.line for row in aside] == [3]
    assert "What stands under First is the error #REF!." in aside[0].reasons


def test_a_day_that_no_calendar_has_sets_its_row_aside(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", Sheet=[HEADER, ADA, [102, "Bo", "Lee", date(2024, 3, 15), ""]])
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(file) as packed:
        serial = packed.read(sheet).decode().split('r="D3"')[1].split("<v>")[1].split("</v>")[0]
    of_bo = '</v></c><c r="E3"'
    odd = rewritten(file, sheet, (f"<v>{serial}{of_bo}", f"<v>99999999999{of_bo}"))
    assert len(checked(odd, nursery(EXCEL)).set_aside) == 1


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="more than one column called First"):
        rows(workbook(tmp_path / "a.xlsx", Sheet=[[*HEADER, "first"], [*ADA, "x"]]), nursery(EXCEL))


def test_a_huge_cell_costs_its_row_alone(tmp_path: Path) -> None:
    huge = [102, *["x" * 32_000] * 3, "y" * 32_000]
    _, found = rows(workbook(tmp_path / "a.xlsx", Sheet=[HEADER, huge, ADA]), nursery(EXCEL))
    assert [(row.line, row.problem) for row in found] == [(2, TOO_LONG), (3, "")]


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", Sheet=[HEADER, ADA])
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet9.xml", b"0" * 50_000_000)
    with pytest.raises(Invalid, match="unpacks to far more than it is"):
        rows(book, nursery(EXCEL))


def rewritten(book: Path, part: str, change: tuple[str, str]) -> Path:
    """The workbook with one of its parts changed by hand."""
    with zipfile.ZipFile(book) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    text = parts[part].decode()
    assert change[0] in text
    parts[part] = text.replace(*change, 1).encode()
    with zipfile.ZipFile(book, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return book


def test_an_entity_that_reads_a_file_of_ours_is_not_followed(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", Sheet=[HEADER, ADA])
    trap = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><worksheet'
    with pytest.raises(Invalid, match="not a whole Excel workbook"):
        rows(rewritten(book, "xl/worksheets/sheet1.xml", ("<worksheet", trap)), nursery(EXCEL))


def test_a_row_that_says_it_stands_below_all_others_does_not_hang_the_reader(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", Sheet=[HEADER, ADA])
    with pytest.raises(Invalid, match="damaged after row"):
        rows(rewritten(book, "xl/worksheets/sheet1.xml", ('<row r="2"', '<row r="99999999999"')), nursery(EXCEL))


@pytest.mark.parametrize("cut", [10, 2_000, -30])
def test_a_workbook_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    book = workbook(tmp_path / "a.xlsx", Sheet=[HEADER, *[[n, f"Child {n}", "Hill", "2024", ""] for n in range(500)]])
    book.write_bytes(book.read_bytes()[:cut])
    with pytest.raises(Invalid, match="not a whole Excel workbook"):
        rows(book, nursery(EXCEL))


def test_an_old_workbook_or_one_with_a_password_is_said_to_be_one(tmp_path: Path) -> None:
    old = tmp_path / "a.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(Invalid, match="old Excel workbook, or has a password"):
        rows(old, nursery(EXCEL))


def test_a_csv_file_under_another_name_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_text("Ref,First\n1,Ada\n")
    with pytest.raises(Invalid, match="not a whole Excel workbook"):
        rows(file, nursery(EXCEL))
