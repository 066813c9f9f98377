from onestory.safety.doors import Door, staff

DOORS = {
    "today": Door("see who needs them now, and what they left half done", staff()),
}
