"""A few words about one of the eight A's."""

from onestory.faces.workspace.bound import BoundForm
from onestory.ui import fields


class ThoughtForm(BoundForm):
    words = fields.WordsField(
        label="What do you think today?", rows=5,
        error_messages={"required": "Write a few words, or leave it for another day."},
    )  # fmt: skip
