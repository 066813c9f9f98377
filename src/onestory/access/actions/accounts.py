"""Opening and closing accounts, and placing people in teams. Content is never seen from here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils import timezone

from onestory.access import knocking, parting
from onestory.access.actions import wall
from onestory.access.models import Account, Team, TeamMembership
from onestory.access.roles import ROLES, May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid, NotThere
from onestory.core.ids import uuid7

TOO_FEW = (
    "Nothing was changed. At least two administrators, and one person for information governance, have to be left who"
    " can sign in. Give somebody else this work first."
)


def check_can_manage_accounts(viewer: Viewer) -> None:
    if not viewer.may(May.MANAGE_ACCOUNTS):
        raise NotThere("account management")


@transaction.atomic
def open_account(*, by: Viewer, email: str, name: str, job_title: str = "") -> Account:
    """An account without a password: its owner sets one by a link, or a passkey. Raises Invalid on a bad address."""
    check_can_manage_accounts(by)
    account = new_account(email=email, name=name, job_title=job_title)
    events.record(by=by, action="accounts.open", subject=account)
    return account


def new_account(*, email: str, name: str, job_title: str = "", kind: str = Account.Kind.STAFF) -> Account:
    """The row itself, for `open_account` and for the command line, which the owner of the machine runs."""
    tidy = email.strip().lower()
    try:
        validate_email(tidy)
    except ValidationError:
        raise Invalid("Enter an email address in the form name@example.org.", "email") from None
    if not name.strip():
        raise Invalid("Enter the name colleagues know them by.", "name")
    if knocking.by_email(tidy):
        raise Invalid("There is already an account with this email address.", "email")
    account = Account(email=tidy, name=name.strip(), job_title=job_title.strip(), kind=kind)
    account.set_unusable_password()
    account.save(force_insert=True)
    return account


@transaction.atomic
def close_account(*, by: Viewer, account: Account) -> None:
    """Ends every place and every session of a leaver at once (HZ-37). Grants end with the account being inactive, and what
    waited for them goes to somebody else.

    Raises Invalid where too few would be left who manage accounts or answer for information governance.
    """
    check_can_manage_accounts(by)
    wall.call("SELECT wall.close_account(%s)", [account.pk], not_there="account", nobody_left=TOO_FEW)
    account.refresh_from_db(fields=["is_active", "closed_at"])
    events.record(by=by, action="accounts.close", subject=account)
    parting.part(by=by, account=account)


@transaction.atomic
def wake(*, by: Viewer, account: Account) -> None:
    """Somebody who has not signed in for long may do so again, with the password they had. Raises Invalid where awake."""
    check_can_manage_accounts(by)
    if account.asleep_since is None or not account.is_active:
        raise Invalid("This account is not asleep.")
    wall.call("SELECT wall.wake(%s)", [account.pk], not_there="account")
    account.refresh_from_db(fields=["asleep_since", "awake_since"])
    events.record(by=by, action="accounts.wake", subject=account)


@transaction.atomic
def sleep_dormant() -> int:
    """Each night, by the worker. The database decides which, by its own clock. Returns how many fell asleep."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.sleep_dormant()")
        asleep = int(cursor.fetchone()[0])
    if asleep:
        events.record(by=None, action="accounts.sleep_dormant", asleep=asleep)
    return asleep


@transaction.atomic
def place_in_team(*, by: Viewer, account: Account, team: Team, role: str, until: datetime | None = None) -> UUID:
    """Ask that somebody have a role in a team. It opens nothing until somebody else agrees (`actions.placements`).

    Otherwise whoever may open accounts could open one for nobody, place it beside families, and read as them (HZ-39).
    """
    check_can_manage_accounts(by)
    if role not in ROLES:
        raise Invalid("Choose a role from the list.", "role")
    if account.pk == by.account_id:
        raise Invalid("Someone else has to change your own role.", "role")
    asked = uuid7()
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.ask_placement(%s, %s, %s, %s, %s)", [asked, account.pk, team.pk, role, until])
    events.record(by=by, action="accounts.place_in_team", subject=account, role=role)
    return asked


def end_role(membership: TeamMembership) -> None:
    """Now, in the transaction of the act that is audited.

    Raises NotThere for one's own, or for what is not theirs to end; Invalid as closing an account does.
    """
    given: list[Any] = [membership.pk, membership.account_id, membership.team_id, membership.role, timezone.now()]
    wall.call(
        "SELECT wall.set_team_role(%s, %s, %s, %s, NULL, %s)", given, not_there="place in a team", nobody_left=TOO_FEW
    )
