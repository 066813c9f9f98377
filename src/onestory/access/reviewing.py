"""The quarterly review: whose teams are due, and who is in each. Counts of families, and never which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery

from onestory.access.models import AccessReview, Account, Team, TeamMembership
from onestory.access.queries import live
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.dates import LONDON, quarter_of, today
from onestory.core.errors import NotThere


@dataclass(frozen=True)
class Member:
    """Somebody in a team, as a reviewer needs to know them."""

    membership: UUID
    account: Account
    role: str
    since: datetime
    signed_in: datetime | None
    families: int


@dataclass(frozen=True)
class TeamToReview:
    team: Team
    members: int
    last: datetime | None
    due: bool


def teams(viewer: Viewer) -> list[TeamToReview]:
    """Those the viewer is in charge of, what is due first. Raises NotThere for whoever reviews none."""
    if not viewer.may(May.REVIEW_TEAM):
        raise NotThere("reviews")
    mine = TeamMembership.objects.live().filter(account_id=viewer.account_id, role="supervisor").values("team_id")
    every = Team.objects.all() if viewer.may(May.MANAGE_ACCOUNTS) else Team.objects.filter(pk__in=mine)
    last = AccessReview.objects.filter(team_id=OuterRef("pk")).order_by("-created_at").values("created_at")[:1]
    holding = Q(pk__in=TeamMembership.objects.live().exclude(account_id=viewer.account_id).values("team_id"))
    members = Count("memberships", filter=live("memberships__") & ~Q(memberships__account_id=viewer.account_id))
    found = every.filter(holding).annotate(last=Subquery(last), members=members).order_by("name", "pk")[:500]
    listed = [TeamToReview(one, one.members, one.last, _is_due(one.last)) for one in found]
    return sorted(listed, key=lambda one: not one.due)


def team(viewer: Viewer, team_id: UUID) -> TeamToReview:
    """Raises NotThere for one that is not the viewer's to review."""
    for one in teams(viewer):
        if one.team.pk == team_id:
            return one
    raise NotThere("team")


def members(viewer: Viewer, team: Team) -> list[Member]:
    """Everyone in it but the viewer, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.team_to_review(%s)", [team.pk])
        rows = cursor.fetchall()
    accounts = Account.objects.in_bulk([row[1] for row in rows])
    return [Member(row[0], accounts[row[1]], *row[2:]) for row in rows]


def _is_due(last: datetime | None) -> bool:
    return last is None or last.astimezone(LONDON).date() < quarter_of(today())
