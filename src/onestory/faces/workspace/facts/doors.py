from collections.abc import Mapping
from typing import Any

from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.faces.workspace import sending
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import FORM, Door, Example, family


def _told(example: Example) -> Mapping[str, Any]:
    return {
        "opened_for": seal(example["family_id"]), "best_time_to_visit": "Mornings", "said_by": "saw", "said_on": "1 2 2026"
    }  # fmt: skip


def _agreed(example: Example) -> Mapping[str, Any]:
    """The matrix's facts are each about the family, one of a kind."""
    return {
        "opened_for": seal(example["family_id"]), "fact": str(example["fact_id"]), "said_by": "saw", "said_on": "1 2 2026"
    }  # fmt: skip


DOORS = {
    "fact": Door(
        "read one fact, and agree which value holds", family(to_send=May.WRITE), methods=FORM, sends=_agreed
    ),
    "end_fact": Door(
        "end a fact", family(may=May.WRITE), methods=FORM,
        sends=sending.family(because="over"),
    ),
    "facts": Door(
        "read and write the facts of one theme",
        family(to_send=May.WRITE, sections=(Section.SHARED,)),
        methods=FORM,
        sends=_told,
        example={"theme": "talking_with_us"},
    ),
}  # fmt: skip
