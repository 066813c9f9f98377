"""Tell once: which of the facts a form needs are known already, and which there is still a reason to ask.

Knows no form and no page. A form names the keys it needs and about whom; what the viewer may not see is left out of the
answer altogether, as though nobody had declared it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.people import catalogue, queries
from onestory.people.catalogue import FactKind, Theme
from onestory.people.models import Fact, Family, Membership, Person

GROWN_UP = 18
OLD_ENOUGH_TO_BE_A_PARENT = 13
_CHILDREN = (Membership.Role.CHILD, Membership.Role.EXPECTED)
_GROWN = (Membership.Role.PARENT, Membership.Role.CARER, Membership.Role.GRANDPARENT)


class Standing(Enum):
    """Where a fact stands for whoever needs it now."""

    FRESH = "known, and confirmed lately enough to rely on"
    STALE = "known, and told too long ago to rely on"
    CONFLICTING = "told in two ways, and nobody has agreed which holds"
    TO_ASK = "not told yet"


@dataclass(frozen=True)
class Question:
    """One thing a form needs: what it is, where it stands, and the values that hold now, newest first."""

    kind: FactKind
    standing: Standing
    facts: tuple[Fact, ...] = ()

    @property
    def key(self) -> str:
        return self.kind.key

    @property
    def known(self) -> Fact | None:
        """The one value that holds; None where there is none, or more than one."""
        return self.facts[0] if self.standing in (Standing.FRESH, Standing.STALE) else None


def questions(
    viewer: Viewer, family: Family, *, keys: Iterable[str], about: Person | None = None, on: date | None = None
) -> list[Question]:
    """How each of these facts stands, in the order given, for the family or for one person of it.

    A key about something else than the subject, or in a section this viewer may not read, is passed over.
    """
    told: dict[str, list[Fact]] = {}
    for fact in queries.facts(viewer, family):
        if fact.person_id == (about.pk if about else None):
            told.setdefault(fact.key, []).append(fact)
    subject, open_sections = "person" if about else "family", family.sections_open_to(viewer)
    kinds = (catalogue.fact(key) for key in keys)
    wanted = [kind for kind in kinds if kind.about == subject and kind.section in open_sections]
    return [question(kind, told.get(kind.key, ()), on=on or today()) for kind in wanted]


def question(kind: FactKind, told: Sequence[Fact], *, on: date) -> Question:
    """Where one fact stands, from the values told and not ended."""
    values = _that_count(told)
    if not values:
        return Question(kind, Standing.TO_ASK)
    if len({_compared(fact.value) for fact in values}) > 1:
        return Question(kind, Standing.CONFLICTING, values)
    newest = max(values, key=lambda fact: fact.last_confirmed_on)
    fresh = kind.is_fresh(newest.last_confirmed_on, on=on)
    return Question(kind, Standing.FRESH if fresh else Standing.STALE, (newest,))


def _compared(value: object) -> str:
    """The order in which several choices were ticked is no difference."""
    return repr(sorted(value, key=repr) if isinstance(value, list) else value)


def _that_count(told: Sequence[Fact]) -> tuple[Fact, ...]:
    """“I would rather not say” stands only while nobody has said anything: it never contradicts an answer."""
    answers = tuple(fact for fact in told if not catalogue.is_declined(fact.value))
    return answers or tuple(told)


def keys_of(theme: Theme, *, about: str, place: Membership | None = None, on: date | None = None) -> list[str]:
    """The facts of a theme about the family, or those that fit one person's time of life."""
    return [kind.key for kind in theme.facts if kind.about == about and fits(kind, place, on=on or today())]


def fits(kind: FactKind, place: Membership | None, *, on: date) -> bool:
    """Whether a question is for somebody of this age and place in the family. A young parent is asked as both."""
    if place is None or kind.applies_to == "any":
        return True
    return is_child(place, on=on) if kind.applies_to == "child" else _may_be_adult(place, on=on)


def is_child(place: Membership, *, on: date) -> bool:
    age = place.person.born.age_on(on) if place.person.born else None
    return age < GROWN_UP if age is not None else place.role not in _GROWN


def _may_be_adult(place: Membership, *, on: date) -> bool:
    age = place.person.born.age_on(on) if place.person.born else None
    if age is None:
        return place.role not in _CHILDREN
    return age >= GROWN_UP or (place.role in _GROWN and age >= OLD_ENOUGH_TO_BE_A_PARENT)


def is_asked(viewer: Viewer, family: Family, theme: Theme, *, place: Membership | None = None) -> bool:
    """Whether this theme asks anything, that the viewer may read, of the family or of one person of it."""
    about, seen = "person" if place else "family", family.sections_open_to(viewer)
    wanted = keys_of(theme, about=about, place=place)
    return any(kind.section in seen for kind in theme.facts if kind.key in wanted)


def said_by(teller: UUID | None, *, about: Person | None) -> str:
    """How to write down who told us: themselves, somebody else in the family, or a worker from what they saw."""
    if teller is None:
        return Fact.SaidBy.WORKER
    return Fact.SaidBy.THEMSELVES if about and teller == about.pk else Fact.SaidBy.FAMILY


def by_theme(viewer: Viewer, family: Family, *, place: Membership | None = None) -> list[tuple[Theme, list[Question]]]:
    """Every theme with how its facts stand, for one person of the family or for the family; empty ones are left out."""
    about = "person" if place else "family"
    themes = [(theme, keys_of(theme, about=about, place=place)) for theme in catalogue.themes()]
    keys = [key for _, wanted in themes for key in wanted]
    stand = {one.key: one for one in questions(viewer, family, keys=keys, about=place.person if place else None)}
    found = [(theme, [stand[key] for key in wanted if key in stand]) for theme, wanted in themes]
    return [(theme, asked) for theme, asked in found if asked]
