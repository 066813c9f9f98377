from onestory.access.roles import May
from onestory.faces.workspace import sending
from onestory.safety.doors import FORM, Door, family

DOORS = {
    "reflecting": Door("see their own thoughts about the work with a family", family()),
    "think": Door(
        "write down what they think about the work with a family", family(may=May.WRITE), methods=FORM,
        sends=sending.family(words="She waves now"), example={"prompt": "attach"},
    ),
}  # fmt: skip
