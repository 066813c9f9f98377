from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from onestory.access.actions import portal as act
from onestory.access.roles import May
from onestory.access.sections import CIRCLE, Section
from onestory.faces.workspace import sending
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import FORM, Door, Example, Thing, family
from onestory.safety.making import Making

_NEEDS = (Section.SHARED,)


def _way_in(making: Making) -> UUID:
    return act.invite(
        by=making.viewer, email=f"{making.mark()}@family.example".lower(), name="Somebody", family=making.its_family.pk,
        person=making.person("mother").pk, kind="adult", evidence="Passport seen",
    )  # fmt: skip


def _to_the_mother(example: Example) -> Mapping[str, Any]:
    return {
        "opened_for": seal(example["family_id"]), "person": str(example.family["mother_id"]), "evidence": "Passport seen",
        "email": f"m{str(example['family_id'])[-12:]}@family.example",
    }  # fmt: skip


THINGS = {"way_in_id": Thing(_way_in)}

DOORS = {
    "own_pages": Door("see who of a family has a page of their own", family(sections=_NEEDS)),
    "give_own_page": Door(
        "give somebody of a family their own page",
        family(may=May.WRITE, sections=CIRCLE, lasting_to_send=True, unrestricted=True),
        methods=FORM,
        sends=_to_the_mother,
    ),
    "close_own_page": Door(
        "close somebody’s own page",
        family(may=May.WRITE, sections=_NEEDS, lasting_to_send=True),
        methods=FORM,
        sends=sending.about("way_in_id"),
    ),
}
