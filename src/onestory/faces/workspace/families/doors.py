from onestory.safety.doors import Door, staff

DOORS = {
    "families": Door("see the families they walk alongside", staff()),
}
