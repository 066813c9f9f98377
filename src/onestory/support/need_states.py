"""What a need may be. One that was met and comes back is open again, and somebody looks at it."""

from onestory.core.states import States, Step

OPEN, ACHIEVED, SUSTAINED, BACK = "open", "achieved", "sustained", "back"

STATES = States(
    noun="need",
    names={OPEN: "There is a need", ACHIEVED: "Met", SUSTAINED: "Met, and has lasted", BACK: "Came back"},
    steps=(
        Step("needs.write_down", (), OPEN, "Written down"),
        Step("needs.achieve", (OPEN, BACK), ACHIEVED, "Met"),
        Step("needs.sustain", (ACHIEVED,), SUSTAINED, "Has lasted"),
        Step("needs.come_back", (ACHIEVED, SUSTAINED), BACK, "Came back", needs_reason=True),
        Step("needs.look_at", (BACK,), OPEN, "Looked at again"),
    ),
    ends=frozenset({SUSTAINED}),
)
