"""Who sees a family now, and who would no longer if it were kept to some of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from onestory.access import queries as access
from onestory.access.models import Account, Team
from onestory.access.viewer import Viewer


@dataclass(frozen=True)
class Seeing:
    """`supervising` see through those they supervise. Who is in a named team sees through it."""

    accounts: tuple[Account, ...]
    supervising: tuple[Account, ...]
    teams: tuple[Team, ...]
    members: dict[UUID, frozenset[UUID]]

    def account_choices(self) -> list[tuple[str, str]]:
        own = [(str(one.pk), _called(one)) for one in self.accounts]
        return own + [(str(one.pk), f"{_called(one)}, who supervises") for one in self._only_supervising()]

    def team_choices(self) -> list[tuple[str, str]]:
        return [(str(team.pk), team.name) for team in self.teams]

    def keeps(self, account: UUID, accounts: Collection[UUID], teams: Collection[UUID]) -> bool:
        return account in accounts or any(account in self.members.get(team, frozenset()) for team in teams)

    def losing(self, accounts: Collection[UUID], teams: Collection[UUID]) -> list[str]:
        """Names, of people and of teams, that go on seeing nothing."""
        people = [one for one in (*self.accounts, *self._only_supervising()) if not self.keeps(one.pk, accounts, teams)]
        gone = [f"Everybody else in {team.name}" for team in self.teams if team.pk not in teams]
        return [_called(one) for one in people] + gone

    def _only_supervising(self) -> list[Account]:
        own = {one.pk for one in self.accounts}
        return [one for one in self.supervising if one.pk not in own]


def of(viewer: Viewer, family: UUID) -> Seeing:
    holdings = [one for one in access.who_sees(viewer, family) if not one.in_an_emergency]
    accounts = {one.account.pk: one.account for one in holdings if one.account}
    teams = {one.team.pk: one.team for one in holdings if one.team}
    return Seeing(
        accounts=_by_name(accounts.values()),
        supervising=_by_name(access.supervisors_of(viewer, accounts)),
        teams=tuple(sorted(teams.values(), key=lambda team: team.name)),
        members=access.members_of_teams(viewer),
    )


def _by_name(accounts: Collection[Account] | Sequence[Account]) -> tuple[Account, ...]:
    return tuple(sorted(accounts, key=lambda one: (one.name, str(one.pk))))


def _called(one: Account) -> str:
    return f"{one.name} ({one.job_title})" if one.job_title else one.name
