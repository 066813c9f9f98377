"""What happened to families in the years before: a few whole stories, told as acts on days, that a city is filled with.

Like everything of the city they are invented. This module knows nothing of Django; `config.demo.past` lives through them by the
product's own acts, and prints each one for many families.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Who = Literal["lead", "other"]


@dataclass(frozen=True, slots=True)
class Act:
    """On a day after the beginning somebody did this; `words` are what they said, by the names of the act's own fields."""

    day: int
    does: str
    who: Who = "lead"
    words: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Past:
    """`often` is how many of a hundred families it is the story of; `ago`, how many days ago its last act may be."""

    name: str
    often: int
    ago: int
    acts: tuple[Act, ...]

    @property
    def last_day(self) -> int:
        return max(act.day for act in self.acts)


def _visit(day: int, title: str, text: str, who: Who = "lead") -> Act:
    return Act(day, "visit", who, {"title": title, "text": text})


def _begin(level: str, why: str) -> Act:
    return Act(0, "begin", words={"level": level, "why": why})


MORNINGS = Past(
    "mornings", 35, 20,
    (
        _begin("targeted", "Getting out of the house in the morning without shouting"),
        _visit(2, "First visit at home", "We had tea and drew the morning on a big sheet of paper."),
        Act(2, "promise", words={"title": "Ring school about breakfast club", "within": "5"}),
        Act(6, "keep", words={"said": "A place from Monday"}),
        Act(9, "bring_in", words={"role": "School lead", "purpose": "Mornings"}),
        _visit(16, "Talked at the school gate", "Two good mornings out of five. Shoes by the door helped.", "other"),
        _visit(30, "Visit at home", "Four good mornings. They laughed about the first week."),
        Act(31, "promise", words={"title": "Bring the bus timetable", "within": "10"}),
    ),
)  # fmt: skip
STEPPED_DOWN = Past(
    "stepped down", 25, 25,
    (
        _begin("specialist", "Everything at once after the move"),
        _visit(1, "Visit at home", "Boxes everywhere. We found the beds first."),
        Act(3, "bring_in", words={"role": "Health visitor", "purpose": "Sleep"}),
        _visit(12, "Sleep clinic", "He slept from nine to four. Nobody remembers when that last happened.", "other"),
        Act(40, "step", words={"to": "targeted", "reason": "The house is a home now, and they want less of us"}),
        _visit(55, "Visit at home", "They showed us the garden."),
        Act(56, "promise", words={"title": "Send the names of the toddler groups", "within": "7"}),
        Act(60, "keep", words={"said": ""}),
    ),
)  # fmt: skip
ENDED = Past(
    "ended well", 25, 700,
    (
        _begin("targeted", "A first baby, far from family"),
        _visit(3, "Visit at home", "She wanted somebody to sit with. We sat."),
        _visit(24, "Baby group", "Stayed for the whole hour and swapped numbers with two others."),
        Act(70, "step", words={"to": "universal", "reason": "She has people around her now"}),
        _visit(84, "A word at the hub", "She came to help put out the chairs."),
        Act(90, "end", words={
            "why": "She says she is all right now, and so does her mother",
            "family_view": "I know where you are if I need you",
            "stays": "The baby group on Tuesdays, and two friends from it",
        }),
    ),
)  # fmt: skip
JUST_BEGUN = Past(
    "just begun", 15, 4,
    (
        _begin("targeted", "Money is short and the cooker broke"),
        _visit(1, "Met at the hub", "Came with all the letters in a bag. We opened them together."),
        Act(1, "promise", words={"title": "Ask the hardship fund for a cooker", "within": "6"}),
    ),
)  # fmt: skip
PASTS: tuple[Past, ...] = (MORNINGS, STEPPED_DOWN, ENDED, JUST_BEGUN)
