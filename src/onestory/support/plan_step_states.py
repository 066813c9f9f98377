"""What a step of the plan may be: somebody said they would do it, and by when."""

from onestory.core.states import States, Step

TO_DO, DONE, DROPPED = "to_do", "done", "dropped"

STATES = States(
    noun="step",
    names={TO_DO: "To do", DONE: "Done", DROPPED: "Not needed any more"},
    steps=(
        Step("plan_steps.add", (), TO_DO, "Added"),
        Step("plan_steps.move", (TO_DO,), TO_DO, "Moved to another day", needs_reason=True),
        Step("plan_steps.do", (TO_DO,), DONE, "Done"),
        Step("plan_steps.drop", (TO_DO,), DROPPED, "Not needed any more", needs_reason=True),
        Step("plan_steps.undo", (DONE, DROPPED), TO_DO, "To do again", needs_reason=True),
    ),
    ends=frozenset({DONE, DROPPED}),
)
