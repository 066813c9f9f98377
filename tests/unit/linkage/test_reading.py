"""A partner's file is read whatever is wrong with it; a fault stays in its own row."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onestory.core.errors import Invalid
from onestory.linkage import declaration, reading
from onestory.linkage.cells import split
from onestory.linkage.declaration import Feed
from onestory.linkage.reading import Row

HEADER = "Ref,First,Last,Born,Postcode,Mother,Meals\n"


def read(tmp_path: Path, content: bytes | str, feed: Feed) -> tuple[reading.Layout, list[Row]]:
    file = tmp_path / "delivery.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with reading.opened(file, feed) as opened:
        return opened.layout, list(opened.rows)


def test_rows_carry_the_line_they_begin_on(tmp_path: Path, nursery: Feed) -> None:
    _, rows = read(tmp_path, HEADER + '1,Ada,"Hill\nFarm",,,,\n\n2,Bo,Lee,,,,\n', nursery)
    assert [(row.line, row.problem) for row in rows] == [(2, ""), (5, "")]
    assert split(rows[0].text, ",")[2] == "Hill\nFarm"


def test_an_unclosed_quotation_mark_costs_one_row(tmp_path: Path, nursery: Feed) -> None:
    _, rows = read(tmp_path, HEADER + '1,Ada,"Hill,,,,\n2,Bo,"Lee",,,,\n3,Cy,Orr,,,,\n', nursery)
    assert [(row.line, row.problem) for row in rows] == [(2, reading.UNCLOSED), (3, ""), (4, "")]


def test_a_quotation_mark_inside_a_cell_is_only_a_mark(tmp_path: Path, nursery: Feed) -> None:
    _, rows = read(tmp_path, HEADER + '1,Ada "Addy",Hill,,,,\n2,"O""Neill",Bo,,,,\n', nursery)
    assert [split(row.text, ",")[1] for row in rows] == ['Ada "Addy"', 'O"Neill']


def test_an_endless_line_is_refused_and_not_loaded(tmp_path: Path, nursery: Feed) -> None:
    endless = "x" * 30_000_000
    tracemalloc.start()
    _, rows = read(tmp_path, HEADER + f"1,{endless}\n2,Bo,Lee,,,,\n", nursery)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(row.line, row.problem) for row in rows] == [(2, reading.TOO_LONG), (3, "")]
    assert peak < 2.5 * len(endless)  # the test's own two copies of it, and no third


def test_nuls_and_stray_bytes_are_mended(tmp_path: Path, nursery: Feed) -> None:
    content = HEADER.encode() + "1,Zoë,Hill,,,,\n".encode() + b"2,Ren\xe9,L\x00ee,,,,\n"
    _, rows = read(tmp_path, content, nursery)
    assert [split(row.text, ",")[1:3] for row in rows] == [["Zoë", "Hill"], ["René", "Lee"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_the_encoding_is_found_when_it_is_not_the_one_declared(tmp_path: Path, nursery: Feed, encoding: str) -> None:
    text = HEADER + "".join(f"{n},Zoë,Müller-Lüdenscheidt,,,Renée Žižek,\n" for n in range(50))
    layout, rows = read(tmp_path, text.encode(encoding), nursery)
    assert split(rows[0].text, ",")[1:6:4] == ["Zoë", "Renée Žižek"]
    assert bool(layout.notes) == (encoding in {"utf-16", "windows-1252"})


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_another_delimiter_is_found_and_said(tmp_path: Path, nursery: Feed, delimiter: str) -> None:
    layout, rows = read(tmp_path, (HEADER + "1,Ada,Hill,,,,\n").replace(",", delimiter), nursery)
    assert layout.delimiter == delimiter
    assert "as declared" in layout.notes[0]
    assert split(rows[0].text, delimiter)[:2] == ["1", "Ada"]


def test_headers_are_known_in_any_order_and_spelling(tmp_path: Path, nursery: Feed) -> None:
    layout, _ = read(tmp_path, " LAST ,ref,first,Shoe Size\nHill,1,Ada,31\n", nursery)
    assert layout.header == ("Last", "Ref", "First", "Shoe Size")
    assert "Columns not declared are kept as sent: Shoe Size." in layout.notes


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\r\n", "The file is empty."),
        (b"PK\x03\x04rest", "an Excel workbook or a zip file"),
        (b"Name,Age\nAda,3\n", "no column called Ref. It has: Name, Age."),
        (b"Ref,First,First\n1,a,b\n", "more than one column called First"),
    ],
)
def test_a_file_that_cannot_be_a_delivery_is_refused_in_words(
    tmp_path: Path, nursery: Feed, content: bytes, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read(tmp_path, content, nursery)
    assert said in refused.value.message


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters='\r\n,"\0\ufeff', exclude_categories=["Cc", "Zl", "Zp"]),
    max_size=20,
)


@settings(max_examples=60)
@given(rows=st.lists(st.lists(CELL, min_size=7, max_size=7).filter(lambda cells: any(cells)), max_size=8))
def test_what_is_written_plainly_is_read_back(rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    feed = declaration.feed("school_census").model_copy(update={"reference": ("UPN",)})
    header = "UPN,Surname,Forename,DOB,LAEstab,Sex,PostCode\n"
    text = header + "".join(",".join(cells) + "\n" for cells in rows)
    _, found = read(tmp_path_factory.mktemp("plain"), text, feed)
    assert [split(row.text, ",") for row in found] == rows


@settings(max_examples=100)
@given(content=st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    feed = declaration.feed("early_help")
    header = b"PersonRef,FamilyRef,FirstName,LastName\n"
    try:
        _, rows = read(tmp_path_factory.mktemp("any"), header + content, feed)
    except Invalid:
        return
    assert all(row.line > 1 for row in rows)
