"""Who is looking. Every read begins from a viewer, and every write says `by` which one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction

from onestory.access.models import Account, Grant
from onestory.access.models.grants import LIVE
from onestory.access.roles import ROLES, May
from onestory.access.sections import Section
from onestory.access.tickets import ticket_for


@dataclass(frozen=True)
class Viewer:
    """An account with what it is now. Holding a role or a team grants nothing: grants are asked of the database.

    `accounts` are those whose own grants count as the viewer's: theirs, and those of whom they supervise. `teams` are
    those whose families their role opens to them; `closed`, families that are closed to them whatever was granted. `emergency`:
    something they opened in an emergency has not been looked at yet.
    """

    account_id: UUID
    name: str
    accounts: tuple[UUID, ...]
    teams: tuple[UUID, ...]
    roles: frozenset[str]
    closed: tuple[UUID, ...] = ()
    emergency: bool = False

    def may(self, what: May) -> bool:
        return any(what in ROLES[role].allows for role in self.roles if role in ROLES)

    def ceiling(self) -> frozenset[str]:
        """The sections their roles let them read, whatever was granted."""
        return frozenset(str(section) for role in self.roles if role in ROLES for section in ROLES[role].ceiling)

    def sections_of(self, grants: Iterable[Grant]) -> frozenset[str]:
        """What these grants, which count for the viewer, open to them. What is between a young person and their helper is
        opened by the helper's own grant alone.
        """
        given = {(section, grant.account_id) for grant in grants for section in grant.sections}
        opened = {section for section, holder in given if section != Section.YOUNG_PERSON or holder == self.account_id}
        return frozenset(opened) & self.ceiling()


_AS_THEY_ARE = """
SELECT CASE WHEN wall.viewer() = %(me)s THEN wall.accounts() END, CASE WHEN wall.viewer() = %(me)s THEN wall.closed() END,
  ARRAY(SELECT m.team_id || ' ' || m.role FROM access_teammembership m JOIN access_account a ON a.id = m.account_id
    WHERE m.account_id = %(me)s AND a.is_active AND {live})
"""


def viewer_for(account: Account) -> Viewer:
    """The viewer an account is at this moment, read afresh so that leaving a team takes effect at once."""
    with connection.cursor() as cursor:
        cursor.execute(_AS_THEY_ARE.format(live=LIVE.format(g="m")), {"me": account.pk})
        accounts, closed, placed = cursor.fetchone()
    held = [(UUID(team), role) for team, _, role in (one.partition(" ") for one in placed)]
    teams = tuple(sorted({team for team, role in held if role in ROLES and ROLES[role].by_team}))
    return Viewer(
        account_id=account.pk, name=account.name, accounts=tuple(accounts or ()), teams=teams,
        roles=frozenset(role for _, role in held), closed=tuple(closed or ()),
    )  # fmt: skip


def name_viewer(account: Account) -> Viewer:
    """Tell row-level security, for this transaction only, whom it acts for; what that makes them."""
    return _named(account)[0]


def name_nobody() -> None:
    """From here the transaction acts for nobody, and sees nothing."""
    _present("")


def _named(account: Account) -> tuple[Viewer, str]:
    """With the ticket that was shown before."""
    connection.ensure_connection()
    ticket = ticket_for(account.pk, session=connection.connection.info.backend_pid)
    before, accounts, teams, closed, roles, emergency = _present(ticket)
    viewer = Viewer(
        account_id=account.pk, name=account.name, accounts=tuple(accounts or ()), teams=tuple(sorted(teams or ())),
        roles=frozenset(roles or ()), closed=tuple(closed or ()), emergency=emergency,
    )  # fmt: skip
    return viewer, before or ""


def _present(ticket: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.present(%s)", [ticket])
        return cast(tuple[Any, ...], cursor.fetchone())


@contextmanager
def acting_as(account: Account) -> Iterator[Viewer]:
    """Open a transaction in which the database shows and accepts only what this account may see and do.

    Nested use acts as the inner account and then as the outer one again.
    """
    with transaction.atomic():
        viewer, outer = _named(account)
        yield viewer
        # Only after success: an error takes the setting back with everything else the transaction did.
        _present(outer)
