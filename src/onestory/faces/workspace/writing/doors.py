from collections.abc import Mapping
from typing import Any

from onestory.access.roles import May
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import ACCEPTED, FORM, Door, Example, family, staff


def _visit(example: Example) -> Mapping[str, Any]:
    return {
        "opened_for": seal(example["family_id"]), "about": "everybody", "title": "We had a cup of tea", "kind": "visit",
        "section": "shared",
    }  # fmt: skip


DOORS = {
    "choose_family": Door("choose whom to write about", staff(may=May.WRITE)),
    "begin_writing": Door("begin to write something down", family(may=May.WRITE), shows=(ACCEPTED,)),
    "write": Door("write down what happened", family(may=May.WRITE), methods=FORM, sends=_visit),
}
