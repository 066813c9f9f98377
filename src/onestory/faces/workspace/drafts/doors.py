from collections.abc import Mapping
from typing import Any
from uuid import UUID

from onestory.faces.workspace.drafts import keeping
from onestory.safety.doors import ACCEPTED, FORM, SAVED, SEND, SHOWN, Door, Example, nothing, staff

_NOT_THERE = 404


def _typed(example: Example) -> Mapping[str, Any]:
    """As a page of this account would send it, about a family it need not see any more."""
    family = str(example.family["family_id"])
    ticket = keeping.Ticket(str(example["draft_id"]), keeping.ENTRY, family, str(example.account_id or UUID(int=0)))
    return {"ticket": keeping.seal(ticket), "title": "Half a line"}


DOORS = {
    "draft": Door(
        "go back to a draft of their own", staff(own=True, may_begin=True), methods=FORM, sends=_typed, shows=(SHOWN, ACCEPTED),
        accepts=(SAVED,), refuses=(_NOT_THERE,),
    ),
    "throw_away_draft": Door(
        "throw away a draft of their own", staff(own=True), methods=SEND, sends=nothing, refuses=(ACCEPTED,)
    ),
}  # fmt: skip
