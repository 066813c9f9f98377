"""Runs the access tests once for each mutant, in one process, and says which mutants no test noticed.

    python -m tests.safety.mutations [--of python] [--minutes 30] [--every 3] [--only wall.deny] [--again]

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
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from tests.safety.mutations import python, standing

Mutant = standing.Mutant | python.PythonMutant

REPORTS = {"sql": Path("build/mutants-sql.json"), "python": Path("build/mutants-python.json")}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mutations")
    group.addoption("--of", choices=REPORTS, default="sql", help="what is changed")
    group.addoption("--minutes", type=float, default=600, help="stop after so many")
    group.addoption("--every", type=int, default=1, help="try one mutant in so many")
    group.addoption("--only", default="", help="those whose name or words this pattern finds")
    group.addoption("--again", action="store_true", help="only those that nobody noticed last time")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    url = _admin_url()
    options = session.config.option
    chosen = _chosen(options.of, options.only, every=options.every, again=options.again)
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
    _report(options.of, tried=tried, killed=killed, survived=survived, chosen=len(chosen))
    return True


def _chosen(of: str, only: str, *, every: int, again: bool) -> list[Mutant]:
    unnoticed = (
        {one["name"] + one["what"] + one["where"] for one in json.loads(REPORTS[of].read_text())} if again else set()
    )
    all_of_them: list[Mutant] = [*(standing if of == "sql" else python).mutants()]
    found = [mutant for mutant in all_of_them if re.search(only, mutant.told)]
    return [one for one in found if not again or one.name + one.what + one.where in unnoticed][::every]


@contextmanager
def _changed(url: str, mutant: Mutant) -> Iterator[bool]:
    stands = mutant.make(url)
    try:
        yield stands
    finally:
        assert mutant.take_back(url) or not stands, f"could not put back {mutant.name}"


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


def _report(of: str, *, tried: int, killed: int, survived: list[Mutant], chosen: int) -> None:
    REPORTS[of].parent.mkdir(exist_ok=True)
    told = [{"name": one.name, "what": one.what, "where": one.where} for one in survived]
    REPORTS[of].write_text(json.dumps(told, indent=1))
    share = 100 * killed / tried if tried else 0.0
    print(f"\n{of}: {killed} of {tried} changes noticed ({share:.1f} %), of {chosen} chosen; the others: {REPORTS[of]}")


def _admin_url() -> str:
    return os.environ["ONESTORY_TEST_ADMIN_URL"].replace("/postgres?", "/onestory_alone?")
