"""How somebody stands to a family, and what that opens. Each is set up for every actor, in a family of its own.

A new relation joins by one entry: what it says, which sections it would open to somebody with no ceiling, and how its rows are
written. Those rows are written outside the walls, since many of them could not come about today: a grant that has ended.
What they open is said here in words and sections, never read back from the product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from onestory.access.models import Account, Grant, Team
from onestory.access.models.closing import Denial, Named, Restriction
from onestory.access.models.sharing import Agreement, BreakGlass, PortalAccess, Supervision
from onestory.access.sections import CIRCLE, EVERYTHING, Section
from onestory.core.dates import today
from onestory.safety.making import UNBOUND
from onestory.safety.matrix.actors import Actor

HOUR = timedelta(hours=1)
REASON = "So that the matrix can try it"
IN_AN_EMERGENCY = (*CIRCLE, Section.SAFEGUARDING)
"""As `wall.break_glass` opens it, whose rows these are like."""


@dataclass(frozen=True)
class Setting:
    """What a relation is set up with. `helper` is somebody else, in the circle, whom others may supervise."""

    actor: Actor
    account_id: UUID
    family_id: UUID
    teams: tuple[UUID, ...]
    author_id: UUID
    helper_id: UUID
    organisation_id: UUID
    person_id: UUID
    children: tuple[UUID, ...]
    now: datetime


@dataclass(frozen=True)
class Relation:
    """`opens` is what it would open to an actor without a ceiling; nothing, and the family is not there for them."""

    key: str
    says: str
    opens: tuple[str, ...] = ()
    by_team: bool = False
    by_supervision: bool = False
    # Access that ends on a day is not passed on for longer; what was opened in an emergency is not passed on at all.
    ends: bool = False
    emergency: bool = False
    restricted: bool = False
    # A family's own account, which no grant opens.
    portal: bool = False
    set_up: Callable[[Setting], object] = lambda _: None

    def sections_for(self, actor: Actor) -> frozenset[str]:
        """What an actor may see of a family they stand to so: what it opens, under the ceiling of their roles."""
        if not self.opens or not actor.signed_in or (self.by_team and not actor.by_team):
            return frozenset()
        if self.by_supervision and "supervisor" not in actor.held:
            return frozenset()
        return frozenset(map(str, self.opens)) & actor.ceiling


def _grant(s: Setting, *, sections: tuple[str, ...] = CIRCLE, reason: str = "circle", **more: object) -> Grant:
    held = {"account_id": s.account_id} if not {"team_id", "account_id"} & set(more) else {}
    return Grant.objects.using(UNBOUND).create(
        family_id=s.family_id, reason=reason, sections=[str(one) for one in sections], given_by_id=s.author_id,
        **({"starts_at": s.now - HOUR} | held | more),
    )  # fmt: skip


def _to_team(s: Setting, reason: str = "team") -> None:
    for team in s.teams:
        if not Grant.objects.using(UNBOUND).filter(family_id=s.family_id, team_id=team).exists():
            _grant(s, reason=reason, team_id=team)


def _supervising(s: Setting, *, ended: bool = False) -> None:
    if not Grant.objects.using(UNBOUND).filter(family_id=s.family_id, account_id=s.helper_id).exists():
        _grant(s, sections=EVERYTHING, account_id=s.helper_id)
    ends = s.now - HOUR / 2 if ended else None
    Supervision.objects.using(UNBOUND).create(
        supervisor_id=s.account_id, account_id=s.helper_id, starts_at=s.now - HOUR, ends_at=ends
    )


def _denied(s: Setting, *, kind: str = "conflict") -> None:
    Denial.objects.using(UNBOUND).create(
        family_id=s.family_id, account_id=s.account_id, kind=kind, reason=REASON, starts_at=s.now - HOUR,
        set_by_id=s.author_id,
    )  # fmt: skip


def _in_circle_but_denied(s: Setting) -> None:
    _grant(s)
    _denied(s)


def _restriction(s: Setting, *, with_others: bool = False) -> Restriction:
    """One for the family, naming whoever started it; and `with_others` those whom good forms bring in or give a page to."""
    standing = Restriction.objects.using(UNBOUND).filter(family_id=s.family_id).first()
    if standing:
        return standing
    made = Restriction.objects.using(UNBOUND).create(
        family_id=s.family_id, reason=REASON, starts_at=s.now - HOUR, set_by_id=s.author_id
    )
    _name(made, s, account_id=s.author_id)
    others = Q(name="A colleague") | Q(kind=Account.Kind.FAMILY)
    for other in Account.objects.using(UNBOUND).filter(others) if with_others else ():
        _name(made, s, account_id=other.pk)
    return made


def _name(restriction: Restriction, s: Setting, **who: UUID) -> None:
    Named.objects.using(UNBOUND).create(restriction_id=restriction.pk, named_by_id=s.author_id, **who)


def _named(s: Setting) -> None:
    _grant(s)
    _name(_restriction(s, with_others=True), s, account_id=s.account_id)


def _team_named(s: Setting) -> None:
    _to_team(s)
    for team in s.teams:
        _name(_restriction(s, with_others=True), s, team_id=team)


def _not_named(s: Setting) -> None:
    _grant(s)
    _restriction(s)


def _agreement(s: Setting, *, ended: bool = False) -> None:
    began, ends = today() - timedelta(days=90), today() + timedelta(days=-2 if ended else 90)
    made = Agreement.objects.using(UNBOUND).create(
        name="Sharing between two organisations", purpose="Early help", basis="public_task", sections=list(CIRCLE),
        organisation_ids=[s.organisation_id], document="Kept by information governance", starts_on=began, ends_on=ends,
        lead_id=s.author_id, written_by_id=s.author_id,
    )  # fmt: skip
    until = s.now - 2 * 24 * HOUR if ended else s.now + 90 * 24 * HOUR
    _grant(s, reason="agreement", agreement_id=made.pk, starts_at=s.now - 80 * 24 * HOUR, ends_at=until)


def _in_an_emergency(s: Setting) -> None:
    grant = _grant(s, sections=IN_AN_EMERGENCY, reason="break_glass", ends_at=s.now + 24 * HOUR)
    BreakGlass.objects.using(UNBOUND).create(
        family_id=s.family_id, account_id=s.account_id, grant_id=grant.pk, reason=REASON, ends_at=s.now + 24 * HOUR
    )


def _own(s: Setting) -> None:
    """A family's account reads by a row of its own. Somebody who works here is kept out of their own family's record."""
    if s.actor.kind != Account.Kind.FAMILY:
        return _in_circle_but_denied(s)
    parent = s.actor.key == "parent"
    PortalAccess.objects.using(UNBOUND).create(
        account_id=s.account_id, family_id=s.family_id, person_id=s.person_id if parent else s.children[0],
        kind="parent" if parent else "young_person", children=list(s.children) if parent else [],
        evidence=REASON, starts_at=s.now - HOUR, given_by_id=s.author_id,
    )  # fmt: skip
    return None


def _through_another_team(s: Setting) -> None:
    other = Team.objects.using(UNBOUND).get_or_create(name="A team none of them is in")[0]
    if not Grant.objects.using(UNBOUND).filter(family_id=s.family_id, team_id=other.pk).exists():
        _grant(s, reason="team", team_id=other.pk)


_SECONDS = timedelta(seconds=2)
# What a young person told their helper is for that helper: for no team, and for nobody who supervises them.
BUT_THE_HELPERS_OWN = tuple(section for section in EVERYTHING if section != Section.YOUNG_PERSON)

RELATIONS: tuple[Relation, ...] = (
    Relation("circle", "in the family’s circle", CIRCLE, set_up=_grant),
    Relation("started", "started the record", EVERYTHING, set_up=lambda s: _grant(s, sections=EVERYTHING, reason="started")),
    Relation("story_only", "in the circle, for the shared story alone", (Section.SHARED,),
             set_up=lambda s: _grant(s, sections=(Section.SHARED,))),
    Relation("team", "in a team with a grant", CIRCLE, by_team=True, set_up=_to_team),
    Relation("duty", "in a team on duty for a request", CIRCLE, by_team=True, set_up=lambda s: _to_team(s, "duty")),
    Relation("other_team", "in a team without one, where another has", set_up=_through_another_team),
    Relation("supervised", "supervises somebody in the circle", BUT_THE_HELPERS_OWN, by_supervision=True,
             set_up=_supervising),
    Relation("supervised_before", "supervised them until lately", set_up=lambda s: _supervising(s, ended=True)),
    Relation("agreement", "by an agreement between organisations", CIRCLE, ends=True, set_up=_agreement),
    Relation("agreement_ended", "by an agreement that has ended", set_up=lambda s: _agreement(s, ended=True)),
    Relation("court_order", "by a court’s order", EVERYTHING,
             set_up=lambda s: _grant(s, sections=EVERYTHING, reason="court_order", evidence="Order of 3 May")),
    Relation("expired", "access that has expired", set_up=lambda s: _grant(s, ends_at=s.now - HOUR / 2)),
    Relation("withdrawn", "access withdrawn a moment ago",
             set_up=lambda s: _grant(s, ends_at=s.now - _SECONDS, ended_by_id=s.author_id)),
    Relation("not_begun", "access that has not begun", set_up=lambda s: _grant(s, starts_at=s.now + 24 * HOUR)),
    Relation("denied", "in the circle, and denied for a conflict of interest", set_up=_in_circle_but_denied),
    Relation("named", "in the circle of a restricted record, and named", CIRCLE, restricted=True, set_up=_named),
    Relation("team_named", "in a team that is named for a restricted record", CIRCLE, by_team=True, restricted=True,
             set_up=_team_named),
    Relation("not_named", "in the circle of a restricted record, and not named", set_up=_not_named),
    Relation("emergency", "opened it in an emergency", IN_AN_EMERGENCY, ends=True, emergency=True,
             set_up=_in_an_emergency),
    Relation("own", "their own family", portal=True, set_up=_own),
    Relation("stranger", "nothing to do with the family"),
)  # fmt: skip

RELATION = {relation.key: relation for relation in RELATIONS}
