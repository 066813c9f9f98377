"""What presenters hand to templates: one shape for each part of a page, already worded."""

from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["plain", "attention", "good", "strong"]


@dataclass(frozen=True, kw_only=True)
class Link:
    """Something to press. `about` finishes it for those who hear it alone: "Change" + "phone number"."""

    text: str
    url: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Label:
    """A short word beside something. It makes sense in black and white: tone only repeats what it says."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, kw_only=True)
class SummaryRow:
    """One thing known. `note` says where it came from; several values stand side by side, one to a line."""

    key: str
    values: tuple[str, ...]
    note: str = ""
    links: tuple[Link, ...] = ()
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Column:
    heading: str
    numeric: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows are as long as `columns`; the first cell of each names the row. A cell may be a Link."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | Link, ...], ...]
    caption_hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    """Where the list goes on: keyset addresses, empty at either end."""

    older_url: str = ""
    newer_url: str = ""


@dataclass(frozen=True, kw_only=True)
class KnownFact:
    """Something the family has told us already, to be confirmed rather than asked again."""

    question: str
    answer: str
    source: str
    confirm_url: str = ""
    change_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a story, one glance tall: `kind` heads it, `rest` is folded away.

    `in_their_words` sets the words in the family's voice: `more` and `rest` where there are any, else `text`.
    """

    when: str
    when_iso: str
    kind: str
    text: str
    by: str
    more: str = ""
    rest: str = ""
    url: str = ""
    in_their_words: bool = False
    # Written by the work itself: one line, said quietly.
    quiet: bool = False
    labels: tuple[Label, ...] = ()


PersonKind = Literal["family", "own", "worker", "volunteer"]


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person as others see them: a name, and one line about them. Workers are square, volunteers dashed, others round."""

    name: str
    about: str = ""
    url: str = ""
    kind: PersonKind = "own"
    lead: bool = False

    @property
    def initials(self) -> str:
        return initials(self.name)


@dataclass(frozen=True, kw_only=True)
class Circle:
    """A family and who is alongside them, the family's own people first."""

    family: str
    people: tuple[Person, ...] = field(default=())


def initials(name: str) -> str:
    """At most two letters: of the first and the last word that name somebody. "The Hobbs family" is H, and no family is T."""
    words = [word for word in without_the(name).split() if word[0].isalpha()]
    names = [word for word in words if word[0] == word[0].upper()] or words
    letters = [word[0].upper() for word in names]
    return "".join(letters[:1] + letters[1:][-1:])


def without_the(name: str) -> str:
    """As one would look it up: "Hobbs family", "kinship morning"."""
    first, _, rest = name.strip().partition(" ")
    return rest if first.casefold() == "the" and rest else name.strip()
