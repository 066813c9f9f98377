from collections.abc import Mapping
from typing import Any

from onestory.access.roles import May
from onestory.core.ids import uuid7
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import FORM, Door, Example, family


def _put_right(example: Example) -> Mapping[str, Any]:
    return {"opened_for": seal(example["entry_id"]), "key": uuid7(), "text": "It was on the Tuesday."}


DOORS = {
    "entry": Door("read one entry whole", family()),
    "correct": Door("put an entry right", family(may=May.WRITE), methods=FORM, sends=_put_right),
}
