from collections.abc import Mapping
from typing import Any

from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import FORM, Door, Example, family

_SHARED = (Section.SHARED,)


def _words(example: Example) -> Mapping[str, Any]:
    return {"opened_for": seal(example["family_id"]), "text": "We like the beach.", "based_on": "0"}


DOORS = {
    "part_versions": Door(
        "read what a part of the story said before", family(sections=_SHARED), example={"part": "what_matters"}
    ),
    "part": Door(
        "write a part of a family’s story",
        family(may=May.WRITE, sections=_SHARED),
        methods=FORM,
        sends=_words,
        example={"part": "what_next", "voice": "worker"},
    ),
}
