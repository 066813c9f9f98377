"""What a task may be: a thing somebody promised, which is done, let go with a reason, or passed on to whom accepts it."""

from onestory.core.states import States, Step

WAITING, OFFERED, DONE, LET_GO = "waiting", "offered", "done", "let_go"
_OPEN = (WAITING, OFFERED)

TASK = States(
    noun="task",
    names={
        WAITING: "To be done", OFFERED: "Offered to a colleague", DONE: "Done", LET_GO: "Let go",
    },
    steps=(
        Step("tasks.promise", (), WAITING, "Promised"),
        Step("tasks.do", _OPEN, DONE, "Done"),
        Step("tasks.let_go", _OPEN, LET_GO, "Let go", needs_reason=True),
        Step("tasks.put_off", _OPEN, WAITING, "Put off", needs_reason=True),
        Step("tasks.offer", (WAITING,), OFFERED, "Offered to a colleague"),
        Step("tasks.accept", (OFFERED,), WAITING, "Taken on"),
        Step("tasks.decline", (OFFERED,), WAITING, "Given back", needs_reason=True),
        Step("tasks.take_back", (OFFERED,), WAITING, "Kept after all"),
        Step("tasks.take_up", (WAITING,), WAITING, "Taken up from the team"),
        Step("leaving.hand_over", _OPEN, WAITING, "Handed over because somebody left"),
    ),
    ends=frozenset({DONE, LET_GO}),
)  # fmt: skip
