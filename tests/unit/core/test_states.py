"""States as data: what may be done from where, what must be said, and how it is drawn."""

from __future__ import annotations

import pytest

from onestory.core.errors import Invalid
from onestory.core.states import States, Step

LOAN = States(
    noun="loan",
    names={"out": "Lent out", "back": "Brought back"},
    steps=(
        Step("loans.lend", (), "out", "Lent"),
        Step("loans.bring_back", ("out",), "back", "Brought back"),
        Step("loans.give_up", ("out",), "back", "Given up", needs_reason=True),
    ),
    ends=frozenset({"back"}),
)


def test_an_act_leads_to_its_state() -> None:
    assert LOAN.after("out", "loans.bring_back") == "back"
    assert [step.act for step in LOAN.acts_from("out")] == ["loans.bring_back", "loans.give_up"]


def test_what_is_too_late_is_refused_with_how_it_stands() -> None:
    assert not LOAN.can("back", "loans.bring_back")
    with pytest.raises(Invalid, match="This loan is now: brought back"):
        LOAN.after("back", "loans.bring_back")


def test_some_acts_need_a_reason() -> None:
    with pytest.raises(Invalid, match="Say why"):
        LOAN.after("out", "loans.give_up", reason="  ")
    assert LOAN.after("out", "loans.give_up", reason="It is with their grandmother.") == "back"


def test_an_act_nobody_knows_is_a_mistake_in_the_code() -> None:
    with pytest.raises(LookupError):
        LOAN.can("out", "loans.lose")


def test_it_is_drawn_with_its_beginning_and_its_end() -> None:
    drawn = LOAN.diagram().splitlines()
    assert drawn[0] == "stateDiagram-v2"
    assert "    [*] --> out: lent" in drawn
    assert "    out --> back: given up, with a reason" in drawn
    assert drawn[-1] == "    back --> [*]"
