"""What walking alongside a family at a level may be. It begins and ends by what a person does, and by nothing else."""

from onestory.core.states import States, Step

WALKING, ENDED, JOINED = "walking", "ended", "joined"

STATES = States(
    noun="support",
    names={WALKING: "Walking alongside", ENDED: "Ended", JOINED: "Goes on in the record that was kept"},
    steps=(
        Step("episodes.begin", (), WALKING, "Begun"),
        Step("episodes.step_up", (WALKING,), WALKING, "Stepped up", needs_reason=True),
        Step("episodes.step_down", (WALKING,), WALKING, "Stepped down", needs_reason=True),
        Step("episodes.hand_over", (WALKING,), WALKING, "Handed over", needs_reason=True),
        Step("episodes.end", (WALKING,), ENDED, "Ended", needs_reason=True),
        # Two records turned out to be of one family, and both had somebody walking alongside; undoing it parts them again.
        Step("merging.merge", (WALKING,), JOINED, "Became one with the other record’s", needs_reason=True),
    ),
    ends=frozenset({ENDED, JOINED}),
)
