"""Who is looking. Every read begins from a viewer, and every write says `by` which one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from onestory.access.models import Account, TeamMembership
from onestory.access.roles import ROLES, May
from onestory.access.tickets import ticket_for


@dataclass(frozen=True)
class Viewer:
    """An account with the teams and roles it holds now. Holding one grants nothing: grants are asked of the database."""

    account_id: UUID
    name: str
    teams: tuple[UUID, ...]
    roles: frozenset[str]

    def may(self, what: May) -> bool:
        return any(what in ROLES[role].allows for role in self.roles if role in ROLES)


def viewer_for(account: Account) -> Viewer:
    """The viewer an account is at this moment, read afresh so that leaving a team takes effect at once."""
    placed = TeamMembership.objects.live().filter(account=account, account__is_active=True)
    held = list(placed.values_list("team_id", "role"))
    teams = tuple(sorted({team for team, _ in held}))
    return Viewer(account.pk, account.name, teams, frozenset(role for _, role in held))


def name_viewer(account_id: UUID | None) -> None:
    """Tell row-level security, for this transaction only, whom it acts for."""
    connection.ensure_connection()
    _present(ticket_for(account_id, session=connection.connection.info.backend_pid) if account_id else "")


def _present(ticket: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('onestory.viewer', %s, true)", [ticket])


@contextmanager
def acting_as(account: Account) -> Iterator[Viewer]:
    """Open a transaction in which the database shows and accepts only what this account may see and do.

    Nested use acts as the inner account and then as the outer one again.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('onestory.viewer', true)")
        outer = cursor.fetchone()[0]
        name_viewer(account.pk)
        yield viewer_for(account)
        # Only after success: an error takes the setting back with everything else the transaction did.
        _present(outer or "")
