"""Judging doubtful pairs: taking the next in hand, saying of it what one sees, and taking that back.

All of it through the functions of `linkage.functions`, which ask again whether it is theirs to see. Nothing is brought from a
record here: the linking program does that on its next run, with the verdict in hand.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.db import transaction

from onestory.access.actions import wall
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid
from onestory.linkage import pairs
from onestory.linkage.models import Candidate, Judgement
from onestory.linkage.pairs import Pair
from onestory.linkage.permissions import check_can_judge_pairs

LONGEST = 500
Outcome = Literal["same", "different", "unsure", "second", "disputed"]
MOVED_ON = (
    "Nothing was saved. This pair is no longer in your hand, because it was open for long, or because one side has changed "
    "since. Look at it again as it is now."
)
ACTED_ON = (
    "This can no longer be taken back here, because what you said has been acted on. Ask whoever runs the feeds to undo the "
    "link, or somebody who knows the family to put the two records together."
)


@transaction.atomic
def next_pair(*, by: Viewer, lane: str) -> Pair | None:
    """The pair in their hand, or the next that is in nobody's; None where none waits for them."""
    check_can_judge_pairs(by)
    which = wall.call("SELECT wall.take_pair(%s)", [Candidate.Band(lane)], not_there="doubtful pairs")
    found = pairs.in_hand(by, which) if which else None
    if found is not None:
        events.record(by=by, action="pairs.open", people=[found.known.id], subject=Candidate(pk=found.id), lane=lane)
    return found


@transaction.atomic
def judge(*, by: Viewer, pair: UUID, seen: str, verdict: str, why: str = "") -> Outcome:
    """Say whether the two are one person, as they stood when they were looked at.

    `second`: somebody else must look as well. `disputed`: two disagree, so a third decides. Raises Invalid where the pair is no
    longer in their hand or has changed, and where a reason is needed.
    """
    check_can_judge_pairs(by)
    if verdict not in (Judgement.Verdict.SAME, Judgement.Verdict.DIFFERENT, Judgement.Verdict.UNSURE):
        raise Invalid("Choose what you see.", "verdict")
    if len(why) > LONGEST:
        raise Invalid(f"Write no more than {LONGEST} characters.", "why")
    outcome: Outcome = wall.call(
        "SELECT wall.judge_pair(%s, %s, %s, %s)", [pair, seen, verdict, why.strip()], not_there="pair",
        refused=MOVED_ON, nobody_left="Say in a few words why.",
    )  # fmt: skip
    events.record(by=by, action="pairs.judge", subject=Candidate(pk=pair), verdict=verdict, outcome=outcome)
    return outcome


@transaction.atomic
def take_back(*, by: Viewer) -> UUID:
    """Take back their last word; the pair is in their hand again. Raises NotThere where they have said nothing."""
    check_can_judge_pairs(by)
    which: UUID = wall.call(
        "SELECT wall.take_back_judgement()", [], not_there="judgement", refused=ACTED_ON
    )  # fmt: skip
    events.record(by=by, action="pairs.take_back", subject=Candidate(pk=which))
    return which
