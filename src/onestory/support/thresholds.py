"""What each level of help means, in plain words: shown wherever people decide on one, so that all decide by the same words.

A new wording is a new version beside this one; what was decided keeps the version it was decided by. It sorts no family by
itself, and no level is ever worked out from answers.
"""

from __future__ import annotations

from dataclasses import dataclass

VERSION = "2023-12"
SOURCE = (
    "After “Working together to safeguard children” (HM Government, December 2023), which asks each area for a threshold"
    " document. Where yours says it otherwise, yours holds."
)


@dataclass(frozen=True)
class Level:
    key: str
    name: str
    means: str
    looks_like: tuple[str, ...]


LEVELS = (
    Level(
        "universal", "Universal", "What is there for everybody is enough, perhaps with an introduction.",
        (
            "The family manages, or will with advice and people around them.",
            "One question, which a hub, school, midwife or health visitor can answer.",
        ),
    ),
    Level(
        "targeted", "Targeted", "They need more than what is there for everybody, from several people who work together.",
        (
            "More than one need, or more than one person of the family who needs something.",
            "Things will get harder if nobody comes alongside.",
            "It rests on the family’s agreement: early help is not something done to them.",
        ),
    ),
    Level(
        "specialist", "Specialist", "A child is likely to suffer without it, or somebody needs a specialist.",
        (
            "A child in need (section 17 of the Children Act 1989): social care assesses.",
            "Significant harm, or the likelihood of it (section 47): raise a worry now, and do not wait for a meeting.",
            "What helps can only be given by somebody with special training.",
        ),
    ),
)  # fmt: skip
BY_KEY = {level.key: level for level in LEVELS}
