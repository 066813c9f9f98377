"""What an appointment may be, and what reaching out to somebody who was not seen may be. Neither ends by itself."""

from onestory.core.states import States, Step

OFFERED, AGREED, KEPT, NOT_SEEN, NOT_BROUGHT, CALLED_OFF = (
    "offered", "agreed", "kept", "not_seen", "not_brought", "called_off",
)  # fmt: skip
WAITING = (OFFERED, AGREED)
MISSED = (NOT_SEEN, NOT_BROUGHT)

APPOINTMENTS = States(
    noun="appointment",
    names={
        OFFERED: "Offered, no answer yet", AGREED: "Agreed", KEPT: "Kept", NOT_SEEN: "Was not seen",
        NOT_BROUGHT: "Was not brought", CALLED_OFF: "Called off",
    },
    steps=(
        Step("appointments.offer", (), OFFERED, "Offered"),
        Step("appointments.agree", (OFFERED,), AGREED, "Agreed"),
        Step("appointments.move", (OFFERED,), OFFERED, "Moved to another time"),
        Step("appointments.move", (AGREED,), AGREED, "Moved to another time"),
        Step("appointments.keep", WAITING, KEPT, "Kept"),
        Step("appointments.not_seen", WAITING, NOT_SEEN, "Was not seen"),
        Step("appointments.not_brought", WAITING, NOT_BROUGHT, "Was not brought"),
        Step("appointments.call_off", WAITING, CALLED_OFF, "Called off", needs_reason=True),
    ),
    ends=frozenset({KEPT, NOT_SEEN, NOT_BROUGHT, CALLED_OFF}),
)  # fmt: skip

WAITS, DONE = "waits", "done"

REACHING_OUT = States(
    noun="reach-out",
    names={WAITS: "Somebody reaches out to them", DONE: "Somebody did, and said how it went"},
    steps=(
        Step("reach_outs.begin", (), WAITS, "Somebody is to reach out"),
        Step("reach_outs.try_again", (WAITS,), WAITS, "Tried, and tries again"),
        Step("reach_outs.finish", (WAITS,), DONE, "Reached out", needs_reason=True),
    ),
    ends=frozenset({DONE}),
)
