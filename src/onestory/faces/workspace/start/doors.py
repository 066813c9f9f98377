from collections.abc import Mapping
from typing import Any

from onestory.access.roles import May
from onestory.safety.doors import FORM, SAVED, SEND, SHOWN, Door, Example, staff

_STARTS = staff(may=May.CREATE_FAMILIES)
_STARTS_OWN = staff(may=May.CREATE_FAMILIES, own=True, may_begin=True)


def _zed(_: Example) -> Mapping[str, Any]:
    """Nobody in the matrix's world is called anything like it, so that nobody is shown who might be meant."""
    return {
        "people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0", "people-MIN_NUM_FORMS": "1", "people-MAX_NUM_FORMS": "20",
        "people-0-given": "Zebedee", "people-0-family": "Quixwell", "people-0-role": "parent", "lead": "on",
    }  # fmt: skip


DOORS = {
    "start": Door("start a record", _STARTS),
    "start_alike": Door(
        "see who might be meant, as a record is started", _STARTS, methods=SEND, sends=_zed, example={"row": 0},
        accepts=(SHOWN,), refuses=(SHOWN,),
    ),
    "start_draft": Door("carry on with a record they began", _STARTS_OWN, methods=FORM, sends=_zed),
    "keep_start": Door(
        "have what they typed kept", _STARTS, methods=SEND, sends=_zed, accepts=(SAVED,), refuses=(SAVED,)
    ),
}  # fmt: skip
