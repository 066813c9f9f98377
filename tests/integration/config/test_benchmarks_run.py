"""What is measured can still be measured: each benchmark of a town, at a size that says nothing of speed."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

SMALL = {
    "SEARCHES": "4", "EACH": "4", "WARM": "4", "BASELINE_SEARCHES": "1", "ROUNDS": "1", "UNKNOWN": "10", "WORKERS": "12",
    "EPISODES": "60", "ASKED": "2",
}  # fmt: skip


@pytest.fixture(scope="module")
def kept() -> Iterator[Path]:
    """Where the town stays from one benchmark to the next: PostgreSQL never runs as root, and has to reach it."""
    with tempfile.TemporaryDirectory(prefix="onestory-bench-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("find", "baselines"),
        ("known", "viewers"),
        ("page", "milliseconds"),
        ("today", "episodes"),
        ("caseload", "pages"),
    ],
)
def test_a_benchmark_runs_and_says_what_it_measured(kept: Path, name: str, says: str) -> None:
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("ONESTORY_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", "--scale", "1200"],
        env=ours | SMALL | {"ONESTORY_BENCH_HOME": str(kept)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["people"] == 1200
    assert told[says]
