"""Reading who works in the network. Staff may know one another's names and work; no family is seen from here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from onestory.access import knocking, roles
from onestory.access.models import (
    Account,
    Agreement,
    BreakGlass,
    Denial,
    Grant,
    Interest,
    PortalAccess,
    Restriction,
    Supervision,
    Team,
    TeamMembership,
)  # fmt: skip
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere

AT_MOST = 20


def colleagues(*, called: str) -> list[Account]:
    """Colleagues in whose name every word typed appears, by name; nobody where nothing was typed."""
    words = called.split()
    found = _colleagues()
    for word in words:
        found = found.filter(name__icontains=word)
    return list(found.order_by("name", "pk")[:AT_MOST]) if words else []


def colleague(account_id: UUID) -> Account:
    """Raises NotThere."""
    found = _colleagues().filter(pk=account_id).first()
    if found is None:
        raise NotThere("colleague")
    return found


def colleague_at(email: str) -> Account:
    """Raises Invalid, about the lead, where no colleague has this address."""
    found = _colleagues().filter(email__iexact=email.strip()).first()
    if found is None:
        raise Invalid("No colleague has this email address.", "lead")
    return found


def account_at(email: str) -> UUID:
    """The account that has or had this address; one of nobody, where none has, so that nothing is found by it."""
    found = Account.objects.filter(email__iexact=email.strip()).values_list("pk", flat=True).first()
    return found or UUID(int=0)


def account_to_keep_out(viewer: Viewer, *, email: str) -> UUID:
    """Somebody's who works here or of a family, but not the viewer's. Raises Invalid."""
    found = (
        Account.objects.filter(email__iexact=email.strip(), is_active=True).exclude(kind=Account.Kind.SERVICE).first()
    )
    if found is None:
        raise Invalid("No open account has this address.", "who")
    if found.pk == viewer.account_id:
        raise Invalid("Somebody else keeps you out of a family. Ask a colleague.", "who")
    return found.pk


def email_of(viewer: Viewer) -> str:
    return Account.objects.get(pk=viewer.account_id).email


def names_of(viewer: Viewer, accounts: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Account.objects.filter(pk__in=set(accounts)).values_list("pk", "name"))


def names_of_teams(viewer: Viewer, teams: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Team.objects.filter(pk__in=set(teams)).values_list("pk", "name"))


def _colleagues() -> QuerySet[Account]:
    return Account.objects.filter(is_active=True, kind=Account.Kind.STAFF)


# --- emergencies ------------------------------------------------------------------------------------------------------


def open_emergency(viewer: Viewer, *, family: UUID) -> BreakGlass | None:
    """The viewer's own, while it keeps this family open to them."""
    if not viewer.emergency:
        return None
    mine = BreakGlass.objects.filter(account_id=viewer.account_id, family_id=family, closed_at__isnull=True)
    return mine.filter(grant__ends_at__gt=Now()).select_related("grant").order_by("-created_at").first()


def emergencies_to_look_at(viewer: Viewer) -> list[BreakGlass]:
    """Those of others that nobody has looked at, the oldest first: of families the viewer is alongside, or of all, for
    information governance.
    """
    waiting = BreakGlass.objects.filter(closed_at__isnull=True).exclude(account_id=viewer.account_id)
    return list(waiting.select_related("account").order_by("created_at", "pk")[:AT_MOST])


def emergency(viewer: Viewer, emergency_id: UUID, *, family: UUID | None = None) -> BreakGlass:
    """Somebody else's. Raises NotThere, also for whoever opened it: they do not look at it themselves."""
    others = BreakGlass.objects.filter(pk=emergency_id).exclude(account_id=viewer.account_id)
    found = (others.filter(family_id=family) if family else others).select_related("account", "closed_by").first()
    if found is None:
        raise NotThere("emergency")
    return found


# --- who sees a family, and who does not ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Holding:
    """One reason for which somebody sees a family now. Either an account holds it or a team."""

    grant: UUID
    account: Account | None
    team: Team | None
    reason: str
    basis: str
    purpose: str
    evidence: str
    agreement: Agreement | None
    sections: tuple[str, ...]
    since: datetime
    until: datetime | None
    given_by: Account

    @property
    def in_an_emergency(self) -> bool:
        return self.reason == Grant.Reason.BREAK_GLASS


