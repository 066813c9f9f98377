"""How the plan is worded: each goal in the family's words, who does what by when, and whether they have seen it as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from onestory.core.dates import show_date, today
from onestory.faces.workspace.bound import seal
from onestory.faces.workspace.changing import FormPage
from onestory.people.models import Family
from onestory.support import goal_states, plan_step_states
from onestory.support.models import Goal, PlanStep, PlanVersion, Win
from onestory.support.planning import Plan, who
from onestory.ui.parts import Label, Link

_HOW = {
    PlanVersion.How.TOGETHER: "read together", PlanVersion.How.ALOUD: "read out to them",
    PlanVersion.How.PAPER: "given on paper", PlanVersion.How.SCREEN: "read on a screen",
    PlanVersion.How.INTERPRETER: "with an interpreter",
}  # fmt: skip


@dataclass(frozen=True)
class StepLine:
    what: str
    about: str
    label: Label | None
    done_url: str
    change: Link | None
    sealed: str


@dataclass(frozen=True)
class GoalShown:
    words: str
    why: str
    how_we_know: str
    said: str
    label: Label | None
    steps: tuple[StepLine, ...]
    links: tuple[Link, ...]


def goals(family: Family, plan: Plan, *, names: Mapping[UUID, str], may_write: bool) -> list[GoalShown]:
    """What they want first; then what was reached, and what was set aside."""
    order = list(goal_states.STATES.names)
    every = sorted(plan.goals, key=lambda one: order.index(one.state))
    return [_goal(family, one, names=names, may_write=may_write) for one in every]


def _goal(family: Family, goal: Goal, *, names: Mapping[UUID, str], may_write: bool) -> GoalShown:
    wanted = goal.state == goal_states.WANTED
    teller = names.get(goal.said_by_person_id) if goal.said_by_person_id else None
    return GoalShown(
        words=goal.words, why=goal.why, how_we_know=goal.how_we_know,
        said=", ".join(filter(None, (teller, show_date(goal.written_on)))),
        label=None if wanted else Label(text=goal_states.STATES.names[goal.state]),
        steps=tuple(_step(family, one, names=names, may_write=may_write and wanted) for one in goal.steps.all()),
        links=_goal_links(family, goal, wanted=wanted) if may_write else (),
    )  # fmt: skip


def _goal_links(family: Family, goal: Goal, *, wanted: bool) -> tuple[Link, ...]:
    def to(name: str, text: str) -> Link:
        return Link(text=text, url=reverse(f"workspace:{name}", args=[family.pk, goal.pk]), about=f": {goal.words}")

    if not wanted:
        return (to("turn_goal", "Take it up again"),)
    return (
        to("add_plan_step", "Add a step"), to("reword_goal", "Say it in other words"), to("turn_goal", "Reached, or set aside"),
    )  # fmt: skip


def _step(family: Family, step: PlanStep, *, names: Mapping[UUID, str], may_write: bool) -> StepLine:
    to_do = step.state == plan_step_states.TO_DO
    late = to_do and step.due_on < today()
    when = f"done {show_date(step.done_on)}" if step.done_on else f"by {show_date(step.due_on)}"
    word = "Late" if late else "" if to_do else plan_step_states.STATES.names[step.state]
    change = Link(
        text="Change", url=reverse("workspace:change_plan_step", args=[family.pk, step.pk]), about=f": {step.what}"
    )
    return StepLine(
        what=step.what, about=f"{who(step, names)}, {when}",
        label=Label(text=word, tone="attention" if late else "plain") if word else None,
        done_url=reverse("workspace:plan_step_done", args=[family.pk, step.pk]) if may_write and to_do else "",
        change=change if may_write else None, sealed=seal(step.pk),
    )  # fmt: skip


def standing(plan: Plan, *, names: Mapping[UUID, str]) -> str:
    """Whether they have seen it as it stands now."""
    if plan.newest is None:
        return "The family has not seen it yet."
    if plan.agreed:
        return f"{agreed(plan.newest, names=names)}, as it stands here."
    return f"It has changed since it was {_lowered(agreed(plan.newest, names=names))}."


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def agreed(version: PlanVersion, *, names: Mapping[UUID, str]) -> str:
    """ "Agreed with Ada Okafor on 5 July 2024, read together"."""
    saw = names.get(version.seen_by_person_id, "somebody of the family")
    return f"Agreed with {saw} on {show_date(version.seen_on)}, {_HOW[PlanVersion.How(version.seen_how)]}"


def versions(family: Family, every: Sequence[PlanVersion], *, names: Mapping[UUID, str]) -> list[Link]:
    return [
        Link(text=agreed(one, names=names), url=reverse("workspace:plan_version", args=[family.pk, one.pk])) for one in every
    ]  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """As it stands on paper."""

    words: str
    why: str
    how_we_know: str
    reached: bool
    steps: tuple[Mapping[str, str], ...]


def printed(content: Mapping[str, Any]) -> list[Printed]:
    return [
        Printed(
            words=one["words"], why=one["why"], how_we_know=one["how_we_know"], reached=one["state"] == "reached",
            steps=tuple({**step, "done": "yes" if step["state"] == "done" else ""} for step in one["steps"]),
        )
        for one in content["goals"]
    ]  # fmt: skip


@dataclass(frozen=True)
class WinLine:
    words: str
    about: str


def wins(every: Sequence[Win], *, names: Mapping[UUID, str]) -> list[WinLine]:
    return [
        WinLine(one.words, ", ".join(filter(None, (names.get(one.person_id) if one.person_id else None, show_date(one.on)))))
        for one in every
    ]  # fmt: skip


def page(family: Family, *, heading: str, said: str, back: str = "plan", **more: Any) -> FormPage:
    words = {"plan": "The plan", "needs": "Needs", "family": "Back"}[back]
    to = Link(text=words, url=reverse(f"workspace:{back}", args=[family.pk]))
    return FormPage(
        title=words if back != "family" else "Small win",
        heading=heading,
        caption=family.name,
        said=said,
        back=to,
        **more,
    )
