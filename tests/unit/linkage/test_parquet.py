"""Parquet files: kinds of their own become text, and what is damaged or swollen is said."""

from __future__ import annotations

import tracemalloc
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.unit.linkage.filing import HEADER, cells, checked, nursery, parquet, rows

from onestory.core.errors import Invalid
from onestory.linkage.formats import parquet as reader
from onestory.linkage.formats.tables import TOO_LONG

PARQUET = "{format: parquet}"
MIDNIGHT = datetime(2024, 3, 14)  # noqa: DTZ001 - as Parquet gives a day


def children(count: int) -> dict[str, list[object]]:
    return {
        "Ref": [f"N{n}" for n in range(count)], "First": ["Ada"] * count, "Last": ["Hill"] * count,
        "Born": [date(2024, 3, 14)] * count, "Mother": [None] * count,
    }  # fmt: skip


def test_kinds_become_what_a_person_would_have_typed(tmp_path: Path) -> None:
    file = parquet(tmp_path / "a.parquet", {
        "ref": [7.0, None], "First": ["Ada", "Bo"], "Last": ["Hi\0ll\r\nFarm", "Lee"],
        "Born": [MIDNIGHT, MIDNIGHT], "Mother": [Decimal("1.50"), Decimal(2)],
    })  # fmt: skip
    assert cells(file, nursery(PARQUET)) == [
        ["7", "Ada", "Hill\nFarm", "2024-03-14", "1.50"], ["", "Bo", "Lee", "2024-03-14", "2"],
    ]  # fmt: skip


def test_rows_are_numbered_through_every_batch(tmp_path: Path) -> None:
    _, found = rows(parquet(tmp_path / "a.parquet", children(2_500)), nursery(PARQUET))
    assert [row.line for row in found] == list(range(1, 2_501))


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    from onestory.linkage import reading

    file = parquet(tmp_path / "a.parquet", children(60_000))
    tracemalloc.start()
    with reading.opened(file, nursery(PARQUET)) as opened:
        assert sum(1 for _ in opened.rows) == 60_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000


def test_a_day_that_no_calendar_has_is_a_fault_of_its_own_row(tmp_path: Path) -> None:
    import pyarrow as pa

    born = pa.array([19_000, 2_000_000_000], pa.int32()).cast(pa.date32())
    said = children(2) | {"Born": born}
    done = checked(parquet(tmp_path / "a.parquet", said), nursery(PARQUET))
    assert (len(done.accepted), len(done.set_aside)) == (1, 1)


def test_a_huge_cell_costs_its_row_alone(tmp_path: Path) -> None:
    said = children(2)
    said["Last"][0] = "x" * 100_000
    _, found = rows(parquet(tmp_path / "a.parquet", said), nursery(PARQUET))
    assert [(row.problem, len(row.text) < 2_000) for row in found] == [(TOO_LONG, True), ("", True)]


@pytest.mark.parametrize("cut", [6, 500, -4])
def test_a_file_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    file = parquet(tmp_path / "a.parquet", children(100))
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(Invalid, match="not a whole Parquet file"):
        rows(file, nursery(PARQUET))


def test_pages_that_were_damaged_on_the_way_are_told_and_not_read(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = tmp_path / "a.parquet"
    pq.write_table(pa.table(children(5_000)), file, write_page_checksum=True, compression="snappy")
    content = bytearray(file.read_bytes())
    content[400:440] = b"\xff" * 40
    file.write_bytes(content)
    with pytest.raises(Invalid, match="damaged after row"):
        rows(file, nursery(PARQUET))


def test_what_unpacks_to_far_more_than_memory_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST_GROUP", 1_000)
    with pytest.raises(Invalid, match="A group of rows in the file unpacks to"):
        rows(parquet(tmp_path / "a.parquet", children(5_000)), nursery(PARQUET))


def test_a_column_the_feed_needs_is_asked_for(tmp_path: Path) -> None:
    said = {name: values for name, values in children(1).items() if name != "Ref"}
    with pytest.raises(Invalid, match="no column called Ref"):
        rows(parquet(tmp_path / "a.parquet", said), nursery(PARQUET))
    assert HEADER[0] == "Ref"
