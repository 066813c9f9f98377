"""A city of people who do not exist, brought in the way real partners' records are: as files, through their feeds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.city import extracts
from onestory.city.simulation import simulate
from onestory.linkage import standing
from onestory.linkage.actions import feeds, keeping
from onestory.linkage.declaration import feed
from onestory.linkage.models import Delivery

SEED, YEARS = 7, 3
FEEDS = ("health_visiting", "school_census", "midwifery", "housing", "early_help")


def bring_in(*, people: int, folder: Path, by: Account, keeper: Account, say: Callable[[str], None]) -> None:
    """`keeper` looks after feeds, and has agreed with each partner what its columns mean."""
    with acting_as(by):
        if Delivery.objects.filter(state=Delivery.State.LOADED).count() >= len(FEEDS):
            return
    say(f"Simulating a city of {people:,} people over {YEARS} years")
    extracts.write(simulate(people=people, years=YEARS, seed=SEED), folder)
    for name in FEEDS:
        _agree(name, keeper)
        say(f"Loading what {name.replace('_', ' ')} sent")
        feeds.load(name=name, file=next(folder.glob(f"{name}.*")), by=by)


def _agree(name: str, keeper: Account) -> None:
    declared = feed(name)
    with acting_as(keeper) as viewer:
        if standing.signing(declared) is None:
            keeping.sign(by=viewer, name=name, declared=declared.version, partner_said=f"{declared.partner}, data team")
