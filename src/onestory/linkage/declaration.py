"""A feed, declared in one file: whose it is, how it is written, and what each column means.

Adding a partner's feed is adding one YAML file to `feeds/` (docs/how-to/add-a-partner-feed.md); no code
changes.
"""

import hashlib
import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from onestory.core.errors import Invalid, NotThere
from onestory.core.text import join_words
from onestory.linkage.meanings import FACTS, KINDS, LEADING_SOMEWHERE, PERSON, PERSON_DATES

RECORD = "record"
IGNORED = "ignored"
PERSON_FIELDS = frozenset(PERSON) | PERSON_DATES | frozenset(FACTS)


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileFormat(_Declared):
    """How the partner writes the file; what is found is compared with it, and a difference is reported."""

    format: Literal["csv", "excel", "parquet", "json lines", "fhir"] = "csv"
    encoding: str = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    # Of a workbook: the sheets to read, in this order. Without any, the first that has the columns.
    sheets: tuple[str, ...] = ()
    dates: Literal["day first", "month first"] = "day first"


class Someone(_Declared):
    """A person a row speaks of. `relation` says what they are to `of`, by the kinds in `people.relations`."""

    subject: bool = False
    relation: str = ""
    of: str = ""
    # The place they take in a family, unless their role says otherwise.
    place: Literal["parent", "child", "carer", "grandparent", "other"] = "other"
    # They live where the subject lives, as far as this partner knows.
    same_home: bool = False
    # Who is not to be spoken of when the record says so: the baby of a pregnancy that ended in loss.
    never_when: dict[str, str] = Field(default_factory=dict)


def _short_form(value: Any) -> Any:
    """`Surname: pupil.family` is short for `Surname: {means: pupil.family}`."""
    return {"means": value} if isinstance(value, str) else value


class Column(_Declared):
    """What a column holds. `values` puts the record's word for each of the partner's; `needed` refuses a
    row without.
    """

    means: str
    kind: Literal["text", "number", "flag", "reference", "date"] = "text"
    values: dict[str, str] = Field(default_factory=dict)
    needed: bool = False
    readable: bool = False

    @property
    def owner(self) -> str:
        return self.means.partition(".")[0]

    @property
    def field(self) -> str:
        return self.means.partition(".")[2]


class Expected(_Declared):
    """How often a file comes, and after how many days more somebody is told that it has not."""

    every_days: Annotated[int, Field(ge=1, le=800)]
    grace_days: Annotated[int, Field(ge=0, le=100)] = 2


class Usual(_Declared):
    """What is usual from one delivery to the next, in hundredths. What is not waits until somebody has said yes."""

    shrinks_by: Annotated[int, Field(ge=1, le=100)] = 20
    grows_by: Annotated[int, Field(ge=1, le=10_000)] = 50
    # How much less of a column may be filled, or readable, than before.
    column_falls_by: Annotated[int, Field(ge=1, le=100)] = 30
    # Of fewer rows than this nothing is usual.
    from_rows: Annotated[int, Field(ge=2)] = 20


class Gone(_Declared):
    """What the agreement says of records that are no longer sent: kept as they are, marked, or withdrawn after a while."""

    then: Literal["keep", "mark", "withdraw"] = "mark"
    after_deliveries: Annotated[int, Field(ge=1)] | None = None
    after_days: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _says_when(self) -> "Gone":
        if self.then == "withdraw" and self.after_deliveries is None and self.after_days is None:
            raise ValueError("withdraw needs after_deliveries or after_days")
        return self


class Asks(_Declared):
    """Where each row is somebody asking for help: which of the columns that the row says of itself hold what.

    `words` is what they ask for, in their own; `when` narrows it to rows that say so. Whoever asked hears by email what becomes
    of it, and the family is reached through them: nobody knows yet how to reach it safely.
    """

    words: str
    when: dict[str, str] = Field(default_factory=dict)
    asker: str
    role: str = ""
    organisation: str = ""
    email: str = ""
    family_knows: str = ""
    urgency: str = ""

    @property
    def columns(self) -> set[str]:
        named = {self.words, self.asker, self.role, self.organisation, self.email, self.family_knows, self.urgency}
        return (named | set(self.when)) - {""}


