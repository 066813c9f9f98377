"""A row in every table of walking alongside a family, for tests that ask who may read them."""

from __future__ import annotations

from onestory.access.viewer import Viewer
from onestory.people.models import Family
from onestory.support.actions import episodes, leads
from onestory.support.actions.leads import Asked
from onestory.support.models import CircleMember


def walk(viewer: Viewer, family: Family, nan: CircleMember) -> None:
    episodes.begin(by=viewer, family=family, level="targeted", why="Mornings are hard")
    leads.choose(by=viewer, member=nan, asked=Asked(answer="chose", reason="She is there every day"))
