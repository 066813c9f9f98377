"""What each table that holds personal data promises, declared beside the model and swept by tests.

A model says five things in its ``care``: who may touch its rows (the wall, row-level security), what is audited, how long it
is kept, whether it leaves for insight, and what kind of thing each column holds. `tests/safety/test_every_table_declares_care.py`
fails when a table or a column says nothing. This module decides nothing about families; it only holds the words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Tag(Enum):
    """What kind of thing a column holds. `LOCATION` columns form one class: hiding one hides all (HZ-22)."""

    PLAIN = "nothing about a person"
    REFERENCE = "points at another row"
    IDENTITY = "says who someone is"
    CONTACT = "reaches someone"
    LOCATION = "says where someone is, or could be found"
    CHARACTERISTIC = "a protected or personal characteristic"
    STORY = "what a family or a worker said or wrote"
    BY_SECTION = "as sensitive as the section named on its row"
    STAFF = "about a member of staff"
    SECRET = "a credential"  # noqa: S105 - a kind of column


class Audited(Enum):
    """What leaves a row in the audit record, in the same transaction."""

    WRITES = "every write, by its action"
    WRITES_AND_OPENING = "every write, and every opening of the family it belongs to"
    IS_THE_AUDIT = "is itself the audit record"
    NO = "nothing: it says nothing about a family"


class Extracted(Enum):
    """Whether a table leaves for insight, pseudonymised. No table does until its extract is declared."""

    NEVER = "never leaves"
    DERIVED = "only counts and bands derived from it"


@dataclass(frozen=True)
class Retention:
    """How long rows are kept. Years are proposals until an information-governance lead sets them (security.md 2.4)."""

    trigger: str
    years: int | None
    reason: str


CHILD_RECORD = Retention("youngest child's birth", 25, "early-help records to the child's 25th birthday")
STAFF_RECORD = Retention("account ends", 6, "limitation period for claims")
AUDIT_TRAIL = Retention("with the record it speaks of", 25, "kept as long as the record it protects")
WORKING = Retention("last change", 1, "working material, superseded by what it became")
REFERENCE_DATA = Retention("never", None, "published facts about places and organisations")


@dataclass(frozen=True)
class Wall:
    """Row-level security of one table: an SQL condition for each command, `{t}` standing for the table.

    A command without a condition is refused to the application. `append_only` also takes away the right to
    update and delete, so that not even a policy added by mistake would allow them.

    `becomes` is what a changed row must satisfy, where that is more than being one the viewer may change. `given` and
    `changed` name the only columns that may be given a value at first, and changed later; all, where they are empty.
    """

    select: str | None
    insert: str | None = None
    update: str | None = None
    delete: str | None = None
    append_only: bool = False
    becomes: str | None = None
    given: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Care:
    """The five promises of one table with personal data."""

    wall: Wall
    audit: Audited
    retention: Retention
    extract: Extracted
    columns: dict[str, Tag] = field(default_factory=dict)


@dataclass(frozen=True)
class NoPersonalData:
    """A table anyone signed in may read, with the reason it needs no wall. The application never writes it; its owner does."""

    reason: str
