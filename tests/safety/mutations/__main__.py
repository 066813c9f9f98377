"""Changes who may see families, one condition at a time, and counts how many of the changes some test notices."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# Those that ask who sees what; not those that compare what stands with what is declared.
ASKING = (
    "who_sees_what",
    "stolen_statements",
    "second_wall",
    "confidential",
    "whereabouts",
    "hiding",
    "way_in",
    "access_",
)


def main() -> int:
    safety = Path("tests/safety")
    files = [str(file) for file in sorted(safety.glob("test_*.py")) if any(word in file.name for word in ASKING)]
    return int(
        pytest.main(
            [
                "-p",
                "tests.safety.mutations.plugin",
                "-q",
                "-s",
                "--no-header",
                "-p",
                "no:logging",
                *files,
                *sys.argv[1:],
            ]
        )
    )


if __name__ == "__main__":
    raise SystemExit(main())
