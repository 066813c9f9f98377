"""Measures in words and in plain tables. Asks nothing of the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from onestory.core.dates import show_date
from onestory.core.text import plural
from onestory.support.measure_functions import FEWEST
from onestory.support.measures import MEASURES, Behind, Cell, Measure
from onestory.ui.parts import Column, Link, Table

TOO_FEW = "Too few to show"
NOTHING = "None"
ELSEWHERE = "In no team now"
_MONTHS = {1: "January to March", 4: "April to June", 7: "July to September", 10: "October to December"}


@dataclass(frozen=True)
class MeasureShown:
    words: str
    sentence: str
    definition: str
    not_counted: str
    table: Table | None


def shown(cells: Sequence[Cell], quarters: Sequence[date], *, may_open: bool) -> list[MeasureShown]:
    return [_measure(one, [c for c in cells if c.measure == one.key], quarters, may_open=may_open) for one in MEASURES]


def _measure(one: Measure, cells: Sequence[Cell], quarters: Sequence[date], *, may_open: bool) -> MeasureShown:
    together = {cell.quarter: cell for cell in cells if cell.everybody}
    # The newest first: on a telephone the table is wider than the screen.
    newest = quarters[::-1]
    teams = list(dict.fromkeys((cell.team, cell.name) for cell in cells if not cell.everybody))
    rows = []
    for team, name in sorted(teams, key=lambda known: (known[0] is None, known[1])):
        found = {cell.quarter: cell for cell in cells if not cell.everybody and cell.team == team}
        rows.append((name or ELSEWHERE, *(_cell(one, found.get(day), may_open=may_open) for day in newest)))
    if len(rows) > 1:
        rows.append(("Everybody", *(_cell(one, together.get(day), may_open=may_open) for day in newest)))
    headings = (Column(heading="Team"), *(Column(heading=quarter(day), numeric=True) for day in newest))
    table = Table(caption=f"{one.words}, by team and quarter", columns=headings, rows=tuple(rows), caption_hidden=True)
    return MeasureShown(
        words=one.words, sentence=_sentence(one, together, quarters), definition=one.definition,
        not_counted=one.not_counted, table=table if rows else None,
    )  # fmt: skip


def _sentence(one: Measure, together: dict[date, Cell], quarters: Sequence[date]) -> str:
    """Of the newest quarter of which something can be said."""
    for day in reversed(quarters):
        cell = together.get(day)
        if cell and cell.of is not None:
            said = one.sentence.format(of=cell.of, out_of=cell.out_of)
            return f"{quarter(day)}: {said}."
    return f"There were too few to say anything by: a number is shown where it is of {FEWEST} or more."


def _cell(one: Measure, cell: Cell | None, *, may_open: bool) -> str | Link:
    if cell is None:
        return NOTHING
    if cell.of is None:
        return TOO_FEW
    words = f"{cell.of} in {cell.out_of}" if one.key == "new_faces" else f"{cell.of} of {cell.out_of}"
    if not may_open or not cell.of:
        return words
    asked = {"quarter": cell.quarter.isoformat()} | ({"team": str(cell.team)} if cell.team else {})
    url = f"{reverse('workspace:measure_families', args=[one.key])}?{urlencode(asked)}"
    whose = cell.name or ("everybody" if cell.everybody else ELSEWHERE.lower())
    return Link(text=words, url=url, about=f", {whose}, {quarter(cell.quarter)}: families you see")


def quarter(day: date) -> str:
    return f"{_MONTHS[day.month]} {day.year}"


@dataclass(frozen=True)
class FamilyLine:
    name: str
    url: str
    about: str


def families(one: Measure, found: Sequence[Behind]) -> list[FamilyLine]:
    return [
        FamilyLine(
            name=each.name, url=reverse("workspace:family", args=[each.family]),
            about=f"{_times(one, each.times)}, {'last ' if each.times > 1 else ''}{show_date(each.newest)}",
        )
        for each in found
    ]  # fmt: skip


def _times(one: Measure, times: int) -> str:
    if one.key == "new_faces":
        return plural(times, "new face")
    if one.key == "met":
        return f"{plural(times, 'introduction')} that became {plural(times, 'meeting')}"
    return "Had to start again" if times == 1 else f"Had to start again {times} times"
