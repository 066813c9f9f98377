from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes rows under a header into a file and gives its path."""

    def write(header: str, *rows: Sequence[object], name: str = "records.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow(header.split(","))
            writer.writerows(rows)
        return path

    return write
