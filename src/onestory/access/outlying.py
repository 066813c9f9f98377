"""Who opens records in an emergency far more often than others: a reason to ask, and no finding (HZ-36).

The rule is the upper limit of a control chart of counts, as Shewhart drew it and the NHS reads its own: what everybody else did
says what is usual, and more than three standard deviations above it is not chance alone. Of something that chance spreads, the
deviation is the square root of the mean. Fewer than three are never told of: where emergencies are rare, two may fall to anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from uuid import UUID

from django.utils import timezone

from onestory.access.models import BreakGlass, Team, TeamMembership
from onestory.access.roles import ROLES, May
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere

DAYS = 90
FEWEST = 3


@dataclass(frozen=True)
class Outlier:
    """`others` people who may open a record in an emergency opened `by_others` between them in the same days."""

    name: str
    opened: int
    people: int
    not_right: int
    others: int
    by_others: int


def stands_out(*, opened: int, people: int, by_others: int, others: int) -> bool:
    """Whether so many, by so many people, are far more than the others' would have been."""
    if opened < FEWEST or others < 1:
        return False
    usual = by_others / others * people
    return opened > usual + 3 * sqrt(usual)


def of_emergencies(viewer: Viewer) -> list[Outlier]:
    """Accounts, then teams, the most first; never the viewer's own. Raises NotThere unless for information governance."""
    if not viewer.may(May.GOVERN):
        raise NotThere("emergencies")
    since = timezone.now() - timedelta(days=DAYS)
    opened = list(BreakGlass.objects.filter(created_at__gte=since).select_related("account"))
    teams = _teams()
    everybody = frozenset().union(*teams.values(), {one.account_id for one in opened})
    alone = [_one(opened, {who}, everybody) for who in {one.account_id for one in opened} - {viewer.account_id}]
    together = [
        _one(opened, people, everybody, team=team) for team, people in teams.items() if _several(opened, people)
    ]
    return [*_most_first(alone), *_most_first(together)]


def _teams() -> Mapping[Team, frozenset[UUID]]:
    """Who of each team may open a record in an emergency, now."""
    may = [role.key for role in ROLES.values() if May.BREAK_GLASS in role.allows]
    places = TeamMembership.objects.live().filter(role__in=may, account__is_active=True).select_related("team")
    found: dict[Team, set[UUID]] = {}
    for place in places:
        found.setdefault(place.team, set()).add(place.account_id)
    return {team: frozenset(people) for team, people in found.items()}


def _several(opened: Collection[BreakGlass], people: Collection[UUID]) -> bool:
    """Of what one of a team did alone, that one's own line tells."""
    return len({one.account_id for one in opened if one.account_id in people}) > 1


def _one(
    opened: Collection[BreakGlass], people: Collection[UUID], everybody: Collection[UUID], *, team: Team | None = None
) -> Outlier | None:
    theirs = [one for one in opened if one.account_id in people]
    others, by_others = len(everybody) - len(people), len(opened) - len(theirs)
    if not stands_out(opened=len(theirs), people=len(people), by_others=by_others, others=others):
        return None
    return Outlier(
        name=team.name if team else theirs[0].account.name, opened=len(theirs),
        people=len(Counter(one.account_id for one in theirs)), not_right=sum(one.justified is False for one in theirs),
        others=others, by_others=by_others,
    )  # fmt: skip


def _most_first(found: Collection[Outlier | None]) -> list[Outlier]:
    return sorted(filter(None, found), key=lambda one: (-one.opened, one.name))
