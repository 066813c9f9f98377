from onestory.access.roles import May
from onestory.faces.workspace import sending
from onestory.safety.doors import FORM, SHOWN, Door, family

_WRITES = family(may=May.WRITE)

DOORS = {
    "circle": Door("see who is in a family’s circle", family()),
    "find_colleague": Door(
        "look for a colleague to bring in", _WRITES, methods=FORM, sends=lambda _: {"called": "Sam"}, accepts=(SHOWN,)
    ),
    "bring_in": Door(
        "bring a colleague into the circle", _WRITES, methods=FORM,
        sends=sending.family(role="Health visitor", purpose="The baby", sections=["shared"]),
    ),
    "add_own": Door(
        "add one of the family’s own people to the circle", _WRITES, methods=FORM,
        sends=sending.family(name="Nana Bea", role="Grandmother"),
    ),
    "make_lead": Door(
        "say who the family would ring first", _WRITES, methods=FORM, sends=sending.about("member_id")
    ),
    "leave_circle": Door("let somebody go from the circle", _WRITES, methods=FORM, sends=sending.about("member_id")),
}  # fmt: skip
