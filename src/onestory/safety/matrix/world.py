"""The world the matrix is tried in: for each relation a family with one thing of each kind, and every actor standing so to it.

What a family holds is written through the product's own actions, by its author. Nobody in it is real.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connections
from django.test import Client
from django.utils import timezone
from psycopg.conninfo import conninfo_to_dict

from onestory.access.models import Account, Team, TeamMembership
from onestory.access.sections import Section
from onestory.access.viewer import acting_as
from onestory.core.dates import PartialDate, today
from onestory.core.ids import uuid7
from onestory.network.models import Organisation
from onestory.people import queries
from onestory.people.actions import families
from onestory.people.inputs import NameGiven, NewPerson
from onestory.people.models import Membership
from onestory.safety import declared
from onestory.safety.doors import Of, Thing
from onestory.safety.making import THE_AUTHOR, UNBOUND, Making, made_account, mark
from onestory.safety.matrix import relations
from onestory.safety.matrix.actors import ACTORS, FORMER, LEAVER, Actor
from onestory.safety.matrix.relations import RELATIONS, Relation
from onestory.story.actions import sections

COLLEAGUE = "colleague@matrix.example"
_addresses = itertools.count(1)


@dataclass(frozen=True)
class Made:
    """One thing there is, in one of its states; `within` is the argument and the value it belongs to."""

    id: UUID
    state: str = "ordinary"
    sections: frozenset[str] = frozenset()
    there: bool = True
    within: tuple[str, UUID] | None = None


@dataclass(frozen=True)
class MadeFamily:
    number: int
    relation: str
    id: UUID
    people: Mapping[str, UUID]
    things: Mapping[str, tuple[Made, ...]]


@dataclass(frozen=True)
class Account_:  # noqa: N801 - the product's own `Account` stands beside it
    """An actor's account, its session, and what is its own."""

    id: UUID | None
    session: str
    things: Mapping[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """Everything by name and number, so that another process can be handed it."""

    families: tuple[MadeFamily, ...]
    accounts: Mapping[str, Account_]
    shared: Mapping[str, UUID]


@contextmanager
def unbound(url: str) -> Iterator[None]:
    """A connection that no wall binds, while a world is made. Gone before the first address is tried."""
    parts = conninfo_to_dict(url)
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    place = {ours: parts.get(theirs, "") for ours, theirs in named.items()}
    connections.settings[UNBOUND] = connections.settings["default"] | place | {"OPTIONS": {}}
    try:
        yield
    finally:
        connections[UNBOUND].close()
        # Django would go on with it where another world is made.
        del connections[UNBOUND]
        del connections.settings[UNBOUND]


def build() -> World:
    """Make it, in a database that holds nobody yet, with `unbound` open."""
    builder = _Builder()
    made = tuple(builder.family(number, relation) for number, relation in enumerate(RELATIONS, start=1))
    shared = builder.shared()
    accounts = {actor.key: builder.account_of(actor, made[0].id) for actor in ACTORS}
    builder.close(LEAVER)
    return World(made, accounts, shared)


class _Builder:
    def __init__(self) -> None:
        self.now = timezone.now()
        self.known = declared.things()
        self.home, self.partner = self._organisation("Home"), self._organisation("Partner")
        self.team, self.partners = self._team("Whitleigh", self.home), self._team("Partner team", self.partner)
        self.author = self._account(
            "The author", self._team("The author’s team", self.home), "practitioner", email=THE_AUTHOR
        )
        self._account("A colleague", self.team, "practitioner", email=COLLEAGUE)
        self.actors = {actor.key: self._actor(actor) for actor in ACTORS if actor.key != "anonymous"}

    def things(self, of: Of) -> list[tuple[str, tuple[Thing, ...]]]:
        return [(name, thing) for name, thing in self.known.items() if thing[0].of is of]

    def shared(self) -> dict[str, UUID]:
        with acting_as(self.author) as viewer:
            making = Making(viewer, None, 0)
            return {name: thing[0].make(making) for name, thing in self.things(Of.NETWORK)}

    def account_of(self, actor: Actor, family: UUID) -> Account_:
        if actor.key not in self.actors:
            return Account_(None, "")
        account = self.actors[actor.key]
        with acting_as(account) as viewer:
            making = Making(viewer, None, 0)
            own = {name: thing[0].make(making) for name, thing in self.things(Of.ACCOUNT)}
        browser = Client()
        browser.force_login(account)
        return Account_(account.pk, browser.cookies["sessionid"].value, own)

    def close(self, key: str) -> None:
        """After they signed in: whoever leaves may have left a browser open."""
        theirs = Account.objects.using(UNBOUND).filter(pk=self.actors[key].pk)
        theirs.update(is_active=False, closed_at=self.now)

    def family(self, number: int, relation: Relation) -> MadeFamily:
        made = self._filled(number, relation)
        helper = self._account(f"Helper {number}", self._team(f"Helpers {number}", self.home), "practitioner")
        for actor in (actor for actor in ACTORS if actor.key in self.actors):
            relation.set_up(self._setting(actor, made, helper))
        return made

    def _setting(self, actor: Actor, made: MadeFamily, helper: Account) -> relations.Setting:
        return relations.Setting(
            actor=actor, account_id=self.actors[actor.key].pk, family_id=made.id,
            teams=(self.team.pk, self.partners.pk), author_id=self.author.pk, helper_id=helper.pk,
            organisation_id=self.partner.pk, person_id=made.people["mother_id"], children=(made.people["child_id"],),
            now=self.now,
        )  # fmt: skip

    def _filled(self, number: int, relation: Relation) -> MadeFamily:
        with acting_as(self.author) as viewer:
            started = families.start(by=viewer, people=_people(number), name=f"The Okafor {mark(number)} family")
            family = queries.family(viewer, started.pk)
            places = dict(zip(("mother", "left", "child"), queries.members(viewer, family), strict=True))
            making = Making(viewer, family, number, places=places)
            sections.write(by=viewer, family=family, part="what_matters", voice="worker",
                           text=f"Words {making.mark(Section.SHARED)}", based_on=0)  # fmt: skip
            # A family's page shows the last twenty things that happened: what is written is made last, and is among them.
            in_order = sorted(self.things(Of.FAMILY), key=lambda one: one[0].endswith(":entry_id"))
            things = {name: self._made(making, thing) for name, thing in in_order}
            families.leave(by=viewer, membership=places["left"], on=today() - timedelta(days=30))
            who = {f"{name}_id": place.person_id for name, place in places.items()}
            return MadeFamily(number, relation.key, family.pk, who, things)

    def _made(self, making: Making, several: tuple[Thing, ...]) -> tuple[Made, ...]:
        return tuple(_one(making, thing) for thing in several)

    def _actor(self, actor: Actor) -> Account:
        team = self.partners if actor.partner else self.team
        account = self._account(actor.says.capitalize(), kind=actor.kind)
        for role in actor.held or (("practitioner",) if actor.key in (FORMER, LEAVER) else ()):
            self._place(account, team, role, ends_at=self.now - timedelta(days=1) if actor.key == FORMER else None)
        return account

    def _account(
        self, name: str, team: Team | None = None, role: str = "", *, kind: str = Account.Kind.STAFF, email: str = ""
    ) -> Account:
        account = Account(email=email or f"actor{next(_addresses)}@matrix.example", name=name, kind=kind)
        account.set_unusable_password()
        account.save(using=UNBOUND, force_insert=True)
        if team:
            self._place(account, team, role)
        return made_account(account.pk)

    def _place(self, account: Account, team: Team, role: str, *, ends_at: datetime | None = None) -> None:
        TeamMembership.objects.using(UNBOUND).create(
            account_id=account.pk, team_id=team.pk, role=role, starts_at=self.now - timedelta(days=30), ends_at=ends_at
        )

    def _team(self, name: str, organisation: Organisation) -> Team:
        return Team.objects.using(UNBOUND).create(name=name, organisation_id=organisation.pk)

    def _organisation(self, name: str) -> Organisation:
        return Organisation.objects.using(UNBOUND).create(id=uuid7(), name=name)


def _one(making: Making, thing: Thing) -> Made:
    id = thing.make(making)
    whose = making.places[thing.whose].person_id
    return Made(id, thing.state, thing.sections, thing.there, (thing.within, whose) if thing.within else None)


def _people(number: int) -> list[NewPerson]:
    """The mother, her brother who has moved out, and her child."""

    def person(given: str, role: str, born: str) -> NewPerson:
        return NewPerson(
            name=NameGiven(given=given, family=f"Okafor-{mark(number)}"), role=role, born=PartialDate(born)
        )

    return [
        person("Ada", Membership.Role.PARENT, "1991-05-04"),
        person("Ben", Membership.Role.OTHER, "1993-02-01"),
        person("Chidi", Membership.Role.CHILD, "2014-03-14"),
    ]
