from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.faces.workspace import sending
from onestory.safety.doors import FORM, SHOWN, Door, Thing, family, staff
from onestory.safety.making import Making
from onestory.support.actions import differences

_WRITES = family(may=May.WRITE)


def _difference(section: str) -> Callable[[Making], UUID]:
    def make(making: Making) -> UUID:
        new = differences.NewDifference(
            f"We meet by the sea {making.mark(section)}", "Rooms frighten her", "Everybody", section
        )
        return differences.begin(by=making.viewer, family=making.its_family, new=new).pk

    return make


THINGS = {
    "difference_id": (
        Thing(_difference(Section.SHARED), section=Section.SHARED),
        Thing(_difference(Section.HEALTH), section=Section.HEALTH, state="about health"),
    ),
}

DOORS = {
    "learning": Door(
        "read what others learnt by doing it differently", staff(may=May.FIND_FAMILIES), methods=FORM,
        sends=lambda _: {"holding": "sea"}, accepts=(SHOWN,), refuses=(SHOWN,),
    ),
    "differently": Door(
        "see what is done differently for a family", family(), displays=frozenset({Section.SHARED, Section.HEALTH})
    ),
    "begin_differently": Door(
        "write down that something is done differently", _WRITES, methods=FORM,
        sends=sending.family(what="By the sea", why="Rooms frighten her", agreed_with="Everybody", section="shared"),
    ),
    "difference": Door("see one thing that is done differently", family()),
    "look_back": Door(
        "say what came of doing it differently", _WRITES, methods=FORM,
        sends=sending.about("difference_id", happened="She talked"),
    ),
    "share_learning": Door(
        "share what was learnt, without the family", _WRITES, methods=FORM,
        sends=sending.about("difference_id", text="Meet out of doors", about="places"),
    ),
}  # fmt: skip
