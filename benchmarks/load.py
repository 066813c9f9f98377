"""How fast a partner's file is checked and loaded, and the memory it takes, beside PostgreSQL's own COPY of the same file.

    make bench NAME=load SCALE=200000

SCALE is rows. A city is simulated and its school census written again and again until there are so many, each child with a
new number. The file goes through the action that `onestory feed load` calls, without linking. COPY puts the same cells,
unchecked, into an unlogged table of text. The last line is one JSON object.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
import time
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import scale
from benchmarks.load_feed import linkage_account, loaded
from onestory.city.numbers import upn
from onestory.config import installation

FEED = "school_census"
PEOPLE = 200_000
GOAL = 20_000


def main() -> None:
    rows = scale.asked(200_000)
    with tempfile.TemporaryDirectory(prefix="onestory-bench-") as home:
        Path(home).chmod(0o755)
        os.environ["ONESTORY_HOME"] = home
        os.environ.pop("DATABASE_URL", None)
        file = write(Path(home), rows)
        with installation.database() as server:
            assert server
            installation.set_up_django()
            installation.migrate(verbosity=0)
            print(json.dumps(measure(server.url("postgres", database="onestory"), file)))


def write(folder: Path, rows: int) -> Path:
    """A census of so many rows: what schools get wrong is in it as often as in the city's."""
    from onestory.city.extracts import write as extracts
    from onestory.city.simulation import simulate

    city = simulate(people=min(PEOPLE, rows * 8), years=1, seed=7)
    source = next(one.path for one in extracts(city, folder / "extracts") if one.feed == FEED)
    with source.open(encoding="utf-8-sig", newline="") as lines:
        header, *some = csv.reader(lines)
    numbers = (upn(n % 1000, n // 1_000_000 % 100, n // 1000 % 1000) for n in count())
    file = folder / "census.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        for cells in islice(cycle(some), rows):
            writer.writerow([next(numbers), *cells[1:]] if len(cells[0]) == 13 else cells)
    return file


def measure(admin: str, file: Path) -> dict[str, Any]:
    by = linkage_account(admin)
    ours = loaded(FEED, file, by)
    copied = copy(admin, file)
    return {
        **ours, "goal": GOAL, "goal_met": ours["rows_a_second"] >= GOAL, "megabytes": round(file.stat().st_size / 1e6, 1),
        "copy": copied, "ratio_to_copy": round(ours["rows_a_second"] / copied["rows_a_second"], 3),
        "load_average": os.getloadavg(),
    }  # fmt: skip


def copy(admin: str, file: Path) -> dict[str, Any]:
    """Rows that have every cell; COPY ends at the first that has not."""
    whole = file.with_name("whole.csv")
    with file.open(encoding="utf-8-sig", newline="") as lines, whole.open("w", newline="") as out:
        header, *rows = csv.reader(lines)
        kept = [row for row in rows if len(row) == len(header)]
        csv.writer(out).writerows(kept)
    with psycopg.connect(admin, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE bench_census ({', '.join(f'c{n} text' for n in range(len(header)))})")
        began = time.perf_counter()
        with cursor.copy("COPY bench_census FROM STDIN (FORMAT csv)") as into, whole.open("rb") as source:
            shutil.copyfileobj(source, into, 1 << 18)  # type: ignore[misc]
        seconds = time.perf_counter() - began
    return {"rows": len(kept), "seconds": round(seconds, 2), "rows_a_second": round(len(kept) / seconds)}


if __name__ == "__main__":
    main()
