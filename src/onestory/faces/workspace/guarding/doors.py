"""Doors of guarding. What an emergency is stands in `THINGS`: one that somebody else opened, of the family in question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from onestory.access.actions import guarding as act
from onestory.access.models import Account
from onestory.access.roles import May
from onestory.access.viewer import acting_as
from onestory.faces.workspace import sending
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import FORM, SEND, Door, Example, Thing, family, nothing, staff
from onestory.safety.making import Making, author


def _emergency(making: Making) -> UUID:
    """Opened by a colleague, through the product. Whoever governs reads the reason, of every family, and so it bears no mark."""
    with acting_as(Account.objects.get(email="colleague@matrix.example")) as colleague:
        return act.break_glass(by=colleague, family=making.its_family.pk, reason="Smoke was seen by a neighbour")


def _to_the_author(example: Example) -> Mapping[str, Any]:
    """As first sent: the page then says who would no longer see it, and restricts nothing yet."""
    return {"opened_for": seal(example["family_id"]), "reason": "A parent works here", "accounts": [str(author().pk)],
            "because": "no"}  # fmt: skip


THINGS = {"emergency_id": Thing(_emergency)}

DOORS = {
    "break_glass": Door(
        "open a record in an emergency, for an hour", staff(may=May.BREAK_GLASS), methods=SEND, sends=nothing, accepts=(422,),
    ),
    "emergency": Door(
        "look at an emergency of a family they are alongside", family(lasting=True), methods=FORM,
        sends=sending.about("emergency_id", justified="yes", finding="It was right."),
    ),
    "restrict": Door(
        "keep a record to people who are named", family(may=May.GUARD, lasting=True), methods=FORM,
        sends=_to_the_author, accepts=(200,),
    ),
}  # fmt: skip
