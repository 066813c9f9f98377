"""Doors of merging. Whoever does not see both records whole finds nothing behind them."""

from __future__ import annotations

from uuid import UUID

from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.core.ids import uuid7
from onestory.faces.workspace import sending
from onestory.people.models import Merge
from onestory.safety.doors import FORM, Door, Thing, family, staff
from onestory.safety.making import UNBOUND, Making


def _waiting(making: Making) -> UUID:
    """Somebody asked that the mother and her child be one: it waits, and is refused by whoever looks."""
    mother, child = making.person("mother").pk, making.person("child").pk
    made = Merge(
        id=uuid7(), of="person", kept_id=mother, merged_id=child, leads_to=mother, kept_name="Ada", merged_name="Chidi",
        state=Merge.State.ASKED, why=f"Asked {making.mark()}", guarded=True, asked_by_id=making.viewer.account_id,
    )  # fmt: skip
    made.save(using=UNBOUND, force_insert=True)
    return made.pk


THINGS = {"merge_id": Thing(_waiting)}

DOORS = {
    "same_person": Door(
        "say that two records are of one person", family(may=May.MERGE, lasting=True), methods=FORM,
        sends=lambda _: {"find": "Zebedee Quixwell"}, accepts=(200,),
    ),
    "same_family": Door(
        "say that two records are of one family", family(may=May.MERGE, lasting=True), methods=FORM,
        sends=lambda _: {"find": "Zebedee Quixwell"}, accepts=(200,),
    ),
    "merges": Door("see what was put together, and what waits for somebody to agree", staff(may=May.MERGE)),
    "merge": Door(
        "agree to two records being put together, refuse it, or take them apart again",
        # The child of the matrix has a confidential address: whoever does not see it does not see both whole.
        family(may=May.MERGE, lasting=True, sections=(Section.LOCATION,)), methods=FORM,
        sends=sending.about("merge_id", answer="refuse", reason="They are mother and child"),
    ),
}  # fmt: skip
