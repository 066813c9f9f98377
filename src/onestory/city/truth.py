"""Writes who each record is truly about, so that linkage can be measured by somebody who did not write it.

A record that names other people has a line for each of them too, its reference followed by a stroke and what they are
in it: `HV0000012/mother`, `BK000003/baby`, `BK000003/partner`, `A879...001/parent`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from onestory.city.feeds import FEEDS, shape
from onestory.city.model import City

COLUMNS = ("feed", "record", "person")
Line = tuple[str, str, int]


def write(city: City, file: Path, *, on: date | None = None) -> int:
    """Writes the truth behind the extracts of that day; gives the number of lines below the header."""
    count = 0
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(COLUMNS)
        for line in lines(city, on or city.on):
            writer.writerow(line)
            count += 1
    return count


def lines(city: City, on: date) -> Iterator[Line]:
    """Each record once, even where a partner's file holds it twice under one reference."""
    for feed in FEEDS:
        seen: set[str] = set()
        for record in shape.records(feed, city, on):
            if record.reference in seen:
                continue
            seen.add(record.reference)
            yield feed.name, record.reference, record.person
            for mention in record.mentions:
                yield feed.name, f"{record.reference}/{mention.part}", mention.person
