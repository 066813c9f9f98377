"""Letting somebody back in who cannot get in. Never by email alone: whoever reads a person's post is often whom they fear.

An administrator sees who they are, a second one agrees, and the first hands over a link that works once and for an hour.
The database asks all of this again (`access.accounts_functions`).
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from onestory.access import knocking
from onestory.access.actions.accounts import check_can_manage_accounts
from onestory.access.models import Account, Recovery
from onestory.access.viewer import Viewer, acting_as
from onestory.audit.actions import events
from onestory.core.errors import Invalid, NotThere
from onestory.core.ids import uuid7


@transaction.atomic
def ask(*, by: Viewer, account: Account, seen: str, second_step_too: bool) -> UUID:
    """Say that one has seen who they are. Raises Invalid for oneself, or for a way of seeing that is not one."""
    check_can_manage_accounts(by)
    if account.pk == by.account_id:
        raise Invalid("Somebody else has to check who you are.")
    if seen not in Recovery.Seen.values:
        raise Invalid("Choose how you checked who they are.", "seen")
    made = uuid7()
    _call("wall.ask_recovery", made, account.pk, seen, second_step_too)
    events.record(by=by, action="accounts.ask_recovery", subject=account, seen=seen, second_step_too=second_step_too)
    return made


@transaction.atomic
def confirm(*, by: Viewer, recovery: Recovery) -> None:
    """The second person agrees. Raises Invalid for the first one, or for whoever it is about."""
    check_can_manage_accounts(by)
    if by.account_id in (recovery.checked_by_id, recovery.account_id):
        raise Invalid("Somebody else has to agree: not whoever checked, nor whoever it is about.")
    _call("wall.confirm_recovery", recovery.pk)
    events.record(by=by, action="accounts.confirm_recovery", subject=recovery.account)


@transaction.atomic
def make_link(*, by: Viewer, recovery: Recovery) -> str:
    """The token of a link, shown this once and kept nowhere. Ends every session of theirs.

    Raises Invalid where it was made already, nobody has agreed, or somebody else checked who they are.
    """
    check_can_manage_accounts(by)
    if recovery.checked_by_id != by.account_id or recovery.token_digest or not recovery.confirmed_at:
        raise Invalid("A link is made once, by whoever checked who they are, after somebody else has agreed.")
    token = secrets.token_urlsafe(32)
    _call("wall.issue_recovery", recovery.pk, _digest(token))
    events.record(by=by, action="accounts.make_recovery_link", subject=recovery.account)
    return token


def owner_of(token: str) -> Account:
    """Whose link this is. Raises NotThere alike for one that was used, is too old, or never was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.recovery_for(%s)", [_digest(token)])
        found = cursor.fetchone()[0]
    account = knocking.by_account(found) if found else None
    if account is None:
        raise NotThere("link")
    return account


@transaction.atomic
def use(*, token: str, password: str) -> Account:
    """Choose a new password by the link, which is then used up. Raises NotThere, or Invalid on a password too easily guessed."""
    account = owner_of(token)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), "password") from None
    _call("wall.use_recovery", _digest(token))
    account.set_password(password)
    with acting_as(account) as viewer:
        account.save()
        events.record(by=viewer, action="accounts.use_recovery_link", subject=account)
    return account


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _call(function: str, *given: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(given))})", list(given))
