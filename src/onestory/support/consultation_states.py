"""What a consultation may be: somebody who knows more was asked, and said something or did not."""

from onestory.core.states import States, Step

ASKED, ANSWERED, DROPPED = "asked", "answered", "dropped"

STATES = States(
    noun="consultation",
    names={ASKED: "Asked", ANSWERED: "Answered", DROPPED: "Not needed any more"},
    steps=(
        Step("consultations.ask", (), ASKED, "Asked"),
        Step("consultations.answer", (ASKED,), ANSWERED, "Answered"),
        Step("consultations.drop", (ASKED,), DROPPED, "Not needed any more", needs_reason=True),
    ),
    ends=frozenset({ANSWERED, DROPPED}),
)
