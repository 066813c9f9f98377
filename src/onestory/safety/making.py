"""What whoever makes a thing of the matrix's world is handed: as whom, for which family, and what was made before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from onestory.access import knocking
from onestory.access.models import Account
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.people.models import Family, Membership, Person

# The alias of a connection that no wall binds, for rows that nobody could write through the product: a grant that has
# ended, an account that was closed. It exists while a world is made, and never while addresses are tried.
UNBOUND = "unbound"
THE_AUTHOR = "author@matrix.example"


def made_account(number: UUID) -> Account:
    """As signing in reads it: with nobody signed in, every other account is closed."""
    found = knocking.by_account(number)
    assert found, "an account of the world that was made"
    return found


def author() -> Account:
    """Whoever wrote the families of the world down, for what a form sends about them."""
    found = knocking.by_email(THE_AUTHOR)
    assert found, "the author of the world that was made"
    return found


@dataclass(frozen=True)
class Making:
    """`mark` goes into whatever is written: the matrix reads in every answer whose marks it shows."""

    viewer: Viewer
    family: Family | None
    number: int
    made: Mapping[str, UUID] = field(default_factory=dict)
    places: Mapping[str, Membership] = field(default_factory=dict)

    def mark(self, section: str = "") -> str:
        return mark(self.number, section)

    def person(self, name: str) -> Person:
        return self.places[name].person

    @property
    def its_family(self) -> Family:
        """The family, for a thing that has one."""
        assert self.family, "a thing of a family is made within one"
        return self.family


BASE = "base"
MARKS = re.compile(
    r"(?<![a-z0-9])zq\d\d(?:base|" + "|".join(str(one).replace("_", "") for one in Section) + ")(?![a-z0-9])"
)


def mark(number: int, section: str = "") -> str:
    """A word that stands in no other family and no other section, and in no language: “zq07health”."""
    return f"zq{number:02d}{(section or BASE).replace('_', '')}"
