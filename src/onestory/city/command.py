"""`onestory city`: makes a city, says in words what is in it, and writes its extracts and its truth where asked."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tqdm import tqdm

from onestory.city import extracts, truth
from onestory.city.extracts import Written
from onestory.city.model import City
from onestory.city.simulation import LAST_DAY, STEPS, simulate
from onestory.core.text import plural

_CHILDHOOD = (
    (0, 0, "under one"),
    (1, 4, "aged 1 to 4"),
    (5, 10, "aged 5 to 10"),
    (11, 15, "aged 11 to 15"),
    (16, 18, "aged 16 to 18"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was made, as counts."""

    people: int
    households: int
    died: int
    births: int
    staff: int
    children: dict[str, int]
    rows: dict[str, int]
    set_aside: dict[str, int]
    truth: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=60_000, help="people living in the city (60,000 unless said)")
    parser.add_argument("--years", type=int, default=5, help="years of births, moves and partings before its last day")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same city")
    parser.add_argument("--on", type=date.fromisoformat, default=LAST_DAY, help="the city's last day, as 2026-11-22")
    parser.add_argument("--extracts", type=Path, metavar="DIR", help="write the five partner extracts here")
    parser.add_argument("--truth", type=Path, metavar="FILE.csv", help="write who each record is truly about")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(options: argparse.Namespace) -> int:
    """Does what the options ask; the answer is the exit status."""
    if options.people < 1 or options.years < 0:
        sys.stderr.write("A city needs at least one person, and years cannot be below nought.\n")
        return 2
    city, written, lines = _make(options)
    summary = _summarise(city, written, lines)
    sys.stdout.write(_as_json(summary) if options.json else _in_words(summary))
    return 0


def _make(options: argparse.Namespace) -> tuple[City, tuple[Written, ...], int]:
    steps = len(STEPS) + bool(options.extracts) + bool(options.truth)
    written: tuple[Written, ...] = ()
    lines = 0
    with tqdm(total=steps, file=sys.stderr, unit="step", disable=None) as bar:

        def begin(step: str) -> None:
            bar.set_description(step)
            bar.update()

        city = simulate(people=options.people, years=options.years, seed=options.seed, on=options.on, progress=begin)
        if options.extracts:
            begin("extracts")
            written = extracts.write(city, options.extracts)
        if options.truth:
            begin("truth")
            lines = truth.write(city, options.truth)
    return city, written, lines


def _summarise(city: City, written: tuple[Written, ...], lines: int) -> Summary:
    ages = Counter(person.age_on(city.on) for person in city.people if person.died is None)
    return Summary(
        people=city.living,
        households=len(city.households),
        died=len(city.people) - city.living,
        births=sum(len(pregnancy.babies) for pregnancy in city.pregnancies),
        staff=len(city.staff),
        children={name: sum(ages[age] for age in range(low, high + 1)) for low, high, name in _CHILDHOOD},
        rows={file.feed: file.rows for file in written},
        set_aside={file.feed: sum(file.broken.values()) for file in written},
        truth=lines,
    )


def _as_json(summary: Summary) -> str:
    counts = {name: getattr(summary, name) for name in Summary.__slots__}
    return json.dumps(counts) + "\n"


def _in_words(summary: Summary) -> str:
    said = [
        f"{plural(summary.people, 'person', 'people')} in {plural(summary.households, 'household')}, "
        f"{plural(summary.births, 'birth')} and {plural(summary.died, 'death')} in the years simulated, "
        f"{plural(summary.staff, 'member')} of staff.",
        "Children and young people: "
        + ", ".join(f"{count:,} {name}" for name, count in summary.children.items())
        + ".",
    ]
    for feed, rows in summary.rows.items():
        aside = summary.set_aside[feed]
        said.append(f"{feed}: {plural(rows, 'row')}, of which {aside:,} cannot be read as they stand.")
    if summary.truth:
        said.append(f"Truth: {plural(summary.truth, 'line')}.")
    return "\n".join(said) + "\n"
