"""How long it takes to match what arrives against everything known.

    make bench NAME=arrive SCALE=1000000

A city of SCALE records is matched whole and kept as a book; then 1, 100 and 10,000 records that were held back arrive. Each
command is a process of its own. `matching` is all between the files having been read and the book being written; what DuckDB
reads of the book for it is inside. The last line is one JSON object.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import city_records, scale

_BATCHES = (1, 100, 10_000)
_RECORDS_A_PERSON = 0.66


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        print(json.dumps(measured(folder, given(folder))))


def given(folder: Path) -> Path:
    """The records of a city; or those in the file named after --file, to use one again."""
    if "--file" in sys.argv:
        return Path(sys.argv[sys.argv.index("--file") + 1])
    city_records.write(folder / "city.csv", people=int(scale.asked(1_000_000) / _RECORDS_A_PERSON))
    return folder / "city.csv"


def measured(folder: Path, file: Path) -> dict[str, Any]:
    first, batches = _parts(folder, file)
    book = folder / "book.onestory"
    whole = _run("dedupe", str(first), "--source", "city", "--keep", str(book))
    told: dict[str, Any] = {
        "records": whole["records"],
        "whole_seconds": whole["seconds"],
        "book_mb": book.stat().st_size >> 20,
    }
    for many, arrived in zip(_BATCHES, batches, strict=True):
        added = _run("add", str(book), str(arrived), "--source", "city")
        kept = ("new", "pairs", "touched", "matching_seconds", "steps", "seconds", "peak_mb")
        told[f"arriving_{many}"] = {name: added[name] for name in kept}
    if "--check" in sys.argv:
        told["otherwise_than_one_run"] = len(_run("check", str(book))["otherwise"])
    return told


def _parts(folder: Path, file: Path) -> tuple[Path, list[Path]]:
    """All but those held back, which stand spread over the file; and those, in batches."""
    with file.open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    held = sum(_BATCHES)
    every = len(rows) // held
    back = rows[: held * every : every]
    first = folder / "first.csv"
    _write(first, header, (row for place, row in enumerate(rows) if place % every or place >= held * every))
    batches = []
    for many in _BATCHES:
        batches.append(folder / f"arriving-{many}.csv")
        _write(batches[-1], header, back[:many])
        back = back[many:]
    return first, batches


def _write(file: Path, header: list[str], rows: Any) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(header)
        writer.writerows(rows)


def _run(*asked: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "onestory.config.cli", "match", *asked, "--json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1) or not done.stdout:
        raise SystemExit(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


if __name__ == "__main__":
    main()
