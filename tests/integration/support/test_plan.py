"""The plan: in the family's words, agreed only when they have seen it, and every version kept whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.factories import an_account
from tests.integration.support.walked import Alongside, alongside

from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.story.models import Entry
from onestory.support import planning
from onestory.support.actions import goals, plan_steps, plans, wins
from onestory.support.actions.goals import Wanted
from onestory.support.actions.plan_steps import Whose
from onestory.support.actions.plans import Seen
from onestory.support.models import Goal, PlanVersion

pytestmark = pytest.mark.django_db
SOON = today() + timedelta(days=7)


@pytest.fixture
def now() -> Iterator[Alongside]:
    with alongside() as made:
        yield made


def a_goal(now: Alongside, words: str = "Calm mornings") -> Goal:
    wanted = Wanted(words=words, why="We shout", how_we_know="Nobody cries")
    return goals.write(by=now.viewer, family=now.family, wanted=wanted, said_by=now.known.mother)


def seen(now: Alongside, **more: object) -> Seen:
    return Seen(**{"by": now.known.mother, "how": "together", **more})  # type: ignore[arg-type]


def agree(now: Alongside, **more: object) -> PlanVersion:
    digest = planning.plan(now.viewer, now.family).digest
    return plans.agree(by=now.viewer, family=now.family, seen=seen(now, **more), digest=digest)


def test_agreeing_a_plan_needs_the_family_to_have_seen_it(now: Alongside) -> None:
    a_goal(now)
    with pytest.raises(Invalid, match="who of the family"):
        agree(now, by=None)
    assert not planning.plan(now.viewer, now.family).agreed


def test_a_stranger_cannot_see_it_for_the_family(now: Alongside) -> None:
    from tests.factories import a_family

    a_goal(now)
    other = a_family(now.known.author, surname="Rowe")
    with pytest.raises(Invalid, match="who of the family"):
        agree(now, by=other.mother)


def test_what_was_agreed_is_kept_whole_when_the_plan_changes(now: Alongside) -> None:
    goal = a_goal(now)
    plan_steps.add(by=now.viewer, goal=goal, what="Bags by the door", whose=Whose(person=now.known.mother), due_on=SOON)
    agree(now, words="Yes, that is us")
    assert planning.plan(now.viewer, now.family).agreed
    goals.reword(by=now.viewer, goal=goal, wanted=Wanted(words="Quiet mornings"))
    standing = planning.plan(now.viewer, now.family)
    assert not standing.agreed
    assert standing.newest
    assert standing.newest.content["goals"][0]["words"] == "Calm mornings"
    assert standing.newest.content["goals"][0]["steps"][0]["who"] == "Ada Okafor"


def test_what_nobody_saw_is_not_agreed(now: Alongside) -> None:
    goal = a_goal(now)
    digest = planning.plan(now.viewer, now.family).digest
    goals.reword(by=now.viewer, goal=goal, wanted=Wanted(words="Something else"))
    with pytest.raises(Invalid, match="has changed"):
        plans.agree(by=now.viewer, family=now.family, seen=seen(now), digest=digest)


def test_a_plan_of_nothing_is_not_agreed(now: Alongside) -> None:
    with pytest.raises(Invalid, match="nothing in the plan"):
        agree(now)


def test_a_version_is_nobodys_to_change(now: Alongside) -> None:
    a_goal(now)
    made = agree(now)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.filter(pk=made.pk).update(content={})


def test_a_step_is_of_the_family_of_the_circle_or_of_a_helper(now: Alongside) -> None:
    goal, nan = a_goal(now), now.family.circle.get(name="Nan Rowe")
    for what, whose in (("A", Whose(person=now.known.mother)), ("B", Whose(member=nan)), ("C", Whose())):
        plan_steps.add(by=now.viewer, goal=goal, what=what, whose=whose, due_on=SOON)
    content = planning.plan(now.viewer, now.family).content
    assert [one["who"] for one in content["goals"][0]["steps"]] == ["Ada Okafor", "Nan Rowe", "Sam Reed"]


def test_a_helper_outside_the_circle_takes_no_step(now: Alongside) -> None:
    with pytest.raises(Invalid, match="into the circle first"):
        plan_steps.add(
            by=now.viewer, goal=a_goal(now), what="Ring school", whose=Whose(owner=an_account("Jo Stone")), due_on=SOON
        )


def test_a_step_is_done_undone_and_let_go_with_a_reason(now: Alongside) -> None:
    step = plan_steps.add(by=now.viewer, goal=a_goal(now), what="Ring school", whose=Whose(), due_on=SOON)
    done = plan_steps.do(by=now.viewer, step=step)
    assert done.done_on == today()
    again = plan_steps.undo(by=now.viewer, step=done, reason="School was shut")
    with pytest.raises(Invalid, match="Say why"):
        plan_steps.drop(by=now.viewer, step=again, reason="")
    assert plan_steps.drop(by=now.viewer, step=again, reason="They wrote to us").state == "dropped"


def test_a_goal_set_aside_leaves_the_plan_and_can_be_taken_up(now: Alongside) -> None:
    goal = goals.set_aside(by=now.viewer, goal=a_goal(now), reason="Not now, she says")
    assert planning.plan(now.viewer, now.family).content["goals"] == []
    goals.take_up(by=now.viewer, goal=goal, reason="Now it matters")
    assert len(planning.plan(now.viewer, now.family).content["goals"]) == 1


def test_pressing_twice_writes_a_goal_once(now: Alongside) -> None:
    a_goal(now)
    with pytest.raises(Invalid, match="already"):
        a_goal(now)


def test_a_small_win_is_a_sentence_on_the_story_and_there_once(now: Alongside) -> None:
    for _ in range(2):
        wins.write(by=now.viewer, family=now.family, words="Chidi put his own shoes on", person=now.known.child)
    assert [one.words for one in planning.wins(now.viewer, now.family)] == ["Chidi put his own shoes on"]
    assert Entry.objects.filter(title="A small win: Chidi put his own shoes on").count() == 1


def test_a_win_is_not_of_somebody_elses_child(now: Alongside) -> None:
    from tests.factories import a_family

    other = a_family(now.known.author, surname="Rowe")
    with pytest.raises(Invalid, match="somebody of this family"):
        wins.write(by=now.viewer, family=now.family, words="He slept", person=other.child)
