"""Every noun of the work alongside a family that has states: what each may be and by which act it becomes what.

Pages, refusals, diagrams (`docs/reference/states.md`) and the tests that walk every act read these tables.
"""

from __future__ import annotations

from typing import Protocol

from onestory.core.states import States
from onestory.support import (
    appointment_states,
    consultation_states,
    episode_states,
    goal_states,
    introduction_states,
    need_states,
    plan_shown_states,
    plan_step_states,
    request_states,
    review_states,
    task_states,
    triage_states,
    worry_states,
)

ALL: tuple[States, ...] = (
    request_states.REQUEST,
    request_states.PASSING,
    episode_states.STATES,
    review_states.STATES,
    goal_states.STATES,
    plan_step_states.STATES,
    plan_shown_states.STATES,
    need_states.STATES,
    introduction_states.STATES,
    introduction_states.OFFERS,
    consultation_states.STATES,
    worry_states.WORRIES,
    appointment_states.APPOINTMENTS,
    appointment_states.REACHING_OUT,
    task_states.TASK,
    triage_states.MEETING,
    triage_states.CONTRIBUTION,
)


class Changed(Protocol):
    @property
    def act(self) -> str: ...
    @property
    def after(self) -> str: ...


def said_of(changed: Changed) -> str:
    """What a person reads of a change, in the words its table has for the act."""
    return next((step.said for states in ALL for step in states.steps if step.act == changed.act), changed.after)
