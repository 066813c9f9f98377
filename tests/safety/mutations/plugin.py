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
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from tests.safety.mutations import exercising, python, standing

PATIENCE = 20
"""Seconds of tests that one change is shown; a change nobody noticed by then counts as not noticed."""

Mutant = standing.Mutant | python.PythonMutant


# One falsifying world is enough, and the same worlds each time: nothing is made smaller and nothing is remembered.
once = hypothesis.settings(
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate], derandomize=True, database=None
)
hypothesis.settings.register_profile("mutations", once)
hypothesis.settings.load_profile("mutations")


@dataclass(frozen=True, eq=False)
class Test:
    """A test, what it exercises, and how many changes of each name it was the first to notice."""

    item: pytest.Item
    seconds: float
    exercises: set[str]
    noticed: Counter[str] = field(default_factory=Counter)

    @property
    def of_access(self) -> bool:
        return "/test_access_" in self.item.nodeid

    def promise(self, name: str, beside: Counter[str]) -> float:
        """What it noticed of the same, and what others of its file did, for the time it takes; `beside` counts by file."""
        hopes = self.noticed[name] + 0.2 * beside[f"{self.item.path}: {name}"] + 0.02 * self.noticed.total()
        return (hopes + (0.1 if self.of_access else 0.01)) / (0.05 + self.seconds)


REPORTS = {"sql": Path("build/mutants-sql.json"), "python": Path("build/mutants-python.json")}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mutations")
    group.addoption("--of", choices=REPORTS, default="sql", help="what is changed")
    group.addoption("--minutes", type=float, default=600, help="stop after so many")
    group.addoption("--every", type=int, default=1, help="try one mutant in so many")
    group.addoption("--start", type=int, default=0, help="after leaving out so many")
    group.addoption("--only", default="", help="those whose name or words this pattern finds")
    group.addoption("--trusting", action="store_true", help="what each test exercises was noted last time")
    group.addoption("--again", action="store_true", help="only those that nobody noticed last time")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    url = _admin_url()
    options = session.config.option
    chosen = _chosen(options.of, options.only, every=options.every, start=options.start, again=options.again)
    items = _quick(session.items)
    tests = _run_once(items, url, options.of, _remembered(items, options.of) if options.trusting else [])
    survived, tried = list[Mutant](), 0
    until = time.monotonic() + options.minutes * 60
    for mutant in chosen:
        if time.monotonic() > until:
            break
        with _changed(url, mutant) as stands:
            if not stands:
                continue
            tried += 1
            killer = _first_to_notice(tests, mutant)
        if killer:
            killer.noticed[mutant.name] += 1
        else:
            survived.append(mutant)
            print(f"\n{tried - len(survived)} of {tried}; nobody noticed: {mutant.told}", flush=True)
    _report(options.of, tried=tried, killed=_killed(tests), survived=survived, chosen=len(chosen))
    return True


def _quick(items: list[pytest.Item]) -> list[pytest.Item]:
    """Those that share one connection and need no browser: each runs again and again, and leaves nothing behind."""
    slow = {"browser", "live_server", "transactional_db"}
    return [item for item in items if not slow & set(getattr(item, "fixturenames", ())) and not _commits(item)]


def _commits(item: pytest.Item) -> bool:
    return any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))


def _run_once(items: list[pytest.Item], url: str, of: str, kept: list[Test]) -> list[Test]:
    """Without any change. What fails as things stand is asked nothing afterwards; those kept were noted before."""
    notebook, known = exercising.Notebook(url, python=of == "python"), {test.item for test in kept}
    notebook.begin()
    tests = kept + [test for item in items if item not in known and (test := _noted(item, notebook))]
    notebook.end()
    REPORTS[of].parent.mkdir(exist_ok=True)
    _notes(of).write_text(
        json.dumps({test.item.nodeid: (test.seconds, sorted(test.exercises)) for test in tests}, indent=0)
    )
    print(f"\n{len(tests)} tests, {sum(test.seconds for test in tests):.0f} s", flush=True)
    return tests


def _noted(item: pytest.Item, notebook: exercising.Notebook) -> Test | None:
    with notebook.noting() as noted:
        began = time.monotonic()
        passes = _passes(item)
        seconds = time.monotonic() - began
    if not passes:
        print(f"\nfails without any change, and is left out: {item.nodeid}", flush=True)
    return Test(item, seconds, noted.what) if passes else None


def _notes(of: str) -> Path:
    return REPORTS[of].with_name(f"mutants-{of}-exercised.json")


def _remembered(items: list[pytest.Item], of: str) -> list[Test]:
    kept = json.loads(_notes(of).read_text())
    return [Test(item, kept[item.nodeid][0], set(kept[item.nodeid][1])) for item in items if item.nodeid in kept]


def _killed(tests: list[Test]) -> int:
    """What a test noticed counts while it passes again now that nothing is changed."""
    noticing = [test for test in tests if test.noticed]
    untrue = [test for test in noticing if not _passes(test.item)]
    for test in untrue:
        print(f"\nfails by itself, so that what it noticed is not counted: {test.item.nodeid}", flush=True)
    return sum(test.noticed.total() for test in noticing if test not in untrue)


def _first_to_notice(tests: list[Test], mutant: Mutant) -> Test | None:
    """Those that noticed much of the same, for the time they take, are asked first; nobody asks for longer than `PATIENCE`."""
    beside = Counter(f"{test.item.path}: {mutant.name}" for test in tests for _ in range(test.noticed[mutant.name]))
    asking = (test for test in tests if test.exercises & mutant.met)
    asked = sorted(asking, key=lambda test: -test.promise(mutant.name, beside))
    until = time.monotonic() + PATIENCE
    return next((test for test in asked if time.monotonic() < until and not _passes(test.item)), None)


def _chosen(of: str, only: str, *, every: int, start: int, again: bool) -> list[Mutant]:
    unnoticed = (
        {one["name"] + one["what"] + one["where"] for one in json.loads(REPORTS[of].read_text())} if again else set()
    )
    all_of_them: list[Mutant] = [*(standing if of == "sql" else python).mutants()]
    found = [mutant for mutant in all_of_them if re.search(only, mutant.told)]
    return [one for one in found if not again or one.name + one.what + one.where in unnoticed][start::every]


@contextmanager
def _changed(url: str, mutant: Mutant) -> Iterator[bool]:
    stands = mutant.make(url)
    try:
        yield stands
    finally:
        assert mutant.take_back(url) or not stands, f"could not put back {mutant.name}"


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
