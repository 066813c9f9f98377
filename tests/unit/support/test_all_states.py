"""Over every table of states: nothing ends without somebody's reason, and nothing is left where nobody can go on."""

from __future__ import annotations

import pytest

from onestory.core.states import States
from onestory.support.states import ALL

NAMED = {states.noun: states for states in ALL}
every = pytest.mark.parametrize("states", NAMED.values(), ids=NAMED)
# Ends that are what was wished, or what simply happened: to ask why would be to ask for asking's sake.
AS_WISHED = {
    "task": {"tasks.do"},
    "review": {"reviews.hold"},
    "goal": {"goals.reach"},
    "step": {"plan_steps.do"},
    "need": {"needs.sustain"},
    "appointment": {"appointments.keep", "appointments.not_seen", "appointments.not_brought"},
    "passing on": {"passing.accept"},
    "introduction": {"introductions.settle"},
    "offer of an introduction": {"introductions.accept", "introductions.decline"},
    "consultation": {"consultations.answer"},
    "meeting": {"triage.minute"},
    "contribution": {"contributions.give", "contributions.take_back"},
}
# Of whom nobody ever ends the whole without saying why: support, a request, a worry.
NEVER_SILENT = {"support", "request", "worry"}


@every
def test_every_state_is_come_to_from_a_beginning(states: States) -> None:
    reached = {step.after for step in states.steps if not step.before}
    while more := {step.after for step in states.steps if reached & set(step.before)} - reached:
        reached |= more
    assert reached == set(states.names)


@every
def test_from_every_state_that_is_no_end_somebody_can_go_on(states: States) -> None:
    stuck = [state for state in states.names if state not in states.ends and not states.acts_from(state)]
    assert stuck == []


@every
def test_from_every_state_an_end_can_be_come_to_and_only_by_an_act(states: States) -> None:
    near = set(states.ends)
    while more := {one for step in states.steps if step.after in near for one in step.before} - near:
        near |= more
    assert not states.ends or near == set(states.names)


@every
def test_nothing_ends_without_somebodys_reason(states: States) -> None:
    silent = {
        step.act
        for step in states.steps
        if step.after in states.ends and set(step.before) - states.ends and not step.needs_reason
    }
    assert silent <= AS_WISHED.get(states.noun, set())


def test_of_a_family_and_its_safety_no_end_goes_without_saying() -> None:
    assert NAMED.keys() >= NEVER_SILENT
    assert not NEVER_SILENT & AS_WISHED.keys()


@every
def test_what_an_act_needs_is_said_in_words_where_it_is_missing(states: States) -> None:
    for step in states.steps:
        assert step.said
        assert step.after in states.names
        assert set(step.before) <= set(states.names)
