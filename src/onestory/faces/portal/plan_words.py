"""How the plan is worded to somebody of the family, on their own page."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.forms import BaseForm

from onestory.core.dates import show_date
from onestory.support import plan_shown_states
from onestory.support.own_plans import OwnGoal, OwnPlan, OwnStep, OwnWin

_ANSWERED = {
    plan_shown_states.AGREED: "You agreed to it on {day}.",
    plan_shown_states.NOT_RIGHT: "On {day} you said that something is not right. Whoever is alongside you was asked to talk"
    " about it with you.",
    plan_shown_states.SETTLED: "On {day} you said that something is not right, and it was talked about with you.",
}


@dataclass(frozen=True)
class StepShown:
    step: UUID
    what: str
    about: str
    done: bool
    can_do: bool


@dataclass(frozen=True)
class GoalShown:
    words: str
    why: str
    how_we_know: str
    reached: bool
    steps: tuple[StepShown, ...]


@dataclass(frozen=True)
class PlanShown:
    shown: UUID
    standing: str
    words: str
    looked_at: str
    goals: tuple[GoalShown, ...]
    can_agree: bool
    can_object: bool
    form: BaseForm


def plan(one: OwnPlan, *, form: BaseForm) -> PlanShown:
    since = f"As it was on {show_date(one.shown_on)}."
    said = (
        _ANSWERED[one.state].format(day=show_date(one.answered_on)) if one.answered_on else "You have not answered yet."
    )
    looked_at = f"You look at it together again by {show_date(one.looked_at_on)}." if one.looked_at_on else ""
    return PlanShown(
        shown=one.shown, standing=f"{since} {said}", words=one.words, looked_at=looked_at,
        goals=tuple(map(_goal, one.goals)), can_agree=_can(one, "plans.agree_on_page"), can_object=_can(one, "plans.not_right"),
        form=form,
    )  # fmt: skip


def _can(one: OwnPlan, act: str) -> bool:
    """Page and refusal read the same table."""
    return plan_shown_states.STATES.can(one.state, act)


def _goal(goal: OwnGoal) -> GoalShown:
    return GoalShown(
        words=goal.words or "What you said you would do", why=goal.why, how_we_know=goal.how_we_know,
        reached=goal.state == "reached", steps=tuple(map(_step, goal.steps)),
    )  # fmt: skip


def _step(step: OwnStep) -> StepShown:
    when = f"done {show_date(step.done_on)}" if step.done_on else f"by {step.due}"
    return StepShown(
        step=step.step, what=step.what, about=f"{'You' if step.mine else step.who}, {when}", done=step.state == "done",
        can_do=step.mine and step.state == "to_do",
    )  # fmt: skip


@dataclass(frozen=True)
class WinShown:
    words: str
    about: str


def win(one: OwnWin) -> WinShown:
    return WinShown(one.words, show_date(one.on))
