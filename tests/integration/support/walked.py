"""A family somebody walks alongside, for tests: made through the acts that practitioners use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.factories import Known, a_family, an_account

from onestory.access.models import Account
from onestory.access.viewer import Viewer, acting_as
from onestory.people import queries
from onestory.people.models import Family
from onestory.support.actions import circle, episodes
from onestory.support.actions.episodes import Farewell
from onestory.support.models import Episode

BYE = Farewell(why="Mornings are calm now", family_view="We are all right", stays_in_place="Nan, and the Tuesday group")


@dataclass(frozen=True)
class Alongside:
    """A family, whoever looks at it and, where it has begun, how they walk alongside."""

    known: Known
    viewer: Viewer
    family: Family
    episode: Episode

    def names(self) -> list[str]:
        return sorted(circle.called(one) for one in self.family.circle.filter(ends_on__isnull=True))


@contextmanager
def alongside(author: Account | None = None, *, level: str = "targeted") -> Iterator[Alongside]:
    """Ada, Chidi, the worker who leads and Nan, who is their own."""
    known = a_family(author or an_account())
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        circle.lead_from_the_start(by=viewer, family=family, account=known.author)
        circle.add_own_person(by=viewer, family=family, name="Nan Rowe", role="Grandmother")
        episode = episodes.begin(by=viewer, family=family, level=level, why="Mornings are hard")
        yield Alongside(known, viewer, family, episode)
