"""What a request for support may be, and by which act it becomes what. Nothing here happens by itself."""

from onestory.core.states import States, Step

BEGUN, RECEIVED, LOOKING, TRIAGE, OFFERED = "begun", "received", "looking", "triage", "offered"
TAKEN_UP, OTHER_HELP, NOT_WANTED, JOINED = "taken_up", "other_help", "not_wanted", "joined"
WAITING = (RECEIVED, LOOKING, TRIAGE, OFFERED)
ENDS = frozenset({TAKEN_UP, OTHER_HELP, NOT_WANTED, JOINED})

REQUEST = States(
    noun="request",
    names={
        BEGUN: "Begun, and not finished",
        RECEIVED: "Received",
        LOOKING: "Being looked at",
        TRIAGE: "Waiting for a meeting",
        OFFERED: "Help was offered",
        TAKEN_UP: "Taken up",
        OTHER_HELP: "Other help was found",
        NOT_WANTED: "Not wanted now",
        JOINED: "Joined to another request",
    },
    steps=(
        Step("requests.begin", (), BEGUN, "Begun"),
        Step("requests.receive", (), RECEIVED, "Received"),
        Step("requests.receive", (BEGUN,), RECEIVED, "Received"),
        Step("requests.look_at", (RECEIVED,), LOOKING, "Looked at"),
        Step("requests.bring_to_meeting", (RECEIVED, LOOKING), TRIAGE, "Brought to a meeting"),
        Step("requests.bring_back", (TRIAGE,), LOOKING, "Brought back from the meeting"),
        Step("requests.offer_help", (RECEIVED, LOOKING, TRIAGE), OFFERED, "Help offered", needs_reason=True),
        Step("requests.take_up", (OFFERED,), TAKEN_UP, "Taken up", needs_reason=True),
        Step("requests.find_other_help", WAITING, OTHER_HELP, "Other help found", needs_reason=True),
        Step("requests.not_wanted", (BEGUN, *WAITING), NOT_WANTED, "Not wanted now", needs_reason=True),
        Step("requests.join", (BEGUN, *WAITING), JOINED, "Joined to another", needs_reason=True),
        Step("requests.open_again", tuple(sorted(ENDS)), LOOKING, "Opened again"),
    ),
    ends=ENDS,
)

PASSING = States(
    noun="passing on",
    names={"offered": "Offered", "accepted": "Accepted", "sent_back": "Sent back", "taken_back": "Taken back"},
    steps=(
        Step("passing.offer", (), "offered", "Offered", needs_reason=True),
        Step("passing.accept", ("offered",), "accepted", "Accepted"),
        Step("passing.send_back", ("offered",), "sent_back", "Sent back", needs_reason=True),
        Step("passing.take_back", ("offered",), "taken_back", "Taken back", needs_reason=True),
    ),
    ends=frozenset({"accepted", "sent_back", "taken_back"}),
)
