from onestory.safety.doors import Door, staff

DOORS = {
    # The front page: a parent or a young person is taken to their own space from it.
    "today": Door("see who needs them now, and what they left half done", staff(), otherwise="portal:own"),
    "waiting": Door("see all of one kind that waits for them", staff(), example={"kind": "task"}),
}
