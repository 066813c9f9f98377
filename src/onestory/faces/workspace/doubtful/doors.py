from __future__ import annotations

from onestory.access.roles import May
from onestory.safety.doors import FORM, SEND, Door, nothing, staff

_JUDGE = staff(may=May.JUDGE_PAIRS)

DOORS = {
    "doubtful": Door("see how many doubtful pairs wait for them", _JUDGE),
    # Which pair stands in the form and not in the address; none waits in the matrix's world.
    "doubtful_lane": Door(
        "judge doubtful pairs, one after another", _JUDGE, methods=FORM, sends=nothing, example={"lane": "likely"},
        accepts=(422,),
    ),
    "take_back": Door(
        "take back what they said last of a doubtful pair", _JUDGE, methods=SEND, sends=nothing, accepts=(404,), refuses=(404,)
    ),
}  # fmt: skip
