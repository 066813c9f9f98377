from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from onestory.access.models import Team, TeamMembership
from onestory.access.roles import May
from onestory.access.viewer import acting_as
from onestory.faces.workspace import sending
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import FORM, SHOWN, Door, Example, Of, Thing, nothing, staff
from onestory.safety.making import Making, author

_WHITLEIGH = "Whitleigh"


def _team(_: Making) -> UUID:
    """The one that every actor of the matrix has a place in."""
    return Team.objects.get(name=_WHITLEIGH).pk


def _place(_: Making) -> UUID:
    return TeamMembership.objects.get(account__email="colleague@matrix.example").pk


THINGS = {"team_id": Thing(_team, of=Of.NETWORK), "membership_id": Thing(_place, of=Of.NETWORK)}


def _in_whitleigh(example: Example) -> Mapping[str, Any]:
    team = str(Team.objects.get(name=_WHITLEIGH).pk)
    return {"opened_for": seal(example["account_id"]), "team": team, "role": "volunteer"}


def _everybody_stays(example: Example) -> Mapping[str, Any]:
    """As whoever is at the door would send it: everybody but themselves."""
    places = TeamMembership.objects.live().filter(
        team_id=example["team_id"], account__is_active=True, account__kind="staff"
    )
    others = places.exclude(account_id=example.account_id or UUID(int=0))
    with acting_as(author()):
        kept = {str(one.pk): "keep" for one in others}
    return {"opened_for": seal(example["team_id"]), **kept}


_MANAGE = staff(may=May.MANAGE_ACCOUNTS)
_REVIEW = staff(may=May.REVIEW_TEAM)

DOORS = {
    "staff": Door(
        "see every account, or, for a supervisor, be taken to their reviews",
        staff(may=May.REVIEW_TEAM, to_send=May.MANAGE_ACCOUNTS),
        methods=FORM, sends=nothing, shows=(SHOWN, 302), accepts=(SHOWN,), refuses=(SHOWN,),
    ),
    "open_account": Door(
        "open an account", _MANAGE, methods=FORM, sends=lambda _: {"name": "Zed Quill", "email": "zed@matrix.example"}
    ),
    "account": Door("see an account", _MANAGE),
    "place_in_team": Door("give somebody a place in a team", _MANAGE, methods=FORM, sends=_in_whitleigh),
    "end_place": Door("end somebody’s place in a team", _MANAGE, methods=FORM, sends=sending.about("membership_id")),
    "supervision": Door("say who supervises somebody", _MANAGE, methods=FORM, sends=sending.about("account_id")),
    "close_account": Door("close an account", _MANAGE, methods=FORM, sends=sending.about("account_id")),
    "reviews": Door("see which teams are due to be looked through", _REVIEW),
    "review": Door("look through who is in a team", _REVIEW, methods=FORM, sends=_everybody_stays),
}  # fmt: skip
