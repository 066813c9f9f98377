"""Living through one story by the product's own acts, on its days, as the workers it happened to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from onestory.access.models import Account
from onestory.access.viewer import Viewer, acting_as
from onestory.city.past import Act, Past
from onestory.core.dates import noon, today
from onestory.people import queries
from onestory.people.models import Family
from onestory.story.actions import entries
from onestory.support.actions import circle, episodes, tasks
from onestory.support.models import Episode, Task


@dataclass(frozen=True)
class Cast:
    """Who opens the family, who leads, and who joins them."""

    opener: Account
    lead: Account
    other: Account


@dataclass
class _Living:
    cast: Cast
    family_id: UUID
    begins: date
    episode: Episode | None = None
    promised: list[Task] = field(default_factory=list)

    def day(self, act: Act) -> date:
        return self.begins + timedelta(days=act.day)

    def family(self, viewer: Viewer) -> Family:
        return queries.family(viewer, self.family_id)


def live(past: Past, *, cast: Cast, family: UUID) -> None:
    """The last thing in it happens today."""
    living = _Living(cast, family, today() - timedelta(days=past.last_day))
    with acting_as(cast.opener) as viewer:
        joined = circle.bring_in(
            by=viewer,
            family=living.family(viewer),
            account=cast.lead,
            role="Family support worker",
            since=living.begins,
        )
        circle.make_lead(by=viewer, member=joined, since=living.begins)
    for act in past.acts:
        with acting_as(cast.lead if act.who == "lead" else cast.other) as viewer:
            _ACTS[act.does](living, viewer, act)


def _begin(living: _Living, viewer: Viewer, act: Act) -> None:
    living.episode = episodes.begin(by=viewer, family=living.family(viewer), on=living.day(act), **_words(act))


def _bring_in(living: _Living, viewer: Viewer, act: Act) -> None:
    circle.bring_in(
        by=viewer, family=living.family(viewer), account=living.cast.other, since=living.day(act), **_words(act)
    )


def _visit(living: _Living, viewer: Viewer, act: Act) -> None:
    new = entries.NewEntry(kind="visit", happened_at=noon(living.day(act)), time_known=False, **_words(act))
    entries.write(by=viewer, family=living.family(viewer), new=new)


def _promise(living: _Living, viewer: Viewer, act: Act) -> None:
    due = living.day(act) + timedelta(days=int(act.words["within"]))
    title = act.words["title"]
    living.promised.append(tasks.promise(by=viewer, title=title, due_on=due, family=living.family(viewer)))


def _keep(living: _Living, viewer: Viewer, act: Act) -> None:
    tasks.do(by=viewer, task=living.promised[-1], said=act.words["said"])


def _step(living: _Living, viewer: Viewer, act: Act) -> None:
    assert living.episode, "a story begins before it steps"
    living.episode = episodes.step(by=viewer, episode=living.episode, on=living.day(act), **_words(act))


def _end(living: _Living, viewer: Viewer, act: Act) -> None:
    assert living.episode, "a story begins before it ends"
    said = act.words
    farewell = episodes.Farewell(why=said["why"], family_view=said["family_view"], stays_in_place=said["stays"])
    episodes.end(by=viewer, family=living.family(viewer), episode=living.episode, farewell=farewell, on=living.day(act))


def _words(act: Act) -> Any:
    return act.words


_ACTS: dict[str, Callable[[_Living, Viewer, Act], None]] = {
    "begin": _begin, "bring_in": _bring_in, "visit": _visit, "promise": _promise, "keep": _keep, "step": _step,
    "end": _end,
}  # fmt: skip
