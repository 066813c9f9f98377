"""Running a command inside an installation: its database up, Django ready, its tables as they should be."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from onestory.config import installation

Run = Callable[[argparse.Namespace], int]


def installed(run: Run) -> Run:
    """The command with a database and Django ready. Tables must be up to date: run `onestory migrate` first."""

    def begin(options: argparse.Namespace) -> int:
        with installation.database():
            installation.set_up_django()
            return run(options)

    return begin
