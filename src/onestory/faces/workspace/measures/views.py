"""How often families were passed around: numbers for supervisors and analysts, and the families behind them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onestory.core.dates import next_quarter, today
from onestory.core.errors import NotThere
from onestory.faces.workspace.measures import presenters
from onestory.faces.workspace.requests import Request
from onestory.support import measures
from onestory.support.measure_functions import FEWEST


@require_GET
def show(request: Request) -> HttpResponse:
    viewer, on = request.viewer, today()
    cells, quarters = measures.by_team(viewer, on=on), measures.quarters(on)
    shown = presenters.shown(cells, quarters, may_open="supervisor" in viewer.roles)
    return render(request, "workspace/measures/measures.html", {"measures": shown, "fewest": FEWEST})


@require_GET
def behind(request: Request, measure: str) -> HttpResponse:
    """Of one quarter and team, where they are named; else of the four quarters, and every team."""
    viewer, quarters = request.viewer, measures.quarters(today())
    one = measures.measure(measure)
    if "supervisor" not in viewer.roles:
        raise NotThere("measures")
    day, team = _quarter(request.GET.get("quarter", ""), quarters), _team(request.GET.get("team", ""))
    since, until = (day, next_quarter(day)) if day else (quarters[0], next_quarter(quarters[-1]))
    found = measures.families_behind(viewer, one, since=since, until=until, team=team)
    context = {
        "measure": one, "families": presenters.families(one, found),
        "when": presenters.quarter(day) if day else "These four quarters", "more": len(found) == measures.MOST,
    }  # fmt: skip
    return render(request, "workspace/measures/families.html", context)


def _quarter(typed: str, quarters: list[date]) -> date | None:
    """Raises NotThere for one that the page does not show."""
    if not typed:
        return None
    found = next((day for day in quarters if day.isoformat() == typed), None)
    if found is None:
        raise NotThere("quarter")
    return found


def _team(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise NotThere("team") from None
