"""What a goal of the plan may be. A goal is never struck out: one that is set aside can be taken up again."""

from onestory.core.states import States, Step

WANTED, REACHED, ASIDE = "wanted", "reached", "aside"

STATES = States(
    noun="goal",
    names={WANTED: "Wanted", REACHED: "Reached", ASIDE: "Set aside"},
    steps=(
        Step("goals.write", (), WANTED, "Written down"),
        Step("goals.reword", (WANTED,), WANTED, "Said in other words"),
        Step("goals.reach", (WANTED,), REACHED, "Reached"),
        Step("goals.set_aside", (WANTED,), ASIDE, "Set aside", needs_reason=True),
        Step("goals.take_up", (REACHED, ASIDE), WANTED, "Taken up again", needs_reason=True),
    ),
    ends=frozenset({REACHED, ASIDE}),
)
