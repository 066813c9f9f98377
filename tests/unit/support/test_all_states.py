"""Over every table of states: nothing ends without somebody's reason, and nothing is left where nobody can go on."""

from __future__ import annotations

import pytest

from onestory.core.states import States
from onestory.support.states import ALL

NAMED = {states.noun: states for states in ALL}
every = pytest.mark.parametrize("states", NAMED.values(), ids=NAMED)
# What is told in the very act, so that a reason besides would be asked for its own sake: each is an end that is what was wished.
AS_WISHED = {
    "task": {"tasks.do"},
}


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
        step.act for step in states.steps if step.after in states.ends and set(step.before) - states.ends and not step.needs_reason
    }
    assert silent <= AS_WISHED.get(states.noun, set())


@every
def test_what_an_act_needs_is_said_in_words_where_it_is_missing(states: States) -> None:
    for step in states.steps:
        assert step.said
        assert step.after in states.names
        assert set(step.before) <= set(states.names)
