"""The declared tables of outcomes and needs, one YAML file a version. A need that was written down keeps the version it was from.

The newest is that of England's Supporting Families programme (guidance 2022 to 2025, published 2 April 2022, chapters 3 and 4).
The programme ended in March 2025, and its words stay in use. The ten headline outcomes were held against that guidance. The needs
under them were not: their table could not be had, and the page that lists them says so.

Each need says which section of the record it belongs to: that a family has it is as sensitive as what is written there.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from onestory.core.dates import show_date
from onestory.core.errors import NotThere

NEWEST = "supporting-families-2022"


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NeedKind(_Declared):
    """`means` is the framework's own sense of it; `plain` is said to families."""

    code: str
    section: Literal["shared", "health", "home", "safeguarding"]
    means: str
    plain: str


class Outcome(_Declared):
    number: int
    name: str
    needs: tuple[NeedKind, ...]


class Table(_Declared):
    """One version of a framework: the publication it is from, and what of it was held against that, on which day."""

    version: str
    name: str
    in_force_from: date
    in_force_until: date | None = None
    publication: str
    published_by: str
    published_on: date
    chapter: str
    address: str
    headlines_checked_on: date | None = None
    needs_checked_on: date | None = None
    written_down_on: date
    outcomes: tuple[Outcome, ...]

    @property
    def source(self) -> str:
        """What a page says of where the words are from, and how far that was checked."""
        needs = (
            f"Its needs were checked against it on {show_date(self.needs_checked_on)}."
            if self.needs_checked_on
            else "Its needs were written down from how it was used, and could not be checked against its own table: have them"
            " confirmed before anything is reported nationally."
        )
        return (
            f"{self.published_by}, {self.publication}, {show_date(self.published_on)}, chapter {self.chapter}. {needs}"
        )


@cache
def tables() -> dict[str, Table]:
    """Every version there is. Raises ValidationError where a file does not fit."""
    here = (one for one in files(__package__).iterdir() if one.name.endswith(".yaml"))
    read = (Table.model_validate(yaml.safe_load(one.read_text(encoding="utf-8"))) for one in here)
    return {one.version: one for one in read}


def kind(code: str, *, version: str = NEWEST) -> NeedKind:
    """Raises NotThere for a code that version does not have."""
    table = tables().get(version)
    for outcome in table.outcomes if table else ():
        for need in outcome.needs:
            if need.code == code:
                return need
    raise NotThere("need")


def outcome_of(code: str, *, version: str = NEWEST) -> Outcome:
    """The headline outcome a need is under."""
    kind(code, version=version)
    number = int(code.partition(".")[0])
    return next(one for one in tables()[version].outcomes if one.number == number)
