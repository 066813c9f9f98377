"""What a worry may be, and by which act it becomes what. Nothing here ends one but a person who says why."""

from onestory.core.states import States, Step

OPEN, REFERRED, ENDED = "open", "referred", "ended"

WORRIES = States(
    noun="worry",
    names={
        OPEN: "Being looked at",
        REFERRED: "With social care, whose answer we wait for",
        ENDED: "Ended, with a reason",
    },
    steps=(
        Step("worries.raise", (), OPEN, "Raised"),
        Step("worries.take_on", (OPEN,), OPEN, "Taken on"),
        Step("worries.take_on", (REFERRED,), REFERRED, "Taken on"),
        Step("worries.look", (OPEN,), OPEN, "Looked at"),
        Step("worries.look", (REFERRED,), REFERRED, "Asked after"),
        Step("worries.tell_family", (OPEN,), OPEN, "Said whether the family knows"),
        Step("worries.tell_family", (REFERRED,), REFERRED, "Said whether the family knows"),
        Step("worries.join", (OPEN,), OPEN, "Put with the family’s record"),
        Step("worries.join", (REFERRED,), REFERRED, "Put with the family’s record"),
        Step("worries.refer", (OPEN,), REFERRED, "Referred to social care"),
        # Never straight from being referred to an end: somebody hears the answer first, and may disagree with it.
        Step("worries.hear", (REFERRED,), OPEN, "Social care answered"),
        Step("worries.end", (OPEN,), ENDED, "Ended", needs_reason=True),
        Step("worries.reopen", (ENDED,), OPEN, "Opened again", needs_reason=True),
    ),
    ends=frozenset({ENDED}),
)
