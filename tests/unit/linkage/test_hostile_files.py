"""Files damaged in every way chance thinks of: each is read or refused in words, and nothing else ever comes of one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest
from tests.unit.linkage.filing import HEADER, bundle, checked, hospital, lines, nursery, parquet, workbook
from tests.unit.linkage.test_fhir import ADA, GRACE

from onestory.core.errors import Invalid
from onestory.linkage.declaration import Feed

ROWS = [[n, f"Kit{n}", "Hill", date(2024, 3, 1), "Grace Hill"] for n in range(30)]
ODD = [
    b"\x00",
    b"\xff\xfe",
    b'"',
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"]",
    b"\r",
    b"9" * 400,
    b"\xc3",
    b"null",
    b"1e999",
    b"&x;",
]


def excel(folder: Path) -> tuple[Path, Feed]:
    return workbook(folder / "a.xlsx", Sheet=[HEADER, *ROWS]), nursery("{format: excel}")


def columns(folder: Path) -> tuple[Path, Feed]:
    said = {name: [row[place] for row in ROWS] for place, name in enumerate(HEADER)}
    return parquet(folder / "a.parquet", said), nursery("{format: parquet}")


def objects(folder: Path) -> tuple[Path, Feed]:
    said = [dict(zip(HEADER, map(str, row), strict=True)) for row in ROWS]
    return lines(folder / "a.jsonl", *said), nursery('{format: "json lines"}')


def people(folder: Path) -> tuple[Path, Feed]:
    return bundle(folder / "a.json", *(one | {"id": f"p{n}"} for n in range(10) for one in (ADA, GRACE))), hospital()


def resources(folder: Path) -> tuple[Path, Feed]:
    file = folder / "a.ndjson"
    file.write_text("\n".join(map(json.dumps, [ADA, GRACE] * 5)))
    return file, hospital()


def text(folder: Path) -> tuple[Path, Feed]:
    file = folder / "a.csv"
    file.write_text("\n".join(",".join(map(str, row)) for row in [HEADER, *ROWS]))
    return file, nursery("{}")


@pytest.mark.hazard("HZ-88")
@pytest.mark.parametrize("write", [excel, columns, objects, people, resources, text])
def test_a_damaged_file_is_read_or_refused_in_words(tmp_path: Path, write: Callable[[Path], tuple[Path, Feed]]) -> None:
    whole, feed = write(tmp_path)
    content, chance, read, refusals = whole.read_bytes(), Random(7), 0, list[str]()
    for _ in range(60):
        broken = bytearray(content)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(broken))
            broken[at : at + chance.randint(0, 3)] = chance.choice([*ODD, chance.randbytes(4)])
        whole.write_bytes(broken[: chance.choice([len(broken)] * 5 + [chance.randrange(len(broken))])])
        try:
            checked(whole, feed)
            read += 1
        except Invalid as refused:
            refusals.append(refused.message)
    assert read + len(refusals) == 60
    assert [words for words in refusals if not words.endswith((".", ". "))] == []
