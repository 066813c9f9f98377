"""What the plan on somebody's own page may be: put there, agreed to, or not right and then talked about."""

from onestory.core.states import States, Step

SHOWN, AGREED, NOT_RIGHT, SETTLED = "shown", "agreed", "not_right", "settled"

STATES = States(
    noun="shown plan",
    names={
        SHOWN: "On their own page", AGREED: "They agreed to it", NOT_RIGHT: "They say something is not right",
        SETTLED: "Talked about with them",
    },
    steps=(
        Step("plans.show", (), SHOWN, "Put on their own page"),
        Step("plans.agree_on_page", (SHOWN, NOT_RIGHT, SETTLED), AGREED, "Read and agreed to on their own page"),
        Step("plans.not_right", (SHOWN, AGREED, SETTLED), NOT_RIGHT, "Something is not right, they said"),
        Step("plans.settle", (NOT_RIGHT,), SETTLED, "Talked about with them", needs_reason=True),
    ),
    # What was agreed to may be found wrong later, and what was talked about agreed to: neither is over.
    ends=frozenset(),
)  # fmt: skip
