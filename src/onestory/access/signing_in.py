"""What happens when somebody has shown who they are."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from onestory.access.models import Account
from onestory.access.viewer import acting_as


def remember(*, user: Account, **_: Any) -> None:
    """When they last signed in, written as themselves: nobody else may write on their account."""
    user.last_login = timezone.now()
    with acting_as(user):
        user.save(update_fields=["last_login"])
