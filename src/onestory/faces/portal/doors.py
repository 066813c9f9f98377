from __future__ import annotations

from uuid import UUID

from onestory.access.actions import grants
from onestory.access.models import Account
from onestory.access.sections import Section
from onestory.safety.doors import FORM, Door, Thing, nothing, portal
from onestory.safety.making import Making


def _consented(making: Making) -> UUID:
    colleague = Account.objects.get(email="colleague@matrix.example").pk
    return grants.give(
        by=making.viewer, family=making.its_family.pk, account=colleague, sections=(Section.SHARED,), basis="consent"
    )


THINGS = {"grant_id": Thing(_consented, section=Section.SHARED)}

DOORS = {
    "own": Door("read what is known of them and their children", portal()),
    "sharing": Door("see who may see what of their family’s record", portal()),
    "withdraw": Door("take back a consent", portal(), methods=FORM, sends=nothing),
    "looked": Door("see who looked at their family’s record", portal()),
}
