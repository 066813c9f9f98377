"""What an introduction may be: offered to the family and to whom they would meet, made, met, and settled or not right."""

from onestory.core.states import States, Step

OFFERED, MADE, MET, NOT_MET = "offered", "made", "met", "not_met"
SETTLED, NOT_RIGHT, DECLINED = "settled", "not_right", "declined"

STATES = States(
    noun="introduction",
    names={
        OFFERED: "Offered", MADE: "Made", MET: "They met", NOT_MET: "They have not met yet", SETTLED: "Settled",
        NOT_RIGHT: "Not right for them", DECLINED: "Not wanted",
    },
    steps=(
        Step("introductions.offer", (), OFFERED, "Offered"),
        Step("introductions.family_agrees", (OFFERED,), OFFERED, "The family said yes"),
        Step("introductions.they_agree", (OFFERED,), OFFERED, "They said yes"),
        Step("introductions.decline", (OFFERED,), DECLINED, "Not wanted", needs_reason=True),
        Step("introductions.make", (OFFERED,), MADE, "Made"),
        Step("introductions.meet", (MADE, NOT_MET), MET, "They met"),
        Step("introductions.miss", (MADE,), NOT_MET, "They have not met yet", needs_reason=True),
        Step("introductions.try_again", (NOT_MET,), MADE, "Another day was found"),
        Step("introductions.ask_after", (MET,), MET, "Asked after"),
        Step("introductions.settle", (MET,), SETTLED, "Settled"),
        Step("introductions.not_right", (MADE, MET, NOT_MET), NOT_RIGHT, "Not right for them", needs_reason=True),
    ),
    ends=frozenset({SETTLED, NOT_RIGHT, DECLINED}),
)  # fmt: skip

OFFERS = States(
    noun="offer of an introduction",
    names={"offered": "Offered", "accepted": "Accepted", "refused": "Not now", "withdrawn": "Taken back"},
    steps=(
        Step("introductions.offer", (), "offered", "Offered"),
        Step("introductions.accept", ("offered",), "accepted", "Accepted"),
        Step("introductions.refuse", ("offered",), "refused", "Not now", needs_reason=True),
        Step("introductions.decline", ("offered", "accepted"), "withdrawn", "Taken back"),
    ),
    ends=frozenset({"accepted", "refused", "withdrawn"}),
)
