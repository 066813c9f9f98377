"""What whoever asked is told at each step, ready to be said.

To somebody of the family, what was found for them. To anybody else only that something happens: never whether the family was
known, what it said, or what help it has. What is the same for a family that is known and one that is not is worded once.
"""

from __future__ import annotations

from datetime import date

from onestory.core.dates import show_date

_ANYBODY = {
    "requests.receive": "We have what you told us. Somebody will look at it by {day}."
    " If anybody is in danger before then, ring 999.",
    "requests.look_at": "Somebody is looking at what you asked for. You will hear from us by {day}.",
    "requests.join": "Somebody is looking at what you asked for. You will hear from us by {day}.",
    "requests.bring_to_meeting": "People who help families here will talk about what you asked for by {day}."
    " You will hear after that.",
    "requests.bring_back": "People who help families here have talked about what you asked for, and somebody is finding out more."
    " You will hear from us by {day}.",
    "requests.open_again": "We are looking again at what you asked for. You will hear from us by {day}.",
    "passing.accept": "Somebody who may be able to help better is looking at what you asked for."
    " You will hear from them by {day}.",
}
_FAMILY = {
    "requests.offer_help": "This is what we can offer: {why}",
    "requests.take_up": "This is how we go on together: {why}",
    "requests.find_other_help": "This is the other help we found: {why}",
    "requests.not_wanted": "We have left it there for now: {why} You can ask again whenever you like.",
}
_OTHERS = {
    "requests.offer_help": "Help has been offered.",
    "requests.take_up": "What you asked for has been taken up. Thank you for asking.",
    "requests.find_other_help": "Other help has been found. Thank you for asking.",
    "requests.not_wanted": "We are not doing more at the moment. If you are still worried, please ask again, or ring us.",
}

TOLD = frozenset(_ANYBODY | _FAMILY | _OTHERS)
"""The steps that say something to whoever asked."""


def for_whoever_asked(act: str, *, of_the_family: bool, day: date, why: str = "") -> str:
    """Empty for a step that says nothing new to them."""
    words = (_ANYBODY | (_FAMILY if of_the_family else _OTHERS)).get(act, "")
    return words.format(day=show_date(day), why=_sentence(why)) if words else ""


def _sentence(why: str) -> str:
    said = why.strip()
    return said if said.endswith((".", "!", "?")) else f"{said}."
