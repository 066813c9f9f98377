from __future__ import annotations

from uuid import UUID

from onestory.access.actions import guarding
from onestory.access.roles import May
from onestory.faces.workspace import sending
from onestory.safety.doors import FORM, SHOWN, Door, Of, Thing, family, staff
from onestory.safety.making import Making


def _interest(making: Making) -> UUID:
    """Somebody who is in no world, so that it closes nothing."""
    return guarding.declare_interest(by=making.viewer, kind="friend", given="Zebedee", family="Quill").pk


THINGS = {"interest_id": Thing(_interest, of=Of.ACCOUNT)}

DOORS = {
    "people_you_know": Door(
        "write down whom they know, so that those families are closed to them", staff(), methods=FORM,
        sends=lambda _: {"kind": "neighbour", "postcode": "PL9 9ZZ"},
    ),
    "end_interest": Door(
        "take back that they know somebody", staff(own=True), methods=FORM, sends=sending.about("interest_id")
    ),
    "keep_out": Door(
        "look for a colleague who must not see a family", family(may=May.WRITE, lasting=True), methods=FORM,
        sends=lambda _: {"called": "Sam"}, accepts=(SHOWN,),
    ),
    "keep_them_out": Door(
        "close a family to a colleague", family(may=May.WRITE, lasting=True), methods=FORM,
        sends=sending.family(kind="conflict", reason="They are cousins"),
        # With a sentence, where the colleague sees more of the family than whoever would close it to them.
        accepts=(302, 422),
    ),
}  # fmt: skip
