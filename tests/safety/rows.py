"""One row of each kind that is written about a family, and what a plain model says of who reads it, changes it and adds another.

The model speaks of eyes: which sections of the family somebody's grants open to them, and whether the child is in it still.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from tests.factories import Known

from onestory.access.sections import Section
from onestory.people.models import (
    Address,
    Ask,
    ContactPoint,
    Fact,
    Identifier,
    ParentalResponsibility,
    PersonName,
    Relationship,
    Residence,
)  # fmt: skip
from onestory.story.models import Entry, StorySection
from onestory.support.models import CircleMember

ALL = frozenset(Section)
SHARED, HEALTH, YOUNG = Section.SHARED, Section.HEALTH, Section.YOUNG_PERSON


@dataclass(frozen=True)
class Given:
    """A grant: what it opens, to whom, of which of the two families, and from when to when."""

    sections: frozenset[Section] = ALL
    to: str = "me"
    other: bool = False
    starts: str = "now() - interval '3 days'"
    ends: str = "NULL"
    holds: bool = True


@dataclass(frozen=True)
class Eyes:
    """Somebody who looks; `left` says when the child's place in the family ended, and `gone` that it is over."""

    grants: tuple[Given, ...] = ()
    role: str = "practitioner"
    left: str = "NULL"
    gone: bool = False
    ceiling: frozenset[Section] = ALL

    @property
    def program(self) -> bool:
        return self.role == "linkage"

    @property
    def family(self) -> bool:
        return any(one.holds and not one.other for one in self.grants)

    @property
    def elsewhere(self) -> bool:
        return any(one.holds and one.other for one in self.grants)

    @property
    def here(self) -> bool:
        """Sees the family, and the child belongs to it."""
        return self.family and not self.gone

    def opens(self, section: Section) -> bool:
        own = (one for one in self.grants if one.holds and not one.other and section in one.sections)
        return section in self.ceiling and any(section != YOUNG or one.to == "me" for one in own)


Says = Callable[[Eyes], bool]


def never(_: Eyes) -> bool:
    return False


def alongside(eyes: Eyes) -> bool:
    return eyes.family


def here(eyes: Eyes) -> bool:
    return eyes.here


def opened(section: Section) -> Says:
    return lambda eyes: eyes.opens(section)


def opened_here(section: Section) -> Says:
    return lambda eyes: eyes.opens(section) and eyes.here


def both(eyes: Eyes) -> bool:
    return eyes.family and eyes.elsewhere


@dataclass(frozen=True)
class Kind:
    """`reads`, `adds` and `changes` are what the model says of people; the linkage program may do each, unless it is `own`."""

    model: type[models.Model]
    values: dict[str, Any]
    reads: Says
    adds: Says
    changes: Says | None = None
    to: dict[str, Any] = field(default_factory=dict)
    author: str = ""
    own: bool = False


def kinds(known: Known, other: Known, address: Address) -> dict[str, Kind]:
    return {
        **_of_the_family(known),
        **_of_the_child(known, other, address),
        **{f"fact of the child, {section}": _fact(section, person=known.child) for section in (SHARED, HEALTH, YOUNG)},
        **{
            f"fact of the family, {section}": _fact(section, family=known.family) for section in (SHARED, HEALTH, YOUNG)
        },
        **{f"entry, {section}": _entry(section, known) for section in (SHARED, HEALTH, YOUNG)},
        **{f"part of the story, {section}": _part(section, known) for section in (SHARED, HEALTH, YOUNG)},
    }


def _of_the_family(known: Known) -> dict[str, Kind]:
    today = timezone.localdate()
    return {
        "circle": Kind(
            CircleMember, {"family": known.family, "name": "Nan", "role": "Grandmother", "starts_on": today},
            alongside, alongside, alongside, {"role": "Nan"},
        ),
        "question asked of the family": Kind(
            Ask, {"family": known.family, "key": "dog_at_home", "outcome": "asked", "form": "test"}, alongside, alongside,
            author="account",
        ),
    }  # fmt: skip


def _of_the_child(known: Known, other: Known, address: Address) -> dict[str, Kind]:
    child, shared_here, today = {"person": known.child}, opened_here(SHARED), timezone.localdate()
    tomorrow = timezone.now() + timedelta(days=2)
    responsible = {"evidence": "told", "child": known.child}
    return {
        "way to reach": Kind(ContactPoint, child | {"kind": "post"}, shared_here, here, shared_here, {"hours": "mornings"}),
        "NHS number": Kind(Identifier, child | {"system": "nhs", "value": "9990000018"}, opened_here(HEALTH), here,
                           opened_here(HEALTH), {"source": "seen"}),
        "pupil number": Kind(Identifier, child | {"system": "upn", "value": "A123"}, shared_here, here,
                             shared_here, {"source": "seen"}),
        "home": Kind(Residence, child | {"address": address}, shared_here, here, shared_here, {"starts_on": today}),
        "address": Kind(Address, {"lines": "1 Quay"}, never, lambda _: True),
        "earlier name": Kind(PersonName, child | {"use": "nickname", "given": "Chi"}, alongside, here),
        "name to come": Kind(PersonName, child | {"use": "nickname", "given": "Ci", "created_at": tomorrow}, here, here),
        "mother": Kind(Relationship, {"person": known.mother, "other": known.child, "kind": "parent"}, alongside, alongside),
        "godmother": Kind(Relationship, {"person": other.mother, "other": known.child, "kind": "parent"}, both, both),
        "responsible": Kind(
            ParentalResponsibility, responsible | {"adult": known.mother}, here, here, here, {"evidence_note": "Seen"}
        ),
        "responsible from elsewhere": Kind(
            ParentalResponsibility, responsible | {"adult": other.mother}, here,
            lambda eyes: eyes.here and eyes.elsewhere, here, {"evidence_note": "Seen"},
        ),
        "question asked of the child": Kind(
            Ask, child | {"key": "ethnicity", "outcome": "asked", "form": "test"}, here, here, author="account"
        ),
    }  # fmt: skip


def _fact(section: Section, **whose: Any) -> Kind:
    said = {
        "key": "dog_at_home",
        "value": "yes",
        "section": section,
        "said_by": "self",
        "said_on": timezone.localdate(),
    }
    reads, adds = (opened_here(section), here) if "person" in whose else (opened(section), alongside)
    values = whose | said | {"last_confirmed_on": timezone.localdate()}
    return Kind(Fact, values, reads, adds, reads, {"last_confirmed_on": timezone.localdate()}, author="written_by")


def _entry(section: Section, known: Known) -> Kind:
    values = {"family": known.family, "kind": "note", "title": "Tea", "section": section, "happened_at": timezone.now()}
    return Kind(Entry, values, opened(section), opened(section), author="written_by")


def _part(section: Section, known: Known) -> Kind:
    part = {"part": "what_next", "voice": "ours", "version": list(Section).index(section) + 1, "text": "Rest"}
    values = {"family": known.family, "section": section} | part
    return Kind(StorySection, values, opened(section), opened(section), author="written_by")
