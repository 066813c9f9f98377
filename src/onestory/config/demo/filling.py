"""Filling the demonstration, step by step; a step that was done is not done again, so a stop half-way loses nothing."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from onestory.access.models import Account
from onestory.config import installation
from onestory.config.demo import places, sharing, stories, town, waiting, years
from onestory.people.models import Family

Say = Callable[[str], None]


def fill(*, people: int, episodes: int, say: Say) -> None:
    """Tables, places, staff, twenty-four families with a story, a city of `people` from partner files, and the past of some."""
    began = time.monotonic()
    say("Preparing the database")
    installation.migrate(verbosity=0)
    staff = places.open_everything()
    if not _already(staff["family_support"]):
        say("Writing the stories of twenty-four families")
        stories.tell_all(staff)
    sharing.set_up(staff)
    waiting.set_up(staff)
    with tempfile.TemporaryDirectory(prefix="onestory-city-") as folder:
        town.bring_in(people=people, folder=Path(folder), by=staff["linkage"], keeper=staff["feeds"], say=say)
    years.fill_for(staff, episodes=episodes, say=say)
    say(f"The city is filled ({time.monotonic() - began:.0f} seconds)")


def _already(worker: Account) -> bool:
    from onestory.access.viewer import acting_as

    with acting_as(worker):
        return Family.objects.exists()
