"""What a meeting, and a word asked of somebody outside it, may be. What was decided is a row of its own on the agenda."""

from onestory.core.states import States, Step

CALLED, MINUTED = "called", "minuted"
ASKED, GIVEN, TAKEN_BACK = "asked", "given", "taken_back"

MEETING = States(
    noun="meeting",
    names={CALLED: "Called", MINUTED: "Minuted"},
    steps=(
        Step("triage.call_meeting", (), CALLED, "Called"),
        Step("triage.minute", (CALLED,), MINUTED, "Minuted"),
    ),
    ends=frozenset({MINUTED}),
)

CONTRIBUTION = States(
    noun="contribution",
    names={ASKED: "Asked for", GIVEN: "Given", TAKEN_BACK: "Taken back"},
    steps=(
        Step("contributions.ask", (), ASKED, "Asked for"),
        Step("contributions.give", (ASKED,), GIVEN, "Given"),
        Step("contributions.take_back", (ASKED,), TAKEN_BACK, "Taken back"),
    ),
    ends=frozenset({GIVEN, TAKEN_BACK}),
)