class Feed(_Declared):
    """One partner's file, declared."""

    feed: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{2,39}$")]
    title: str
    partner: str
    about: str
    sends: Literal["everyone", "changes"] = "everyone"
    # Numbers that the partner itself has checked against their source, so that they may carry a link.
    verifies: tuple[Literal["nhs", "upn"], ...] = ()
    # Whether somebody nobody knows yet gets a record. From a landlord's list they must not: it names the whole city.
    starts_records: bool = True
    expected: Expected | None = None
    usual: Usual = Usual()
    gone: Gone = Gone()
    # Whether the file's name says the day it speaks of (2026-11-22 or 20261122); otherwise it is the day it came.
    dated: Literal["when it comes", "by its name"] = "when it comes"
    file: FileFormat = FileFormat()
    reference: tuple[str, ...] = Field(min_length=1)
    # Rows with the same value here speak of one household.
    household: str = ""
    # What tells rows of one reference apart, where a partner sends several.
    part: tuple[str, ...] = ()
    # Dates of birth that the partner's system fills in when nobody knows.
    unknown_births: frozenset[str] = frozenset()
    asks: Asks | None = None
    people: dict[str, Someone] = Field(min_length=1)
    columns: dict[str, Annotated[Column, BeforeValidator(_short_form)]] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_together(self) -> "Feed":
        for name, column in self.columns.items():
            self._check_meaning(name, column)
        missing = [
            name for name in (*self.reference, *self.part, *filter(None, [self.household])) if name not in self.columns
        ]
        if missing:
            raise ValueError(f"reference names {join_words(missing)}, which is not among the columns")
        if len([one for one in self.people.values() if one.subject]) != 1:
            raise ValueError("exactly one of the people must be the subject (subject: true)")
        if self.gone.then != "mark" and self.sends == "changes":
            raise ValueError("a feed that sends only changes never says who is gone")
        said = {column.field for column in self.columns.values() if column.owner == RECORD}
        if self.asks and (unsaid := sorted(self.asks.columns - said)):
            raise ValueError(f"asks names {join_words(unsaid)}, which no column says of the record")
        for key, one in self.people.items():
            if not one.subject and one.of not in self.people:
                raise ValueError(f"{key} must say whom they are related to (of: one of {', '.join(self.people)})")
        return self

    def _check_meaning(self, name: str, column: Column) -> None:
        if column.means == IGNORED:
            return
        if column.owner == RECORD and column.field.isidentifier():
            return
        if column.owner not in self.people:
            raise ValueError(f"{name} means {column.means}, but {column.owner} is not among the people")
        if column.field not in PERSON_FIELDS:
            known = ", ".join(sorted(PERSON_FIELDS))
            raise ValueError(f"{name} means {column.means}, which is not known of a person. Known are: {known}")

    @property
    def subject(self) -> str:
        """The person the row is about."""
        return next(key for key, one in self.people.items() if one.subject)

    def leads_somewhere(self, column: str) -> bool:
        """Whether what stands in a column says where somebody is or how they are reached; of undeclared ones nobody knows."""
        declared = self.columns.get(column)
        return declared is None or (declared.owner != RECORD and declared.field in LEADING_SOMEWHERE)

    @property
    def version(self) -> str:
        """Changes with whatever decides how a row is read and what comes of it; not with how the feed is titled or watched."""
        decides = self.model_dump(mode="json", exclude={"title", "about", "expected", "usual"})
        if not self.asks:
            del decides["asks"]
        decides["unknown_births"] = sorted(decides["unknown_births"])
        return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


def read(text: str, *, source: str = "this feed") -> Feed:
    """The feed declared in a YAML text. Raises Invalid saying each thing that is wrong, and where."""
    try:
        return Feed.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise Invalid(f"{source} is not YAML: {error}") from None
    except ValidationError as error:
        wrong = "; ".join(_in_words(one["loc"], one["msg"]) for one in error.errors())
        raise Invalid(f"{source} cannot be used: {wrong}.") from None


def _in_words(where: tuple[str | int, ...], message: str) -> str:
    plain = message.removeprefix("Value error, ")
    return f"{' > '.join(map(str, where))}: {plain}" if where else plain


@cache
def feeds() -> dict[str, Feed]:
    """Every feed declared, by name."""
    folder = resources.files("onestory.linkage").joinpath("feeds")
    found = sorted(
        (file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".yaml")
    )
    declared = {}
    for name, text in found:
        feed = read(text, source=name)
        if feed.feed != Path(name).stem:
            raise Invalid(f"{name} declares the feed {feed.feed}: a feed and its file have one name.")
        declared[feed.feed] = feed
    return declared


def feed(name: str) -> Feed:
    """One declared feed. Raises NotThere with the names there are."""
    if name not in feeds():
        raise NotThere(f"There is no feed called {name}. The feeds are {join_words(feeds())}.")
    return feeds()[name]


__all__ = ["FACTS", "IGNORED", "KINDS", "RECORD", "Column", "Feed", "FileFormat", "Someone", "feed", "feeds", "read"]
