"""Walking alongside a family goes on whatever is done, until a person ends it with a reason, the family's view and what stays."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.integration.support.walked import BYE, Alongside, alongside

import onestory
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.support import introducing, planning, walking
from onestory.support.actions import (
    circle,
    consultations,
    episodes,
    goals,
    introductions,
    needs,
    plan_steps,
    plans,
    reviews,
    wins,
)  # fmt: skip
from onestory.support.actions.goals import Wanted
from onestory.support.actions.introductions import Whom
from onestory.support.actions.plan_steps import Whose
from onestory.support.actions.plans import Seen
from onestory.support.actions.reviews import Heard

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-90")]
SUPPORT = Path(onestory.__file__).parent / "support"
Act = Callable[[Alongside, int], object]


def _step(now: Alongside, n: int) -> object:
    to = ("universal", "targeted", "specialist")[n % 3]
    return episodes.step(by=now.viewer, episode=now.episode, to=to, reason=f"So {n}")


def _hold(now: Alongside, n: int) -> object:
    due = [one for one in walking.reviews(now.viewer, now.family) if one.state == "due"]
    return reviews.hold(by=now.viewer, review=due[n % len(due)], heard=Heard(family_view="Good"))


def _move(now: Alongside, n: int) -> object:
    due = [one for one in walking.reviews(now.viewer, now.family) if one.state == "due"]
    return reviews.move(by=now.viewer, review=due[0], to=today() + timedelta(days=n), reason="Away")


def _want(now: Alongside, n: int) -> object:
    goal = goals.write(by=now.viewer, family=now.family, wanted=Wanted(words=f"Calm {n}"))
    plan_steps.add(by=now.viewer, goal=goal, what=f"Bags {n}", whose=Whose(), due_on=today())
    return goals.reach(by=now.viewer, goal=goal)


def _agree(now: Alongside, n: int) -> object:
    seen, digest = Seen(by=now.known.mother, how="aloud"), planning.plan(now.viewer, now.family).digest
    return plans.agree(by=now.viewer, family=now.family, seen=seen, digest=digest)


def _need(now: Alongside, n: int) -> object:
    need = needs.write_down(by=now.viewer, family=now.family, code="1.1", evidence="84%")
    return needs.achieve(by=now.viewer, need=need, evidence="96%")


def _win(now: Alongside, n: int) -> object:
    return wins.write(by=now.viewer, family=now.family, words=f"Shoes {n}")


def _introduce(now: Alongside, n: int) -> object:
    whom = Whom(name=f"Mrs Ali {n}", role="Clinic", why="Nights")
    one = introductions.offer(by=now.viewer, family=now.family, whom=whom, family_words="Yes")
    introductions.they_agree(by=now.viewer, introduction=one)
    one = introductions.make(by=now.viewer, introduction=one, accompanied=True, meet_on=today())
    return introductions.not_right(by=now.viewer, introduction=one, reason="Not now")


def _decline(now: Alongside, n: int) -> object:
    one = introducing.introductions(now.viewer, now.family)[0]
    return introductions.decline(by=now.viewer, introduction=one, reason="No")


def _consult(now: Alongside, n: int) -> object:
    asked = consultations.ask(by=now.viewer, family=now.family, whom="Clinic", question=f"How {n}?")
    return consultations.drop(by=now.viewer, consultation=asked, reason="Known now")


def _leave(now: Alongside, n: int) -> object:
    members = now.family.circle.filter(ends_on__isnull=True).order_by("pk")
    return circle.leave(by=now.viewer, member=members[n % len(members)])


def _end_without_words(now: Alongside, n: int) -> object:
    said = {**vars(BYE), ("why", "family_view", "stays_in_place")[n % 3]: ""}
    farewell = episodes.Farewell(**said)
    return episodes.end(by=now.viewer, family=now.family, episode=now.episode, farewell=farewell)


ACTS: tuple[Act, ...] = (
    _step, _hold, _move, _want, _agree, _need, _win, _introduce, _decline, _consult, _leave, _end_without_words,
)  # fmt: skip
steps = some.lists(some.tuples(some.integers(0, len(ACTS) - 1), some.integers(0, 9)), max_size=15)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_is_done_it_goes_on_with_a_day_to_look_at_it(db: None, taken: list[tuple[int, int]]) -> None:
    with contextlib.suppress(_Over), transaction.atomic():
        with alongside() as now:
            for which, n in taken:
                _try(now, which, n)
        raise _Over


class _Over(Exception):
    """Takes back what one example did."""


def _try(now: Alongside, which: int, n: int) -> None:
    with contextlib.suppress(Invalid, NotThere, IndexError), transaction.atomic():
        ACTS[which](now, n)
    standing = walking.glance(now.viewer, now.family)
    assert standing
    assert standing.next_review_on


def test_no_other_act_writes_an_end() -> None:
    """Read from the source: `ended` is given to an episode's state in one place, and a state in few others."""
    writes = [
        (file.name, ast.unparse(node))
        for file in sorted((SUPPORT / "actions").glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign) and "ENDED" in ast.unparse(node.value) and ".state" in ast.unparse(node)
    ]
    assert [name for name, _ in writes] == ["episodes.py"], writes
    assert episodes.STATES.ends == {"ended", "joined"}
    assert {
        one.act for one in episodes.STATES.steps if one.after in episodes.STATES.ends and not one.needs_reason
    } == set()
