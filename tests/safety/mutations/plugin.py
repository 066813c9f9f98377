"""Runs the access tests once for each mutant, in one process, and says which mutants no test noticed.

    python -m tests.safety.mutations [--minutes 30] [--every 3] [--only wall.deny]

The tests that compare what stands with what is declared are left out: they would notice everything and understand nothing.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from tests.safety.mutations.standing import Mutant, mutants, put

REPORT = Path("build/mutants.json")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mutations")
    group.addoption("--minutes", type=float, default=600, help="stop after so many")
    group.addoption("--every", type=int, default=1, help="try one mutant in so many")
    group.addoption("--only", default="", help="those whose name or words this pattern finds")
    group.addoption("--again", action="store_true", help="only those that nobody noticed last time")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    url = _admin_url()
    options = session.config.option
    chosen = _chosen(options.only, every=options.every, again=options.again)
    noticed, killed, survived, tried = Counter[str](), 0, list[Mutant](), 0
    if not _all_pass(session.items):
        raise pytest.UsageError("the tests fail without any change: mend them first")
    until = time.monotonic() + options.minutes * 60
    for mutant in chosen:
        if time.monotonic() > until:
            break
        with _changed(url, mutant) as stands:
            if not stands:
                continue
            tried += 1
            killer = _first_to_notice(sorted(session.items, key=lambda item: -noticed[item.nodeid]))
        noticed[killer] += 1
        killed += bool(killer)
        if not killer:
            survived.append(mutant)
            print(f"\nnobody noticed: {mutant.told}", flush=True)
    _report(tried=tried, killed=killed, survived=survived, of=len(chosen))
    return True


def _chosen(only: str, *, every: int, again: bool) -> list[Mutant]:
    unnoticed = {one["name"] + one["what"] + one["where"] for one in json.loads(REPORT.read_text())} if again else set()
    found = [mutant for mutant in mutants() if re.search(only, mutant.told)]
    return [one for one in found if not again or one.name + one.what + one.where in unnoticed][::every]


@contextmanager
def _changed(url: str, mutant: Mutant) -> Iterator[bool]:
    stands = put(url, mutant.apply)
    try:
        yield stands
    finally:
        assert put(url, mutant.undo) or not stands, f"could not put back {mutant.name}"


def _first_to_notice(items: list[pytest.Item]) -> str:
    return next((item.nodeid for item in items if not _passes(item)), "")


def _all_pass(items: list[pytest.Item]) -> bool:
    failing = [item.nodeid for item in items if not _passes(item)]
    print("\n".join(failing))
    return not failing


def _passes(item: pytest.Item) -> bool:
    """Run again from the beginning, as if it had never been."""
    item._initrequest()  # type: ignore[attr-defined]
    return all(report.passed for report in runtestprotocol(item, nextitem=None, log=False))


def _report(*, tried: int, killed: int, survived: list[Mutant], of: int) -> None:
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps([asdict(mutant) for mutant in survived], indent=1))
    share = 100 * killed / tried if tried else 0.0
    print(
        f"\nSQL: {killed} of {tried} changes noticed ({share:.1f} %), of {of} chosen; the others are in {REPORT}",
        flush=True,
    )


def _admin_url() -> str:
    return os.environ["ONESTORY_TEST_ADMIN_URL"].replace("/postgres?", "/onestory_alone?")