def who_sees(viewer: Viewer, family: UUID) -> list[Holding]:
    """Every live reason for which somebody sees this family, in the order they were given; none where it is not open to
    the viewer, who is named by the database and not by this argument.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.who_sees(%s)", [family])
        rows = cursor.fetchall()
    wanted = {id for row in rows for id in (row[1], row[11]) if id}
    accounts = {one.pk: one for one in Account.objects.filter(pk__in=wanted)}
    # Whoever sees the family is told of everybody who does, were it an account they would otherwise not see.
    accounts |= {one: found for one in wanted - accounts.keys() if (found := knocking.by_account(one))}
    teams = Team.objects.in_bulk([row[2] for row in rows if row[2]])
    deals = Agreement.objects.in_bulk([row[7] for row in rows if row[7]])
    return [
        Holding(
            grant=row[0], account=accounts.get(row[1]), team=teams.get(row[2]), reason=row[3], basis=row[4], purpose=row[5],
            evidence=row[6], agreement=deals.get(row[7]), sections=tuple(row[8]), since=row[9], until=row[10],
            given_by=accounts[row[11]],
        )
        for row in rows
    ]  # fmt: skip


def holding(viewer: Viewer, family: UUID, grant: UUID) -> Holding:
    """Raises NotThere."""
    for one in who_sees(viewer, family):
        if one.grant == grant:
            return one
    raise NotThere("grant")


def sees(viewer: Viewer, *, family: UUID, account: Account) -> bool:
    """Whether a colleague sees this family now, by themselves or by a team; false where it is not open to the viewer."""
    theirs = TeamMembership.objects.live().filter(account=account, role__in=roles.by_team())
    teams = set(theirs.values_list("team_id", flat=True))
    held = who_sees(viewer, family)
    return any(one.account == account or bool(one.team and one.team.pk in teams) for one in held)


def other_ways(viewer: Viewer, family: UUID, one: Holding) -> list[Holding]:
    """For what else whoever this lets in would go on seeing the family: what they hold themselves, and what their teams do.

    None for a team: who is in it sees by what each holds.
    """
    if one.account is None:
        return []
    theirs = TeamMembership.objects.live().filter(account=one.account, role__in=roles.by_team())
    teams = set(theirs.values_list("team_id", flat=True))
    others = [other for other in who_sees(viewer, family) if other.grant != one.grant]
    return [other for other in others if other.account == one.account or (other.team and other.team.pk in teams)]


def agreements_in_force(viewer: Viewer) -> list[Agreement]:
    found = Agreement.objects.filter(ended_at__isnull=True, starts_on__lte=today(), ends_on__gte=today())
    return list(found.order_by("name", "pk")[:200])


def supervisors_of(viewer: Viewer, accounts: Iterable[UUID]) -> list[Account]:
    """Who supervises any of them, by name: they see what those see."""
    theirs = Supervision.objects.filter(live(), account_id__in=set(accounts)).values("supervisor_id")
    return list(_colleagues().filter(pk__in=theirs).order_by("name", "pk"))


def members_of_teams(viewer: Viewer) -> dict[UUID, frozenset[UUID]]:
    """Who sees what is opened to each team, now."""
    members = TeamMembership.objects.live().filter(role__in=roles.by_team()).values_list("team_id", "account_id")
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for team, account in members:
        found[team].add(account)
    return {team: frozenset(accounts) for team, accounts in found.items()}


def restriction(viewer: Viewer, family: UUID) -> Restriction | None:
    """The one that stands, with those it names."""
    found = Restriction.objects.filter(live(), family_id=family).select_related("set_by")
    return found.prefetch_related("named__account", "named__team", "shut").first()


@dataclass(frozen=True)
class OwnAccount:
    """An account of a family that reads it. `person` only where the viewer sees the family."""

    account: UUID
    person: UUID | None
    kind: str
    since: datetime


def own_accounts(viewer: Viewer, family: UUID) -> list[OwnAccount]:
    """Those of a family, for whoever may keep its record to a few; none for anybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.own_accounts(%s)", [family])
        return sorted((OwnAccount(*row) for row in cursor.fetchall()), key=lambda one: (one.since, one.account))


def denials(viewer: Viewer, *, family: UUID | None = None, limit: int = 200) -> list[Denial]:
    """Who is kept out of what, the newest first: those the viewer set, and all of them for information governance. Never
    one that keeps out the viewer.
    """
    found = Denial.objects.filter(live()).exclude(account_id=viewer.account_id)
    found = found.filter(family_id=family) if family else found
    return list(found.select_related("account", "set_by").order_by("-starts_at", "-pk")[:limit])


def denial(viewer: Viewer, denial_id: UUID) -> Denial:
    """Raises NotThere."""
    found = Denial.objects.filter(live(), pk=denial_id).exclude(account_id=viewer.account_id)
    one = found.select_related("account", "set_by").first()
    if one is None:
        raise NotThere("denial")
    return one


def interests(viewer: Viewer) -> list[Interest]:
    """Whom the viewer said they know, and have not taken back."""
    mine = Interest.objects.filter(account_id=viewer.account_id, ended_at__isnull=True)
    return list(mine.order_by("family", "given", "pk")[:100])


def interest(viewer: Viewer, interest_id: UUID) -> Interest:
    """Raises NotThere."""
    found = Interest.objects.filter(pk=interest_id, account_id=viewer.account_id, ended_at__isnull=True).first()
    if found is None:
        raise NotThere("interest")
    return found


def live(prefix: str = "") -> Q:
    """Begun and not ended, by the clock of the database."""
    ends = f"{prefix}ends_at"
    return Q(**{f"{prefix}starts_at__lte": Now()}) & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": Now()}))


def teams() -> list[Team]:
    return list(Team.objects.order_by("name", "pk")[:500])


def teams_by_id(ids: Iterable[UUID]) -> list[Team]:
    return list(Team.objects.filter(pk__in=set(ids)).order_by("name", "pk"))


def teammates(viewer: Viewer) -> list[Account]:
    """Who works in a team with the viewer, by name."""
    mine = TeamMembership.objects.live().filter(account_id=viewer.account_id).values("team_id")
    with_me = TeamMembership.objects.live().filter(team__in=mine).values("account_id")
    return list(_colleagues().filter(pk__in=with_me).exclude(pk=viewer.account_id).order_by("name", "pk")[:100])


def working_in(*teams: Team) -> list[Account]:
    """Whoever sees what is opened to any of these teams, by name."""
    held = TeamMembership.objects.live().filter(team__in=teams, role__in=roles.by_team()).values("account_id")
    return list(_colleagues().filter(pk__in=held).order_by("name", "pk"))


def ways_in(viewer: Viewer, family: UUID) -> list[PortalAccess]:
    """Who of a family has a page of their own now, in the order they were given; none where the family is not the viewer's."""
    mine = Grant.objects.of(viewer).filter(family_id=family)
    if Section.SHARED not in viewer.sections_of(mine):
        return []
    return list(PortalAccess.objects.filter(live(), family_id=family).order_by("starts_at", "id"))
