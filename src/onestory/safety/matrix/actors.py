"""Who tries the addresses: one account for each role there is, and those that hold none, or hold one no more."""

from __future__ import annotations

from dataclasses import dataclass

from onestory.access.models import Account
from onestory.access.roles import ROLES, May
from onestory.access.sections import Section


@dataclass(frozen=True)
class Actor:
    """Somebody at the door. `held` are the roles they hold now, from which everything else about them follows."""

    key: str
    says: str
    held: tuple[str, ...] = ()
    kind: str = Account.Kind.STAFF
    signed_in: bool = True
    # Whether they work for another organisation than the team that started the record.
    partner: bool = False

    def may(self, what: May) -> bool:
        return any(what in ROLES[role].allows for role in self.held)

    @property
    def ceiling(self) -> frozenset[str]:
        """The sections their roles may ever see; none, and no family is open to them."""
        return frozenset(str(section) for role in self.held for section in ROLES[role].ceiling)

    @property
    def by_team(self) -> bool:
        return any(ROLES[role].by_team for role in self.held)


def _role(key: str) -> Actor:
    return Actor(key, ROLES[key].name.lower(), (key,))


LEAVER, FORMER, TEAMLESS = "leaver", "former", "teamless"

ACTORS: tuple[Actor, ...] = (
    Actor("anonymous", "nobody signed in", signed_in=False),
    *(_role(key) for key in ROLES if key != "linkage"),
    Actor("linkage", "the program that loads partner files", ("linkage",), kind=Account.Kind.SERVICE),
    Actor(LEAVER, "a leaver, with a session from before", signed_in=False),
    Actor(FORMER, "somebody who has left their team"),
    Actor(TEAMLESS, "an account in no team"),
    Actor("partner", "a practitioner of a partner organisation", ("practitioner",), partner=True),
    Actor("two_roles", "a volunteer who is an administrator too", ("volunteer", "administrator")),
    Actor("parent", "a parent", kind=Account.Kind.FAMILY),
    Actor("young_person", "a young person", kind=Account.Kind.FAMILY),
)

BY_KEY = {actor.key: actor for actor in ACTORS}
EVERYTHING = frozenset(str(section) for section in Section)
