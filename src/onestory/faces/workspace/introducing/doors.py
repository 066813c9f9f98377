from __future__ import annotations

from uuid import UUID

from onestory.access.roles import May
from onestory.faces.workspace import sending
from onestory.safety.doors import FORM, SHOWN, Door, Thing, family, staff
from onestory.safety.making import Making
from onestory.support.actions import consultations, introductions
from onestory.support.actions.introductions import Whom

_WRITES = family(may=May.WRITE)


def _introduction(making: Making) -> UUID:
    whom = Whom(name=f"Mrs Ali {making.number}", role="Sleep clinic", why=f"The nights {making.mark()}")
    return introductions.offer(by=making.viewer, family=making.its_family, whom=whom).pk


def _consultation(making: Making) -> UUID:
    question = f"How long is too long? {making.mark()}"
    return consultations.ask(by=making.viewer, family=making.its_family, whom="The sleep clinic", question=question).pk


THINGS = {"introduction_id": Thing(_introduction), "consultation_id": Thing(_consultation)}

DOORS = {
    # Nothing is offered to anybody in the world of the matrix, so that there is nothing to answer.
    "introductions_offered": Door(
        "answer an introduction that is offered to them", staff(may=May.WRITE), methods=FORM, accepts=(422,),
        sends=lambda _: {"answer": "yes"},
    ),
    "introductions": Door("see the introductions of a family", family()),
    "offer_introduction": Door(
        "offer a family an introduction", _WRITES, methods=FORM,
        sends=sending.family(name="Mr Lane", role="Football coach", why="Saturdays"),
    ),
    "find_to_introduce": Door(
        "look for a colleague to introduce", _WRITES, methods=FORM, sends=lambda _: {"called": "Sam"}, accepts=(SHOWN,)
    ),
    "offer_colleague": Door(
        "offer to introduce a family to a colleague", _WRITES, methods=FORM,
        sends=sending.family(role="Health visitor", why="The baby"),
    ),
    "introduction": Door(
        "say how it is with an introduction", _WRITES, methods=FORM,
        sends=sending.about("introduction_id", act="introductions.family_agrees", words="Yes please"),
    ),
    "consult": Door(
        "ask somebody who knows more", _WRITES, methods=FORM, sends=sending.family(whom="The clinic", question="How long?")
    ),
    "consultation": Door(
        "write down what somebody who knows more said", _WRITES, methods=FORM,
        sends=sending.about("consultation_id", act="consultations.answer", words="A week more"),
    ),
}  # fmt: skip
