"""Doors: what every address declares about itself. Who may open it, by which methods, and how to make an example of it.

A journey keeps its doors in `doors.py`, beside its `urls.py`; an address that declares none fails the build. The permission
matrix is worked out from these lines alone, and docs/reference/permissions.md is written from them. They decide nothing while
pages are served: each view asks for itself, and the matrix finds out whether it does. docs/how-to/add-a-page.md shows how.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from uuid import UUID

from onestory.access.roles import May
from onestory.access.sections import Section

READ = ("GET",)
FORM = ("GET", "POST")
SEND = ("POST",)
ANY_METHOD = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SHOWN, ACCEPTED, SAVED = 200, 302, 204


class To(Enum):
    """To whom a door opens at all; what more it asks of them stands beside it in `Audience`."""

    ANYONE = "anyone, signed in or not"
    SIGNED_IN = "anyone signed in"
    STAFF = "staff"
    PORTAL = "families themselves"


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Whoever a door opens to. Everybody else gets the very answer that a mistyped address gets, or is sent to sign in.

    `may` is asked of a role held now, `to_send` also of whoever sends. With `family` the family in the address must be
    open to them, with all of `sections` where some are named. With `own` the thing in the address must be their own;
    with `may_begin`, what is sent may also be the first of its thing. What `passes_on` access is refused, when sent, to those
    whose own access ends on a day; what is for `lasting` access, to those who opened the record in an emergency and have no
    other reason; with `lasting_to_send` only what they send. What needs the record to be `unrestricted` is refused, when sent,
    where it is kept to people who are named. What is `on_duty` is for those in whose team it is.
    """

    to: To
    may: May | None = None
    to_send: May | None = None
    roles: frozenset[str] = frozenset()
    family: bool = False
    sections: frozenset[Section] = frozenset()
    own: bool = False
    may_begin: bool = False
    passes_on: bool = False
    lasting: bool = False
    lasting_to_send: bool = False
    unrestricted: bool = False
    on_duty: bool = False


@dataclass(frozen=True)
class Example:
    """One address with its arguments filled in, for whoever makes the form that is sent there."""

    arguments: Mapping[str, Any]
    account_id: UUID | None
    family: Mapping[str, UUID] = field(default_factory=dict)

    def __getitem__(self, argument: str) -> Any:
        return self.arguments[argument]


Sends = Callable[[Example], Mapping[str, Any]]


def nothing(_: Example) -> Mapping[str, Any]:
    """For a button without boxes."""
    return {}


@dataclass(frozen=True)
class Door:
    """One address. `says` finishes the sentence “Here somebody can …” and is published.

    `sends` makes a form that is accepted, and is needed where `methods` has POST. `example` gives arguments that are not
    things of a family (a part, a theme). `shows` is what opening it answers, `accepts` what sending a good form answers, and
    `refuses` what sending an empty one answers: where that is itself accepted, say so.
    """

    says: str
    opens_to: Audience
    methods: tuple[str, ...] = READ
    sends: Sends | None = None
    example: Mapping[str, Any] = field(default_factory=dict)
    shows: tuple[int, ...] = (SHOWN,)
    accepts: tuple[int, ...] = (ACCEPTED,)
    refuses: tuple[int, ...] = (422,)
    # Where somebody goes whose face of the product is another, if they are not simply told that nothing is here.
    otherwise: str = ""
    # Where it is, for a pattern from which no address can be made.
    at: str = ""
    # Sections of the family's record that this page shows to whoever may see them.
    displays: frozenset[Section] = frozenset()
    # Bytes of a form with a file; 0 where none is taken, and no more is read than a page of writing needs.
    takes: int = 0


def anyone() -> Audience:
    return Audience(to=To.ANYONE)


def signed_in(*, own: bool = False) -> Audience:
    return Audience(to=To.SIGNED_IN, own=own)


def staff(
    *, may: May | None = None, to_send: May | None = None, roles: tuple[str, ...] = (), own: bool = False,
    may_begin: bool = False, on_duty: bool = False,
) -> Audience:  # fmt: skip
    """Whoever works here, where their role allows `may` or is one of `roles`."""
    return Audience(
        to=To.STAFF, may=may, to_send=to_send, roles=frozenset(roles), own=own, may_begin=may_begin, on_duty=on_duty
    )


def family(
    *, may: May | None = None, to_send: May | None = None, sections: tuple[Section, ...] = (), passes_on: bool = False,
    lasting: bool = False, lasting_to_send: bool = False,
    unrestricted: bool = False,
) -> Audience:  # fmt: skip
    """Staff to whom the family in the address is open, and whose role allows `may`."""
    return Audience(
        to=To.STAFF, may=may, to_send=to_send, family=True, sections=frozenset(sections), passes_on=passes_on,
        lasting=lasting, lasting_to_send=lasting_to_send, unrestricted=unrestricted,
    )  # fmt: skip


def portal(*, own: bool = True) -> Audience:
    """Parents and young people, about their own family."""
    return Audience(to=To.PORTAL, own=own)


class Of(Enum):
    """Whose a thing in an address is."""

    FAMILY = "a family"
    ACCOUNT = "the account"
    NETWORK = "nobody's in particular"


@dataclass(frozen=True)
class Thing:
    """What an argument of an address stands for, and how the matrix makes one in its made-up world.

    `make` is handed a `safety.making.Making`: for a thing of a family, acting as someone who sees it all; for a thing of an
    account, acting as that account. Only those see it to whom its `section` is open, and what it needs `also`. `within` names
    the argument it belongs to, such as the person whose name it is, and `whose` which of the family's people that is. One that
    is not `there` any more answers as nothing.
    """

    make: Callable[[Any], UUID]
    of: Of = Of.FAMILY
    section: str = ""
    also: tuple[str, ...] = ()
    state: str = "ordinary"
    within: str = ""
    whose: str = "mother"
    there: bool = True

    @property
    def sections(self) -> frozenset[str]:
        return frozenset(str(one) for one in (self.section, *self.also) if one)


Doors = Mapping[str, Door]
Things = Mapping[str, Thing | tuple[Thing, ...]]
