"""What somebody says when they ask for help, already parsed by the one helper for each kind of thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from onestory.core import emails, phones
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid
from onestory.support.models import Asker, Request
from onestory.support.models.requests import Door, Reach, Urgency

_READ: dict[str, Callable[[str], str]] = {Reach.CALL: phones.parse, Reach.TEXT: phones.parse, Reach.EMAIL: emails.parse}


def read_at(how: str, typed: str) -> str:
    """What was typed for a way of reaching somebody: a number or an email address as it is kept, anything else as it stands.

    Raises Invalid for what cannot be rung or written to: found out later, it would be found out by whoever is not told.
    """
    return _READ[how](typed) if how in _READ and typed.strip() else typed


def show_at(how: str, at: str) -> str:
    """The same as people read it."""
    return phones.show(at) if how in (Reach.CALL, Reach.TEXT) and at.startswith("+") else at


@dataclass(frozen=True, kw_only=True)
class SafeReach:
    """How they may be reached safely: asked before anything else."""

    how: str = ""
    at: str = ""
    when: str = ""
    leave_message: bool | None = None
    code_word: str = ""

    def columns(self) -> dict[str, Any]:
        """As a request holds it. Raises Invalid for what no column would."""
        said = {_REACHED.get(one.name, one.name): getattr(self, one.name) for one in fields(self)}
        said = {name: text.strip() if isinstance(text, str) else text for name, text in said.items()}
        for name, text in said.items():
            _must_fit(Request, name, text)
        return said

    @classmethod
    def of(cls, request: Request) -> dict[str, Any]:
        """As it stands on a request now, by the names of this."""
        return {one.name: getattr(request, _REACHED.get(one.name, one.name)) for one in fields(cls)}


@dataclass(frozen=True, kw_only=True)
class About:
    """Whom it is about, as far as anybody said. `others`: who else is in the family, in their words."""

    given: str = ""
    family: str = ""
    born: PartialDate | None = None
    postcode: str = ""
    others: str = ""


@dataclass(frozen=True, kw_only=True)
class AskedBy:
    """Whoever asks and is not of the family. `signs_in`: it is the viewer, who reads here what became of it."""

    name: str = ""
    role: str = ""
    organisation: str = ""
    how: str = ""
    at: str = ""
    family_knows: bool | None = None
    signs_in: bool = False


@dataclass(frozen=True, kw_only=True)
class NewRequest:
    """One asking for help. `words_by` says whose words they are: "Ada", "her teacher"."""

    door: str
    words: str = ""
    words_by: str = ""
    urgency: str = Urgency.USUAL
    reach: SafeReach = field(default_factory=SafeReach)
    about: About = field(default_factory=About)
    asker: AskedBy | None = None

    def __post_init__(self) -> None:
        """Raises Invalid for what no column would hold."""
        if self.door not in Door.values or self.urgency not in Urgency.values:
            raise Invalid("Choose one of those on the list.")
        for name, text in self.said().items():
            _must_fit(Request, name, text)
        for name, text in (asdict(self.asker) if self.asker else {}).items():
            if name != "signs_in":
                _must_fit(Asker, name, text)

    @property
    def is_enough(self) -> bool:
        """Who or what: without either there would be nothing to begin with."""
        about = self.about
        return any(one.strip() for one in (self.words, about.given, about.family, about.others, self.reach.at))

    def said(self) -> dict[str, Any]:
        """By the name of its column."""
        reach = {_REACHED.get(one.name, one.name): getattr(self.reach, one.name) for one in fields(self.reach)}
        about = {f"about_{one.name}": getattr(self.about, one.name) for one in fields(self.about)}
        about["about_born"] = self.about.born.iso if self.about.born else ""
        said = reach | about | {"words": self.words, "words_by": self.words_by}
        said = {name: text.strip() if isinstance(text, str) else text for name, text in said.items()}
        return said | {"door": str(self.door), "urgency": str(self.urgency)}


_REACHED = {"how": "reach_how", "at": "reach_at", "when": "reach_when"}


def _must_fit(model: type[Request] | type[Asker], column: str, text: object) -> None:
    longest = getattr(model._meta.get_field(column), "max_length", None)
    if isinstance(text, str) and longest and len(text.strip()) > longest:
        raise Invalid(f"That is longer than the {longest} characters there is room for.", column)
