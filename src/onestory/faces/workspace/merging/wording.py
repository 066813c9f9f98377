"""What a plan says, in plain words. Runs no query: everything it tells has been fetched, and so may be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from onestory.access.sections import Section
from onestory.core.merging import Of
from onestory.core.text import join_words
from onestory.people.merging.queries import Moving, Plan, SeesMore

BLOCKS = {
    "numbers": "They have two different NHS numbers, and both were checked. Two people do. If one number is wrong, say so first.",
    "related": "They are written down as related to each other. If that is a mistake, end it first.",
    "responsible": "One is written down as responsible for the other. If that is a mistake, end it first.",
    "two_pages": "Each has a page of their own, read by two different people. Find out who reads them, and close one first.",
    "kept_apart": "The record of one of them is kept to people who are named, and not to the same as the other’s. "
    "Keep both to the same people first, or lift it.",
    "nobody_left": "Nobody who is named would see the record. Name somebody who sees it first.",
    "young_person": "Somebody’s helper holds something here that would be shown to others. They must be asked first.",
    "emergency": "One of the records is open in an emergency. It closes within the hour: try again then.",
    "waiting": "One of these is waiting to be put together already. Look at the list of merges.",
    "unlisted": "Something new is written in records, and nobody has said what becomes of it here. Tell whoever runs Onestory.",
}
DIFFERS = {
    "born": "Two birth dates. The one of the record that is kept stands.",
    "sex": "Two answers to the sex recorded at birth. The one of the record that is kept stands.",
    "died": "One record says that they have died, and the other does not say the same.",
    "upn": "Two pupil numbers. Both are kept.",
    "homes": "Two homes now, at two addresses. Both are kept, until somebody says where they live.",
    "twins": "Born on one day, in one family, under two first names: they may be twins.",
}
SAFE = "Whoever is kept out of either record is kept out of both. What hides an address hides both."


@dataclass(frozen=True)
class PlanPage:
    """`blocks` say why nothing can be done; `doubts` what speaks against it; `more` who would see more."""

    blocks: tuple[str, ...]
    doubts: tuple[str, ...]
    happens: tuple[str, ...]
    twice: tuple[str, ...]
    more: tuple[str, ...]
    guarded: bool


def plan_page(plan: Plan, *, names: Mapping[UUID, str], agreeing: bool = False) -> PlanPage:
    """`names` are those of accounts and teams. Whoever agrees knows that it waits: they are who it waits for."""
    blocks = [BLOCKS[one] for one in plan.blocks if not (agreeing and one == "waiting")]
    return PlanPage(
        blocks=tuple(blocks),
        doubts=(*(DIFFERS[one] for one in plan.differs), *plan.doubts),
        happens=(*_moving(plan), *plan.changes, SAFE),
        twice=tuple(f"{_counted(one.twice, one.words)}" for one in plan.moving if one.twice),
        more=tuple(_more(plan, names)),
        guarded=plan.guarded,
    )


def _moving(plan: Plan) -> list[str]:
    kept = "family" if plan.of is Of.FAMILY else "person"
    moved = [_counted(one.count, one.words) for one in plan.moving if one.count]
    return (
        [f"To the {kept} that is kept go: {'; '.join(moved)}."] if moved else ["Nothing is written only of the other."]
    )


def _counted(count: int, words: str) -> str:
    return f"{words} ({count})"


def since(moving: tuple[Moving, ...]) -> list[str]:
    return [_counted(one.count, one.words) for one in moving]


def _more(plan: Plan, names: Mapping[UUID, str]) -> list[str]:
    seen = [_one_more(one, names) for one in plan.sees_more]
    pages = "Whoever reads a page of their own, or a parent’s, reads there what is shared of both."
    return [*seen, *([pages] if plan.pages else [])]


def _one_more(one: SeesMore, names: Mapping[UUID, str]) -> str:
    who = names.get(one.who, "Somebody")
    which = "the record that is kept" if one.of == "kept" else "the other record"
    what = join_words([Section(section).label.lower() for section in one.sections])
    return f"{who} would see of {which}: {what}"
