from collections.abc import Mapping
from typing import Any

from onestory.access.roles import May
from onestory.safety.doors import FORM, SHOWN, Door, Example, staff


def _of_nobody(_: Example) -> Mapping[str, Any]:
    """Somebody who is in no world."""
    return {
        "name": "Zebedee Quill", "born": "29 2 1904", "why": "planning", "reason": "We are planning help with the school.",
    }  # fmt: skip


DOORS = {
    "alongside": Door(
        "ask, with a reason, whether someone is alongside a family", staff(may=May.ASK_WHO_IS_ALONGSIDE), methods=FORM,
        sends=_of_nobody, accepts=(SHOWN,),
    ),
}  # fmt: skip
