"""Joining an account to whoever its owner is at their organisation's own way of signing in."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.audit.actions import events


@transaction.atomic
def join(*, account: Account, identity: Any) -> None:
    """From now on `identity` (the library's row: issuer and subject) signs this account in, whatever its address becomes."""
    identity.user = account
    with acting_as(account) as viewer:
        identity.save()
        events.record(by=viewer, action="accounts.join_single_sign_on", subject=account)
