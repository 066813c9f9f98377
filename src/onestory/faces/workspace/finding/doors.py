from collections.abc import Mapping
from typing import Any

from onestory.access.roles import May
from onestory.safety.doors import FORM, SHOWN, Door, Example, staff


def _by_name(_: Example) -> Mapping[str, Any]:
    """Everybody of the matrix's world has this surname; who is shown is read from the answer."""
    return {"q": "Ada Okafor"}


DOORS = {
    "find": Door(
        "find a family that is open to them",
        staff(may=May.FIND_FAMILIES),
        methods=FORM,
        sends=_by_name,
        accepts=(SHOWN,),
    ),
}
