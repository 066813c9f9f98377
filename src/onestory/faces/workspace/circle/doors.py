from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from onestory.access.actions import grants
from onestory.access.models import Account, Team
from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.faces.workspace import sending
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import FORM, SHOWN, Door, Example, Thing, family
from onestory.safety.making import Making

_WRITES = family(may=May.WRITE)


def _to_a_team(example: Example) -> Mapping[str, Any]:
    team = Team.objects.order_by("name")[0].pk
    return {"opened_for": seal(example["family_id"]), "team": str(team), "sections": ["shared"], "why": "duty"}


def _grant(making: Making) -> UUID:
    colleague = Account.objects.get(email="colleague@matrix.example").pk
    return grants.give(by=making.viewer, family=making.its_family.pk, account=colleague, sections=(Section.SHARED,))


THINGS = {"grant_id": Thing(_grant, section=Section.SHARED)}

DOORS = {
    "circle": Door("see who is in a family’s circle", family()),
    "find_colleague": Door(
        "look for a colleague to bring in", _WRITES, methods=FORM, sends=lambda _: {"called": "Sam"}, accepts=(SHOWN,)
    ),
    "bring_in": Door(
        "bring a colleague into the circle", family(may=May.WRITE, passes_on=True), methods=FORM,
        sends=sending.family(role="Health visitor", purpose="The baby", sections=["shared"]),
    ),
    "open_to_team": Door(
        "open a family to a team", family(may=May.WRITE, passes_on=True), methods=FORM, sends=_to_a_team,
    ),
    "end_sharing": Door(
        "end at once that somebody sees a family", family(may=May.WRITE, lasting=True), methods=FORM,
        sends=sending.about("grant_id"),
    ),
    "add_own": Door(
        "add one of the family’s own people to the circle", _WRITES, methods=FORM,
        sends=sending.family(name="Nana Bea", role="Grandmother"),
    ),
    "make_lead": Door(
        "say who the family would ring first", _WRITES, methods=FORM,
        sends=sending.about("member_id", answer="chose", reason="They see her every day"),
    ),
    "called_lead": Door(
        "write down who else calls somebody the lead", _WRITES, methods=FORM,
        sends=sending.about("member_id", leads_for="School"), refuses=(422,),
    ),
    "leave_circle": Door("let somebody go from the circle", _WRITES, methods=FORM, sends=sending.about("member_id")),
}  # fmt: skip
