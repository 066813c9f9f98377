"""What happens to each thing that points at a person or a family when two records turn out to be of one, said beside each app.

An app lists its own in its `merging.py`, as `RELATIONS` and, where something else must change too, `CHANGES`. A merge touches
what is listed and nothing else, and refuses while anything in the database points at a person or a family without being listed.
This module decides nothing about families; it only holds the words (docs/how-to/merge-two-records.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Of(Enum):
    """Whose record a column points at."""

    PERSON = "person"
    FAMILY = "family"


class Then(Enum):
    """What a merge does with rows that point at the one that is merged into the other."""

    MOVES = "goes to the one that is kept"
    # In a list of several.
    IS_REPLACED = "names the one that is kept instead"
    STAYS = "stays with the archived one, of which it tells"
    IS_REBUILT = "is worked out again"


@dataclass(frozen=True)
class Relation:
    """One column that points at a person or a family.

    `unless` is SQL about the row `a`, with `kept` and `merged`: where it holds, the one that is kept has the same already, and
    the row is set aside whole until the merge is undone. `section` names the column that says how sensitive the row is.
    """

    table: str
    column: str
    of: Of
    then: Then = Then.MOVES
    unless: str = ""
    section: str = ""
    # What a plan calls several of them; without words they move unsaid, because nobody is told that there are any.
    words: str = ""
    # What it may mean that both have the same.
    doubt: str = ""
    # It opens a record, or puts somebody into one: what is written while a merge goes on is refused, not sent after.
    opens: bool = False


@dataclass(frozen=True)
class Change:
    """Something else that must change for the two to be one, and changes back: where and to what, as SQL about the row `x`.

    `words` say in a plan what it means, where it happens at all.
    """

    table: str
    of: Of
    where: str
    to: dict[str, str] = field(default_factory=dict)
    words: str = ""
