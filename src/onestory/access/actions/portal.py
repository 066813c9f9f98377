"""Giving a family its own way in, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from onestory.access import knocking
from onestory.access.actions import wall
from onestory.access.actions.accounts import new_account
from onestory.access.guarding import LEAST_AGE
from onestory.access.models import Account, Grant, PortalAccess
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid, NotThere


@transaction.atomic
def open_to(
    *, by: Viewer, account: Account, family: UUID, person: UUID, kind: str, children: Sequence[UUID] = (),
    evidence: str, basis: str = Grant.Basis.PUBLIC_TASK, until: datetime | None = None,
) -> UUID:  # fmt: skip
    """Let an account of a family read what is shared with one person of it.

    `evidence` says how it was checked who they are and, for a parent, that they hold parental responsibility for each child
    named. Raises NotThere where the family, the person or a child is not the giver's to see, and Invalid without evidence.
    """
    if kind not in PortalAccess.Kind.values:
        raise Invalid("Choose who they are in the family.", "kind")
    if len(evidence.strip()) < 5:
        raise Invalid("Say how you know who they are, and that the children are theirs.", "evidence")
    made: UUID = wall.call(
        "SELECT wall.open_portal(%s, %s, %s, %s, %s::uuid[], %s, %s, %s)",
        [account.pk, family, person, str(kind), list(children), str(basis), evidence.strip()[:500], until],
        not_there="a family to open",
        refused=f"A page of their own is for those of {LEAST_AGE} and over, whose date of birth is known.",
    )
    events.record(by=by, action="portal.open", family=family, people=[person, *children], kind=str(kind))
    return made


@transaction.atomic
def invite(
    *, by: Viewer, email: str, name: str, family: UUID, person: UUID, kind: str, evidence: str, children: Sequence[UUID] = (),
) -> UUID:  # fmt: skip
    """A new account of a family, with its way in. It cannot sign in until somebody has checked who they are and helped them.

    Raises as `open_to` and `accounts.new_account` do.
    """
    if not by.may(May.WRITE):
        raise NotThere("a family to open")
    account = _new(email, name)
    events.record(by=by, action="accounts.open_for_a_family", subject=account)
    return open_to(
        by=by, account=account, family=family, person=person, kind=kind, children=children, evidence=evidence
    )


def _new(email: str, name: str) -> Account:
    """Whether the address is somebody's already is not said: that would tell who else is known (HZ-16)."""
    if knocking.by_email(email):
        raise Invalid("This address cannot be used. Ask them for another, or ask an administrator.", "email")
    return new_account(email=email, name=name, kind=Account.Kind.FAMILY)


@transaction.atomic
def close(*, by: Viewer, way_in: UUID) -> None:
    """At once: the next page of an open session shows nothing. Raises NotThere."""
    family = wall.call("SELECT wall.close_portal(%s)", [way_in], not_there="way in")
    events.record(by=by, action="portal.close", family=family)


@transaction.atomic
def withdraw(*, by: Viewer, grant: UUID) -> None:
    """A family takes back a consent. Raises NotThere for what rests on anything else, or is not theirs."""
    family = wall.call("SELECT wall.portal_withdraw(%s)", [grant], not_there="consent")
    events.record(by=by, action="portal.withdraw_consent", family=family)
