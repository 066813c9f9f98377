"""Writes the partners' extracts: five files, each with the columns, the alphabet and the bad habits of its system."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from onestory.city.feeds import FEEDS, Feed, shape
from onestory.city.model import City
from onestory.city.slips import without_accents


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One file: how many rows it has, and how many a loader must set aside, by what is wrong with them."""

    feed: str
    path: Path
    rows: int
    broken: dict[str, int]


def write(city: City, folder: Path, *, on: date | None = None) -> tuple[Written, ...]:
    """Writes every feed as it stood on a day, the city's last unless another is given; makes the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write(feed, city, folder / feed.filename, on or city.on) for feed in FEEDS)


def _write(feed: Feed, city: City, path: Path, on: date) -> Written:
    rows, broken = 0, Counter[str]()
    with path.open("w", encoding=feed.encoding, newline="") as file:
        file.write(feed.mark)
        writer = csv.writer(file, delimiter=feed.delimiter, lineterminator="\r\n")
        writer.writerow(feed.headers)
        for record in shape.records(feed, city, on):
            writer.writerow(_encodable(record.cells, feed.encoding))
            rows += 1
            if record.broken:
                broken[record.broken] += 1
    return Written(feed=feed.name, path=path, rows=rows, broken=dict(sorted(broken.items())))


def _encodable(cells: tuple[str, ...], encoding: str) -> Iterator[str]:
    """Cells as an old alphabet can hold them: é stays in Windows-1252, while ł becomes l."""
    for cell in cells:
        if encoding != "cp1252" or cell.isascii():
            yield cell
        else:
            yield "".join(letter if _fits(letter, encoding) else without_accents(letter) for letter in cell)


def _fits(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
