from __future__ import annotations

from uuid import UUID, uuid4

from onestory.access.actions import grants
from onestory.access.models import Account
from onestory.access.sections import Section
from onestory.safety.doors import FORM, SEND, Door, Thing, nothing, portal
from onestory.safety.making import Making


def _consented(making: Making) -> UUID:
    colleague = Account.objects.get(email="colleague@matrix.example").pk
    return grants.give(
        by=making.viewer, family=making.its_family.pk, account=colleague, sections=(Section.SHARED,), basis="consent"
    )


THINGS = {"grant_id": Thing(_consented, section=Section.SHARED)}

DOORS = {
    "own": Door("read what is known of them and their children", portal()),
    "plan": Door("read the plan that was put on their own page", portal()),
    # Of a plan or a step that is not on their page nothing is said but what stands there now, whether it is anybody's or not.
    "answer_plan": Door(
        "agree to the plan on their page, or say that something in it is not right",
        portal(),
        methods=SEND,
        sends=lambda _: {"shown": str(uuid4()), "answer": "agree"},
        refuses=(302,),
    ),
    "own_step_done": Door(
        "say that a step of theirs is done",
        portal(),
        methods=SEND,
        sends=lambda _: {"step": str(uuid4())},
        refuses=(302,),
    ),
    "own_win": Door(
        "write down what was better", portal(), methods=SEND, sends=lambda _: {"words": "He slept until six"}
    ),
    "sharing": Door("see who may see what of their family’s record", portal()),
    "withdraw": Door("take back a consent", portal(), methods=FORM, sends=nothing),
    "looked": Door("see who looked at their family’s record", portal()),
}
