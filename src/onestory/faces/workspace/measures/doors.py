from onestory.safety.doors import Door, staff
from onestory.support.measures import ROLES

DOORS = {
    "measures": Door("see how often families were passed around, by team and quarter", staff(roles=ROLES)),
    "measure_families": Door(
        "see which of the families open to them stand behind a number", staff(roles=("supervisor",)),
        example={"measure": "began_again"},
    ),
}  # fmt: skip
