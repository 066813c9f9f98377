"""Agreeing to a placement in a team that an administrator has asked for (`accounts.place_in_team`): another one does, or the
team's supervisor. The database asks the same again (`access.accounts_functions`)."""

from __future__ import annotations

from django.db import connection, transaction

from onestory.access.models import Placement
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid


@transaction.atomic
def agree(*, by: Viewer, placement: Placement) -> None:
    """From now on they have the role. Raises Invalid for whoever asked, or whoever it is about."""
    _check_is_somebody_else(by, placement)
    _decide(placement, agreed=True)
    events.record(by=by, action="accounts.agree_placement", subject=placement.account, role=placement.role)


@transaction.atomic
def refuse(*, by: Viewer, placement: Placement) -> None:
    _check_is_somebody_else(by, placement)
    _decide(placement, agreed=False)
    events.record(by=by, action="accounts.refuse_placement", subject=placement.account, role=placement.role)


def can_decide(viewer: Viewer, placement: Placement) -> bool:
    return viewer.account_id not in (placement.asked_by_id, placement.account_id)


def _check_is_somebody_else(viewer: Viewer, placement: Placement) -> None:
    if not can_decide(viewer, placement):
        raise Invalid("Somebody else has to agree: not whoever asked, nor whoever it is about.")


def _decide(placement: Placement, *, agreed: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.decide_placement(%s, %s)", [placement.pk, agreed])
