"""Finding people by whatever is known of them. Nobody whom the viewer may not see is in the answer, or bends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from onestory.access.viewer import Viewer
from onestory.core import names
from onestory.core.dates import PartialDate
from onestory.people.finding import ranking
from onestory.people.finding.clues import clues
from onestory.people.finding.ranking import Candidate, Ranked
from onestory.people.finding.said import Said
from onestory.people.finding.typed import Typed, read
from onestory.people.models import Identifier, Person

# The database knows whom it acts for; whoever asks in another's name is told nothing.
_FIND = "SELECT * FROM wall.find_people(%s, %s, %s, %s, %s, %s, %s::int[], %s, %s, %s, %s) WHERE wall.viewer() = %s"


@dataclass(frozen=True)
class FoundFamily:
    id: UUID
    name: str


@dataclass(frozen=True)
class Found:
    """Someone the viewer may see, with why they were found, and their families that the viewer may open."""

    person: UUID
    name: str
    born: PartialDate | None
    families: tuple[FoundFamily, ...]
    reasons: tuple[str, ...]
    certain: bool


def find(*, viewer: Viewer, typed: str, limit: int = 10) -> list[Found]:
    """The people who fit what was typed, best first; at most the first is certain.

    Runs in the transaction of `acting_as`: the database asks whose it is, and `viewer` must be that one.
    """
    return _find(viewer, read(typed), limit)


def look_alikes(*, viewer: Viewer, said: Said, limit: int = 5) -> list[Found]:
    """Who, among those the viewer may see, might already be the person about to be written down.

    Somebody known only to another team is not mentioned: that they are known at all is theirs to tell.
    """
    found = _find(viewer, said.typed(), limit)
    return [each for each in found if len(each.reasons) > 1 or each.reasons[0] in _ENOUGH_ALONE]


_ENOUGH_ALONE = frozenset(
    ("name", "another form of the name", "name spelt alike", "name sounds alike", "NHS number", "UPN")
)


def _find(viewer: Viewer, typed: Typed, limit: int) -> list[Found]:
    typed = _as_far_as_seen(typed)
    ranked = ranking.rank(_candidates(viewer, typed), typed)[:limit]
    return _shown(ranked) if ranked else []


def _as_far_as_seen(typed: Typed) -> Typed:
    """Without NHS numbers the viewer may not read: to be found by one would tell that it is theirs (HZ-21)."""
    if not typed.nhs_numbers:
        return typed
    held = Identifier.objects.filter(system=Identifier.System.NHS, value__in=typed.nhs_numbers)
    seen = frozenset(held.values_list("value", flat=True))
    return replace(typed, nhs_numbers=tuple(number for number in typed.nhs_numbers if number in seen))


def _candidates(viewer: Viewer, typed: Typed) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [*clues(typed).arguments(), viewer.account_id])
        return [Candidate(*row) for row in cursor.fetchall()]


def _shown(ranked: Sequence[Ranked]) -> list[Found]:
    """Read as the viewer, through the walls: the second check. Whoever does not come through is not shown."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.show_found(%s::uuid[])", [[each.candidate.person for each in ranked]])
        shown = {row[0]: _Shown(*row) for row in cursor.fetchall()}
    return [_found(each, shown[person]) for each in ranked if (person := each.candidate.person) in shown]


class _Shown(NamedTuple):
    """A row of `wall.show_found`: names with the one in use first."""

    person: UUID
    born: str | None
    family_ids: list[UUID]
    family_names: list[str]
    uses: list[str]
    ended: list[bool]
    givens: list[str]
    middles: list[str]
    families: list[str]


def _found(each: Ranked, shown: _Shown) -> Found:
    return Found(
        person=shown.person,
        name=names.show(names.PersonName(given=shown.givens[0], family=shown.families[0])),
        born=PartialDate(shown.born) if shown.born else None,
        families=tuple(map(FoundFamily, shown.family_ids, shown.family_names)),
        reasons=_reasons(each, shown),
        certain=each.certain,
    )


_CALLED = {
    Person.NameUse.NICKNAME: "known as", Person.NameUse.OLD: "was called", Person.NameUse.MAIDEN: "was called",
    Person.NameUse.OFFICIAL: "on papers",
}  # fmt: skip


def _reasons(each: Ranked, shown: _Shown) -> tuple[str, ...]:
    """Begins with the name that matched, when it is not the one on the line."""
    use = each.candidate.use
    if use not in _CALLED or not (each.name.given_word or each.name.family_word):
        return each.reasons
    called = zip(shown.uses, shown.givens, shown.middles, shown.families, strict=True)
    matched = next((name for name in called if name[0] == use and _is_of(name[1:], each)), None)
    if matched is None:
        return each.reasons
    name = names.show(names.PersonName(given=matched[1], family=matched[3]))
    return (f"{_CALLED[Person.NameUse(use)]} {name}", *each.reasons)


def _is_of(name: Sequence[str], each: Ranked) -> bool:
    given, middle, family = (names.fold(part).replace(" ", "") for part in name)
    candidate = each.candidate
    return bool(given and candidate.given in given + middle) or bool(family and candidate.family in family)
