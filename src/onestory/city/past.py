"""What happened to families in the years before: a few whole stories, told as acts on days, that a city is filled with.

Like everything of the city they are invented. This module knows nothing of Django; `config.demo.past` lives through them by the
product's own acts, and prints each one for many families.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Who = Literal["lead", "other", "opener"]


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

    @property
    def is_walked(self) -> bool:
        """Somebody walks alongside them; else they asked, and wait."""
        return self.does("begin")

    def does(self, what: str) -> bool:
        return any(act.does == what for act in self.acts)


def _visit(day: int, title: str, text: str, who: Who = "lead") -> Act:
    return Act(day, "visit", who, {"title": title, "text": text})


def _introduced(day: int, role: str, why: str, words: str) -> tuple[Act, ...]:
    """Offered with the family's yes, accepted by the colleague, made, met, and asked after two weeks later."""
    return (
        Act(day, "introduce", words={"role": role, "why": why, "family_words": words}),
        Act(day, "accept", "other", {"words": "Gladly"}),
        Act(day, "make"),
        Act(day + 1, "meet", words={"words": "They talked for longer than we thought"}),
        Act(day + 15, "ask_after", words={"words": "They say it is good"}),
    )


def _missed(day: int, purpose: str, words: str) -> Act:
    return Act(day, "miss", words={"purpose": purpose, "words": words})


def _begin(level: str, why: str) -> Act:
    return Act(0, "begin", words={"level": level, "why": why})


MORNINGS = Past(
    "mornings", 33, 20,
    (
        _begin("targeted", "Getting out of the house in the morning without shouting"),
        _visit(2, "First visit at home", "We had tea and drew the morning on a big sheet of paper."),
        Act(2, "promise", words={"title": "Ring school about breakfast club", "within": "5"}),
        Act(6, "keep", words={"said": "A place from Monday"}),
        *_introduced(9, "School lead", "Mornings", "Yes, if you come along the first time"),
        _missed(13, "A walk to school together", "Nobody opened, and the curtains were drawn"),
        Act(14, "reach", words={"way": "in_the_way", "words": "She was on nights. We meet on Thursdays now."}),
        _visit(16, "Talked at the school gate", "Two good mornings out of five. Shoes by the door helped.", "other"),
        _visit(30, "Visit at home", "Four good mornings. They laughed about the first week."),
        Act(31, "promise", words={"title": "Bring the bus timetable", "within": "10"}),
        _missed(31, "Coffee at the hub", "They did not come"),
    ),
)  # fmt: skip
STEPPED_DOWN = Past(
    "stepped down", 25, 25,
    (
        _begin("specialist", "Everything at once after the move"),
        _visit(1, "Visit at home", "Boxes everywhere. We found the beds first."),
        Act(3, "bring_in", words={"role": "Health visitor", "purpose": "Sleep"}),
        _visit(12, "Sleep clinic", "He slept from nine to four. Nobody remembers when that last happened.", "other"),
        Act(20, "consult", words={"whom": "The sleep clinic", "question": "Is waking at four too early for him?"}),
        Act(24, "consulted", words={"words": "Not at his age. Keep the room dark, and ask again in a month."}),
        Act(40, "step", words={"to": "targeted", "reason": "The house is a home now, and they want less of us"}),
        _visit(55, "Visit at home", "They showed us the garden."),
        Act(56, "promise", words={"title": "Send the names of the toddler groups", "within": "7"}),
        Act(60, "keep", words={"said": ""}),
    ),
)  # fmt: skip
ENDED = Past(
    "ended well", 24, 700,
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
_CAME = {"door": "hub", "words": "The cooker broke and I cannot pay for another", "words_by": "The mother"}
JUST_BEGUN = Past(
    "just begun", 13, 4,
    (
        Act(0, "ask", "opener", _CAME),
        Act(0, "take_up", "opener", {"what": "Somebody to open the letters with", "reason": "They met at the hub the same day"}),
        _begin("targeted", "Money is short and the cooker broke"),
        _visit(0, "Met at the hub", "Came with all the letters in a bag. We opened them together."),
        Act(0, "promise", words={"title": "Ask the hardship fund for a cooker", "within": "6"}),
    ),
)  # fmt: skip
_FROM_SCHOOL = {
    "door": "school", "words": "He has been in the same jumper all week, and says nobody sleeps", "words_by": "His teacher",
    "asker": "Class teacher",
}  # fmt: skip
WAITING = Past("waits at the front door", 3, 1, (Act(0, "ask_team", "opener", _FROM_SCHOOL),))
LOOKED_AT = Past(
    "is looked at", 2, 1,
    (
        Act(0, "ask", "opener", {"door": "phone", "words": "I am on my own with the twins and I cry", "words_by": "The mother"}),
        Act(0, "offer", "opener", {"what": "Somebody to come by on Tuesday mornings"}),
    ),
)  # fmt: skip
PASTS: tuple[Past, ...] = (MORNINGS, STEPPED_DOWN, ENDED, JUST_BEGUN, WAITING, LOOKED_AT)
