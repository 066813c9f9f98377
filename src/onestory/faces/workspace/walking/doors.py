from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from onestory.access.roles import May
from onestory.core.dates import show_date, today
from onestory.faces.workspace import sending
from onestory.safety import ended
from onestory.safety.doors import ACCEPTED, FORM, SEND, SHOWN, Door, Thing, family
from onestory.safety.making import Making
from onestory.support.actions import episodes
from onestory.support.actions.episodes import Farewell
from onestory.support.models import Episode

_WRITES = family(may=May.WRITE)
_SAID = "So we said together"


def walked(making: Making) -> tuple[Episode, Episode]:
    """One that goes on, and the one before it, which ended."""
    viewer, its = making.viewer, making.its_family
    over = Episode.objects.filter(family=its, state="ended").first()
    now = Episode.objects.filter(family=its, state="walking").first()
    if over is None:
        begun = now or episodes.begin(by=viewer, family=its, level="universal", why=f"Mornings {making.mark()}")
        bye = Farewell(why=f"Calm {making.mark()}", family_view="Good", stays_in_place="Nan")
        over, now = ended.end(begun, bye, by=viewer), None
    return now or episodes.come_back(by=viewer, family=its, ended=over), over


def _review(making: Making) -> UUID:
    return walked(making)[0].reviews.order_by("due_on")[0].pk


THINGS = {
    "episode_id": Thing(lambda making: walked(making)[0].pk),
    "ended_id": Thing(lambda making: walked(making)[1].pk),
    "review_id": Thing(_review),
}

DOORS = {
    "walking": Door("see how a family is walked alongside", family()),
    # Where somebody walks alongside already, it leads there.
    "begin_walking": Door(
        "begin to walk alongside a family", _WRITES, methods=FORM, shows=(SHOWN, ACCEPTED), refuses=(422, ACCEPTED),
        sends=sending.family(level="targeted", why=_SAID),
    ),
    "step": Door(
        "step the help for a family up or down", _WRITES, methods=FORM,
        sends=sending.about("episode_id", level="specialist", reason=_SAID),
    ),
    # In the world of the matrix nobody of the circle signs in, so that nobody can be chosen.
    "hand_over": Door(
        "hand over who answers for the help", _WRITES, methods=FORM, accepts=(422,),
        sends=sending.about("episode_id", reason=_SAID),
    ),
    "end_walking": Door(
        # A visit waits for an answer in the world of the matrix, and is asked about first.
        "end walking alongside a family, with the reason", _WRITES, methods=FORM, accepts=(ACCEPTED, 422),
        sends=sending.about("episode_id", why=_SAID, family_view="Good", stays_in_place="Nan"),
    ),
    "walk_again": Door(
        "walk alongside a family again", _WRITES, methods=SEND, sends=sending.about("ended_id"), refuses=(ACCEPTED,),
    ),
    "hold_review": Door(
        "write down a review", _WRITES, methods=FORM, sends=sending.about("review_id", family_view="It goes well"),
    ),
    "move_review": Door(
        "move a review to another day", _WRITES, methods=FORM,
        sends=lambda example: sending.about(
            "review_id", to=show_date(today() + timedelta(days=9)), reason=_SAID
        )(example),
    ),
}  # fmt: skip
