from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from onestory.access.models import Account
from onestory.access.roles import May
from onestory.core.dates import show_date, today
from onestory.core.ids import uuid7
from onestory.faces.workspace import sending
from onestory.faces.workspace.bound import seal
from onestory.linkage import declaration
from onestory.linkage.models import Delivery
from onestory.safety.doors import FORM, Door, Example, Of, Thing, family, nothing, staff
from onestory.safety.making import UNBOUND, Making

_NAME = "housing"


def _delivery(making: Making) -> UUID:
    """One that is not as usual."""
    loader = Account.objects.using(UNBOUND).get(email="colleague@matrix.example")
    return (
        Delivery.objects.using(UNBOUND)
        .create(
            feed=_NAME, file_name="housing.csv", file_digest=uuid7().hex, received_on=today(), as_at=today(),
            state=Delivery.State.LOADED, loaded_by_id=loader.pk,
            unusual=["It has 10 rows, and the one before had 100: 90% fewer."],
        )
        .pk
    )  # fmt: skip


THINGS = {"delivery_id": Thing(_delivery, of=Of.NETWORK)}


def _agreed(_: Example) -> Mapping[str, Any]:
    return {"declared": declaration.feed(_NAME).version, "partner_said": "Pat Moor, data manager"}


def _left(example: Example) -> Mapping[str, Any]:
    until = show_date(today() + timedelta(days=30))
    return {"opened_for": seal(example["person_id"]), "why": "Nobody in the family knows.", "until": until}


_KEEP = staff(may=May.KEEP_FEEDS)
_HOUSING = {"feed": _NAME}

DOORS = {
    "feeds": Door("see the files that partners send", _KEEP),
    "feed": Door("see how a partner’s files come in", _KEEP, example=_HOUSING),
    "quality": Door("see how good the details of the record are", _KEEP),
    "details": Door("see what is missing or contradictory in their families’ records", staff(may=May.WRITE)),
    "set_detail_aside": Door(
        "leave a missing detail as it is for now", family(may=May.WRITE), methods=FORM, example={"detail": "born"},
        sends=_left,
    ),
    "agree_feed": Door(
        "say that a partner and we agree what its columns mean", _KEEP, methods=FORM, sends=_agreed, example=_HOUSING
    ),
    # Which rows stands in the form and not in the address; none waits in the matrix's world.
    "feed_rows": Door(
        "see rows of a partner’s file that could not be kept, and say that they are dealt with", _KEEP, methods=FORM,
        sends=nothing, accepts=(422,), example=_HOUSING,
    ),
    "answer_delivery": Door(
        "say whether a file that is not as usual is right", _KEEP, methods=FORM, example=_HOUSING,
        sends=sending.about("delivery_id", yes="yes", why="They rang, and it is right."),
    ),
}  # fmt: skip
