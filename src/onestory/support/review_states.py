"""Looking together at how it goes: due from the day it was set, until it is held."""

from onestory.core.states import States, Step

DUE, HELD = "due", "held"

STATES = States(
    noun="review",
    names={DUE: "Due", HELD: "Held"},
    steps=(
        Step("reviews.set", (), DUE, "Set"),
        Step("reviews.move", (DUE,), DUE, "Moved to another day", needs_reason=True),
        Step("reviews.hold", (DUE,), HELD, "Held"),
    ),
    ends=frozenset({HELD}),
)
