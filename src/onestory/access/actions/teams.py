"""Teams: opening one, ending a place in one, and the quarterly review of who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from onestory.access.actions import wall
from onestory.access.actions.accounts import TOO_FEW, check_can_manage_accounts, end_role
from onestory.access.models import Team, TeamMembership
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid

CHANGED = "Somebody joined or left this team while the page was open, so nothing was saved. Look through it once more."


@transaction.atomic
def open_team(*, by: Viewer, name: str, organisation: UUID | None = None) -> Team:
    """Raises NotThere unless by an administrator, and Invalid where a team has that name already."""
    check_can_manage_accounts(by)
    if not name.strip():
        raise Invalid("Enter the name people know the team by.", "new_team")
    if Team.objects.filter(name__iexact=name.strip()).exists():
        raise Invalid("There is a team of that name. Choose it from the list.", "new_team")
    team = Team(name=name.strip(), organisation_id=organisation)
    team.save(force_insert=True)
    events.record(by=by, action="teams.open", subject=team)
    return team


@transaction.atomic
def end_place(*, by: Viewer, membership: TeamMembership) -> None:
    """They no longer do this work in this team: what they saw by it, they see no longer. Raises NotThere for one's own."""
    check_can_manage_accounts(by)
    end_role(membership)
    events.record(by=by, action="teams.end_place", subject=membership, role=membership.role)


@transaction.atomic
def review(*, by: Viewer, team: Team, keep: Sequence[UUID], end: Sequence[UUID]) -> UUID:
    """Somebody in charge has looked at everyone in the team. Raises NotThere for whoever is not, and Invalid where the team
    is no longer the one they looked at, or where too few would be left as `accounts.close_account` has it.
    """
    made: UUID = wall.call(
        "SELECT wall.review_team(%s, %s::uuid[], %s::uuid[])", [team.pk, list(keep), list(end)], not_there="team",
        refused=CHANGED, nobody_left=TOO_FEW,
    )  # fmt: skip
    events.record(by=by, action="teams.review", subject=team, kept=len(keep), ended=len(end))
    return made
