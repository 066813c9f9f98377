"""One person's pages. Reading needs the family to be open; everything else also a role that writes."""

from onestory.access.roles import May
from onestory.faces.workspace import sending
from onestory.safety.doors import FORM, Door, Example, family

_WRITES = family(may=May.WRITE)


def _change(says: str, **typed: object) -> Door:
    return Door(says, _WRITES, methods=FORM, sends=sending.person(**typed))


def _other_of(example: Example) -> str:
    """Somebody else of the family."""
    mother, child = example.family["mother_id"], example.family["child_id"]
    return str(child if example["person_id"] == mother else mother)


DOORS = {
    "add_person": Door(
        "add somebody to a family", _WRITES, methods=FORM, sends=sending.family(given="Zebedee", role="child")
    ),
    "join_person": Door(
        "add somebody known already to a family", _WRITES, methods=FORM, sends=lambda _: {"find": "Ada Okafor"},
        accepts=(200,),
    ),
    "person": Door("read what is known of one person", family()),
    "place": _change("change somebody’s place in a family", role="carer"),
    "leave": _change("write down that somebody left a family", on="1 2 2026"),
    "new_name": _change("add a name", use="nickname", given="Zed"),
    "correct_name": _change("put a name right", use="usual", given="Ada", family="Okafor"),
    "birth": _change("write down a birth", born="4 5 1991"),
    "death": _change("write down a death", died="2026"),
    "add_number": _change("add a number that another system knows somebody by", system="local", issuer="housing", typed="Z9"),
    "check_number": _change("check such a number", verdict="right", source="The red book"),
    "add_contact": _change("add a way to reach somebody", kind="phone", value="01752 300001", uses=["call"]),
    "check_again": _change("ask again what is safe", uses=["call"]),
    "stop_using": _change("stop using a way to reach somebody"),
    "move": Door(
        "write down a new address", _WRITES, methods=FORM,
        sends=lambda example: {
            **sending.person(lines="1 The Row", postcode="PL1 2AB")(example), "people": str(example["person_id"]),
        },
    ),
    "confidential": _change("keep an address confidential, or stop doing so"),
    "relate": Door(
        "say how two people are related", _WRITES, methods=FORM,
        sends=lambda example: {**sending.person(kind="grandparent")(example), "other": _other_of(example)},
    ),
    "end_relationship": _change("say that a relationship is over", on="2026"),
    "record_responsibility": Door(
        "write down parental responsibility", _WRITES, methods=FORM,
        sends=lambda example: {**sending.person(evidence="told")(example), "adult": _other_of(example)},
    ),
    "end_responsibility": _change("say that parental responsibility ended", on="1 2 2026"),
}  # fmt: skip
