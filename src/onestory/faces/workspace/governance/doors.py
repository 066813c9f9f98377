from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from onestory.access.actions import agreements, guarding
from onestory.access.models import Account
from onestory.access.roles import May
from onestory.access.viewer import acting_as
from onestory.core.dates import show_date, today
from onestory.faces.workspace import sending
from onestory.faces.workspace.bound import seal
from onestory.network import queries as network
from onestory.people.actions import families
from onestory.people.inputs import NameGiven, NewPerson
from onestory.safety.doors import FORM, SHOWN, Door, Example, Of, Thing, nothing, staff
from onestory.safety.making import Making, author


def _colleague() -> Account:
    return Account.objects.get(email="colleague@matrix.example")


def _family(making: Making) -> UUID:
    """One that nobody but whoever started it sees."""
    quill = NewPerson(name=NameGiven(given="Zebedee", family="Quill"), role="parent")
    return families.start(by=making.viewer, people=[quill]).pk


def _denial(making: Making) -> UUID:
    return guarding.deny(
        by=making.viewer, family=_family(making), account=_colleague().pk, kind="conflict", reason="Cousins"
    )


def _opened(making: Making) -> UUID:
    family = _family(making)
    with acting_as(_colleague()) as colleague:
        return guarding.break_glass(by=colleague, family=family, reason="Smoke was seen and nobody answered")


def _agreement(making: Making) -> UUID:
    governor = Account.objects.get(name="Information governance")
    with acting_as(governor) as viewer:
        return agreements.write(
            by=viewer, name="Schools", purpose="Help at school", basis="public_task", sections=["shared"],
            organisations=[one.pk for one in network.organisations()][:2], document="Register 12", starts_on=today(),
            ends_on=today() + timedelta(days=90), lead=governor,
        ).pk  # fmt: skip


THINGS = {
    "reference": Thing(_family, of=Of.NETWORK),
    "denial_id": Thing(_denial, of=Of.NETWORK),
    "opened_id": Thing(_opened, of=Of.NETWORK),
    "agreement_id": Thing(_agreement, of=Of.NETWORK),
}


def _an_agreement(_: Example) -> Mapping[str, Any]:
    return {
        "name": "Schools", "purpose": "Help at school", "basis": "public_task", "sections": ["shared"],
        "organisations": [str(one.pk) for one in network.organisations()][:2], "document": "Register 12",
        "starts_on": show_date(today()), "ends_on": show_date(today() + timedelta(days=90)),
        "lead": "colleague@matrix.example",
    }  # fmt: skip


def _to_the_author(example: Example) -> Mapping[str, Any]:
    """As first sent: the page then says who would no longer see it, and restricts nothing yet."""
    return {"opened_for": seal(example["reference"]), "reason": "A parent works here", "accounts": [str(author().pk)],
            "because": "no"}  # fmt: skip


_GOVERN = staff(may=May.GOVERN)

DOORS = {
    # An alert is named in the form and not in the address; there is none to name in the matrix's world.
    "alerts": Door("see what they must look at", staff(), methods=FORM, sends=nothing, accepts=(422,)),
    # One stands there only once an account was closed that alone saw a family: there is none in the matrix's world.
    "take_on": Door(
        "take on a family that was left to nobody", staff(), methods=FORM, sends=nothing,
        example={"alert_id": "00000000-0000-7000-8000-000000000000"}, shows=(404,), accepts=(404,), refuses=(404,),
    ),
    "governance": Door("see what waits for information governance", _GOVERN),
    "emergencies": Door("see what was opened in an emergency", _GOVERN),
    "opened": Door(
        "look at an emergency", _GOVERN, methods=FORM,
        sends=sending.about("opened_id", justified="yes", finding="It was right."),
    ),
    "denials": Door("see who is kept out of a family", _GOVERN),
    # Which family and whom stand in the form and not in the address; the matrix has none to name there.
    "write_denial": Door(
        "close a family to somebody, by reference and address", _GOVERN, methods=FORM, sends=nothing, accepts=(422,)
    ),
    "lift_denial": Door("let somebody see a family again", _GOVERN, methods=FORM, sends=sending.about("denial_id")),
    "questions": Door("see who asked whether someone is alongside a family", _GOVERN),
    "restrict_by_reference": Door(
        "keep a record to people who are named", _GOVERN, methods=FORM, sends=_to_the_author, accepts=(SHOWN,)
    ),
    "keep_out_by_reference": Door(
        "close a family to a colleague", _GOVERN, methods=FORM,
        sends=sending.about("reference", kind="conflict", reason="They are cousins"),
    ),
    "agreements": Door("see what organisations agreed to share", _GOVERN),
    "write_agreement": Door("write down an agreement", _GOVERN, methods=FORM, sends=_an_agreement),
    "agreement": Door(
        "read an agreement, and end it", _GOVERN, methods=FORM, sends=sending.about("agreement_id")
    ),
    "audit": Door(
        "look through who did what", staff(may=May.READ_AUDIT), methods=FORM, sends=nothing, accepts=(SHOWN,),
        refuses=(SHOWN,),
    ),
}  # fmt: skip
