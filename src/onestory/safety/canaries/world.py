"""The world the canaries live in: the protected family, an ordinary one everybody may see, and all who should learn nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.test import Client
from django.utils import timezone

from onestory.access.actions import guarding
from onestory.access.models import Account, Grant, Team, TeamMembership
from onestory.access.models.closing import Named, Restriction
from onestory.access.models.sharing import Agreement, PortalAccess, Supervision
from onestory.access.roles import ROLES
from onestory.access.sections import CIRCLE, EVERYTHING, Section
from onestory.access.viewer import Viewer, acting_as
from onestory.core.dates import PartialDate, today
from onestory.core.ids import uuid7
from onestory.network.models import Organisation
from onestory.people import queries
from onestory.people.actions import alongside, families
from onestory.people.inputs import NameGiven, NewPerson
from onestory.people.models import Family, Membership
from onestory.safety import declared
from onestory.safety.canaries import meeting, planting, requesting, walking
from onestory.safety.canaries.planting import AUTHOR, GOVERNANCE, OPEN, STAFF, Planted, Tokens
from onestory.safety.canaries.tokens import Token
from onestory.safety.doors import Of
from onestory.safety.making import THE_AUTHOR, UNBOUND, Making, made_account
from onestory.safety.matrix.world import COLLEAGUE

HOUR = timedelta(hours=1)
_ALL = frozenset({"staff", "open", "child", "father", "author", *EVERYTHING, *(f"child_{one}" for one in Section)})
_CHILD = frozenset({"child", "father", *(f"child_{one}" for one in CIRCLE)})


@dataclass(frozen=True)
class Actor:
    """Somebody who looks. `sees` is all of the protected family that is theirs to see, in the words of `planting`."""

    key: str
    says: str
    role: str = ""
    sees: frozenset[str] = frozenset()
    kind: str = Account.Kind.STAFF
    # What statements of their own would show them beyond that: the loading program reads whole tables, and no page.
    by_statement: frozenset[str] = frozenset()

    @property
    def is_staff(self) -> bool:
        return self.kind == Account.Kind.STAFF


def _staff(key: str, says: str, role: str = "practitioner", sees: frozenset[str] = frozenset()) -> Actor:
    return Actor(key, says, role, STAFF | sees)


def _family(key: str, says: str, sees: frozenset[str] = frozenset()) -> Actor:
    return Actor(key, says, sees=sees, kind=Account.Kind.FAMILY)


_BY_ROLE = {"information_governance": GOVERNANCE, "feeds": frozenset({"feeds"})}
ANONYMOUS, AUTHOR_KEY = "anonymous", "author"
ACTORS: tuple[Actor, ...] = (
    # The one who may see everything: a crawl in which they are shown no token would look at nothing.
    Actor(AUTHOR_KEY, "whoever started the record", "practitioner", _ALL),
    Actor(ANONYMOUS, "nobody signed in"),
    *(
        _staff(key, role.name.lower(), key, _BY_ROLE.get(key, frozenset()))
        for key, role in ROLES.items()
        if key != "linkage"
    ),
    Actor("linkage", "the program that loads partner files", "linkage", kind=Account.Kind.SERVICE,
          by_statement=_ALL | {"linkage"}),
    _staff("not_named", "in the circle, and not among those named"),
    _staff("same_team", "in a team alongside the family, and not named"),
    _staff("denied", "named, in the circle, and denied"),
    _staff("expired", "whose access has ended"),
    _staff("supervising", "supervises somebody who is named, and is not named", "supervisor"),
    _staff("by_agreement", "of a partner organisation, by an agreement, and not named"),
    _staff("in_circle", "named, and in the circle without confidential addresses", sees=OPEN | {*CIRCLE} | _CHILD),
    _staff("volunteer_in_circle", "a volunteer, named and in the circle", "volunteer",
           OPEN | {"shared", "child", "child_shared", "father"}),
    _staff("other_home", "in the circle of the father’s family, to which the child belongs too", sees=_CHILD),
    _family("other_parent", "the father, in his own space", frozenset({"father", "portal_child", "fathers_page"})),
    _family("another_parent", "a parent of another family"),
    _family("another_young_person", "a young person of another family"),
)  # fmt: skip
BY_KEY = {actor.key: actor for actor in ACTORS}


@dataclass(frozen=True)
class Somewhere:
    """A family's identifiers: its own, its people's, and one thing of each kind that stands in addresses."""

    family: UUID
    people: Mapping[str, UUID]
    things: Mapping[str, tuple[UUID, ...]]


@dataclass(frozen=True)
class World:
    tokens: Mapping[str, Token]
    protected: Somewhere
    ordinary: Somewhere
    # The father's, to which the child belongs too.
    other_home: Somewhere
    accounts: Mapping[str, UUID]
    sessions: Mapping[str, str]
    own: Mapping[str, Mapping[str, UUID]]
    shared: Mapping[str, UUID]
    emails: Mapping[str, str] = field(default_factory=dict)

    def worth(self, *names: str) -> list[Token]:
        return [self.tokens[name] for name in names]


def build(token: Tokens | None = None) -> World:
    """Make it, in a database that holds nobody yet, with `unbound` open."""
    return _Builder(token or Tokens()).world()


class _Builder:
    def __init__(self, token: Tokens) -> None:
        self.now, self.token = timezone.now(), token
        self.known = declared.things()
        self.home = Organisation.objects.using(UNBOUND).create(id=uuid7(), name="Home")
        refuge = Organisation.objects.using(UNBOUND).create(
            id=uuid7(), name=self.token("worker’s organisation", STAFF), discreet=True
        )
        self.teams = {name: self._team(name, self.home) for name in ("Whitleigh", "Elsewhere", "The author’s team")}
        self.refuge = self._team(self.token("worker’s team", STAFF), refuge)
        self.author = self._account("The author", self.teams["The author’s team"], "practitioner", email=THE_AUTHOR)
        self.worker = self._account(
            self.token("worker’s name", STAFF), self.refuge, "practitioner", job_title=self.token("worker’s job", STAFF)
        )
        self._account("A colleague", self.teams["Elsewhere"], "practitioner", email=COLLEAGUE)
        self.accounts = {one.key: self._actor(one) for one in ACTORS if one.key != ANONYMOUS}

    def world(self) -> World:
        protected, planted = self._protected()
        father_home = self._father_home(planted)
        other_home = Somewhere(father_home.pk, protected.people, protected.things)
        ordinary = self._ordinary()
        self._governance(planted)
        for actor in ACTORS:
            self._stand(actor, planted, father_home)
        self._close(planted)
        planting.deliver(loader=self.accounts["linkage"], about=planted.person("mother").pk, token=self.token)
        things = [(name, several) for name, several in self.known.items() if several[0].of is Of.NETWORK]
        with acting_as(self.author) as viewer:
            shared = {name: several[0].make(Making(viewer, None, 0)) for name, several in things}
        return World(
            dict(self.token.made), protected, ordinary, other_home, {key: one.pk for key, one in self.accounts.items()},
            {key: self._session(one) for key, one in self.accounts.items()},
            {key: self._own(one) for key, one in self.accounts.items()}, shared,
            {key: one.email for key, one in self.accounts.items()},
        )  # fmt: skip

    # --- families ---

    def _protected(self) -> tuple[Somewhere, Planted]:
        with acting_as(self.author) as viewer:
            planted = planting.start(by=viewer, token=self.token)
            things = self._things(viewer, planted.family, planted.places, number=1)
            planting.plant(planted)
            walking.plant(planted)
            requesting.plant(planted)
            meeting.plant(planted)
            planting.begin_writing(by=viewer, family=planted.family, token=self.token)
            families.leave(by=viewer, membership=planted.places["left"], on=today() - timedelta(days=30))
        people = {f"{name}_id": place.person_id for name, place in planted.places.items()}
        return Somewhere(planted.family.pk, people, things), planted

    def _father_home(self, planted: Planted) -> Family:
        """Where the child spends the other half of the week: nothing of the mother is in it."""
        with acting_as(self.author) as viewer:
            new = NewPerson(name=NameGiven(given="Enid", family="Brown"), role="grandparent", born=PartialDate("1955"))
            started = families.start(by=viewer, people=[new], name="The Brown family")
            family = queries.family(viewer, started.pk)
            for name, role in (("father", "parent"), ("child", "child")):
                families.join(by=viewer, family=family, person=planted.person(name), role=role, share=50)
        return family

    def _ordinary(self) -> Somewhere:
        """One that is open to everybody who works here, so that they have pages to look at and people to find."""
        who = {"mother": ("Ada", "1991-05-04"), "left": ("Ben", "1993-02-01"), "child": ("Chidi", "2015-04-19")}
        roles = {"mother": "parent", "left": "other", "child": "child"}
        with acting_as(self.author) as viewer:
            new = [
                NewPerson(name=NameGiven(given=given, family="Brown"), role=roles[name], born=PartialDate(born))
                for name, (given, born) in who.items()
            ]
            started = families.start(by=viewer, people=new, name="The Ada Brown family")
            family = queries.family(viewer, started.pk)
            places = dict(zip(("mother", "left", "child"), queries.members(viewer, family), strict=True))
            things = self._things(viewer, family, places, number=2)
            families.leave(by=viewer, membership=places["left"], on=today() - timedelta(days=30))
        for actor in ACTORS:
            if actor.key in self.accounts and actor.role:
                self._grant(family, account_id=self.accounts[actor.key].pk, sections=EVERYTHING)
        people = {f"{name}_id": place.person_id for name, place in places.items()}
        for key, person in (("another_parent", "mother"), ("another_young_person", "child")):
            self._way_in(key, family.pk, people[f"{person}_id"], [people["child_id"]] if person == "mother" else [])
        return Somewhere(family.pk, people, things)

    def _things(
        self, viewer: Viewer, family: Family, places: Mapping[str, Membership], *, number: int
    ) -> dict[str, tuple[UUID, ...]]:
        making = Making(viewer, queries.family(viewer, family.pk), number, places=places)
        known = [(name, several) for name, several in self.known.items() if several[0].of is Of.FAMILY]
        return {name: tuple(thing.make(making) for thing in several) for name, several in known}

    # --- who stands how ---

    def _governance(self, planted: Planted) -> None:
        """What was written about the guarding of the record, each for whom it is written."""
        token, family = self.token, planted.family.pk
        of_opening = token("why it was opened in an emergency", OPEN, GOVERNANCE)
        colleague = Account.objects.using(UNBOUND).get(email=COLLEAGUE)
        with acting_as(colleague) as viewer:
            emergency = guarding.break_glass(by=viewer, family=family, reason=f"Nobody has seen them: {of_opening}")
        with acting_as(self.author) as viewer:
            finding = token("what was found of the emergency", OPEN, GOVERNANCE)
            guarding.close_break_glass(by=viewer, which=emergency, justified=True, finding=finding)
            guarding.declare_interest(
                by=viewer, kind="friend", given=token("interest, first name", AUTHOR, GOVERNANCE),
                family=token("interest, last name", AUTHOR, GOVERNANCE),
                postcode=token("interest, postcode", AUTHOR, GOVERNANCE, shape="postcode"),
            )  # fmt: skip
            alongside.ask(
                by=viewer, name="Zebedee Quill", born=date(1904, 2, 29), postcode="", why="planning",
                reason=f"Planning with {token('why it was asked', GOVERNANCE)}",
            )  # fmt: skip

    def _stand(self, actor: Actor, planted: Planted, father_home: Family) -> None:
        family, account = planted.family, self.accounts.get(actor.key)
        if account is None:
            return
        match actor.key:
            case "not_named" | "denied":
                self._grant(family, account_id=account.pk, sections=EVERYTHING)
            case "in_circle" | "volunteer_in_circle":
                self._grant(family, account_id=account.pk, evidence=self.token(f"evidence for {actor.key}", OPEN))
            case "same_team":
                self._grant(family, team_id=self.teams["Whitleigh"].pk, reason="team")
            case "expired":
                self._grant(family, account_id=account.pk, sections=EVERYTHING, ends_at=self.now - HOUR / 2)
            case "other_home":
                self._grant(father_home, account_id=account.pk)
            case "supervising":
                Supervision.objects.using(UNBOUND).create(supervisor_id=account.pk, account_id=self.worker.pk)
            case "by_agreement":
                self._by_agreement(family, account)
            case "other_parent":
                child = planted.person("child").pk
                self._way_in(actor.key, family.pk, planted.person("father").pk, [child])

    def _by_agreement(self, family: Family, account: Account) -> None:
        agreement = Agreement.objects.using(UNBOUND).create(
            name="Sharing", purpose="Early help", basis="public_task", sections=list(CIRCLE), organisation_ids=[self.home.pk],
            document="Kept", starts_on=today() - timedelta(days=9), ends_on=today() + timedelta(days=9), lead_id=self.author.pk,
            written_by_id=self.author.pk,
        )  # fmt: skip
        ends = self.now + timedelta(days=8)
        self._grant(family, account_id=account.pk, reason="agreement", agreement_id=agreement.pk, ends_at=ends)

    def _close(self, planted: Planted) -> None:
        """Last of all: kept to those who are named, and closed to one of them."""
        family = planted.family.pk
        self._grant(
            planted.family,
            account_id=self.worker.pk,
            sections=EVERYTHING,
            purpose=self.token("worker’s purpose", OPEN, GOVERNANCE),
        )
        named = [
            self.author,
            self.worker,
            *(self.accounts[key] for key in ("in_circle", "volunteer_in_circle", "denied")),
        ]
        restriction = Restriction.objects.using(UNBOUND).create(
            family_id=family, reason=self.token("why it is restricted", OPEN, GOVERNANCE), starts_at=self.now - HOUR,
            set_by_id=self.author.pk,
        )  # fmt: skip
        for one in named:
            Named.objects.using(UNBOUND).create(restriction=restriction, account_id=one.pk, named_by_id=self.author.pk)
        with acting_as(self.author) as viewer:
            reason = self.token("why somebody is denied", AUTHOR, GOVERNANCE)
            guarding.deny(by=viewer, family=family, account=self.accounts["denied"].pk, kind="safety", reason=reason)

    # --- rows ---

    def _grant(
        self, family: Family, *, reason: str = "circle", sections: tuple[str, ...] = CIRCLE, **more: object
    ) -> None:
        Grant.objects.using(UNBOUND).create(
            family_id=family.pk, reason=reason, sections=[str(one) for one in sections], given_by_id=self.author.pk,
            **({"starts_at": self.now - HOUR} | more),
        )  # fmt: skip

    def _way_in(self, key: str, family: UUID, person: UUID, children: list[UUID]) -> None:
        kind = "young_person" if "young" in key else "parent"
        seen = self.token(f"evidence for {key}", OPEN | {"shared"}, frozenset({"father"}))
        PortalAccess.objects.using(UNBOUND).create(
            account_id=self.accounts[key].pk, family_id=family, person_id=person, kind=kind, children=children,
            evidence=seen if key == "other_parent" else "Seen", starts_at=self.now - HOUR,
            given_by_id=self.author.pk,
        )  # fmt: skip

    def _actor(self, actor: Actor) -> Account:
        if actor.key == AUTHOR_KEY:
            return self.author
        team = self.teams["Whitleigh" if actor.key == "same_team" else "Elsewhere"]
        return self._account(
            actor.says.capitalize(),
            team if actor.role else None,
            actor.role,
            kind=actor.kind,
            email=f"{actor.key}@canaries.example",
        )

    def _account(
        self, name: str, team: Team | None = None, role: str = "", *, kind: str = Account.Kind.STAFF, email: str = "",
        job_title: str = "",
    ) -> Account:  # fmt: skip
        account = Account(email=email or f"{uuid7()}@canaries.example", name=name, kind=kind, job_title=job_title)
        account.set_unusable_password()
        account.save(using=UNBOUND, force_insert=True)
        if team:
            TeamMembership.objects.using(UNBOUND).create(
                account_id=account.pk, team_id=team.pk, role=role, starts_at=self.now - timedelta(days=30)
            )
        return made_account(account.pk)

    def _team(self, name: str, organisation: Organisation) -> Team:
        return Team.objects.using(UNBOUND).create(name=name, organisation_id=organisation.pk)

    def _session(self, account: Account) -> str:
        browser = Client()
        browser.force_login(account)
        return browser.cookies["sessionid"].value

    def _own(self, account: Account) -> dict[str, UUID]:
        own = [(name, several) for name, several in self.known.items() if several[0].of is Of.ACCOUNT]
        if account.kind != Account.Kind.STAFF:
            return {name: uuid7() for name, _ in own}
        with acting_as(account) as viewer:
            return {name: several[0].make(Making(viewer, None, 0)) for name, several in own}
