"""The demonstration families and workers, read from `families/*.yaml` and checked as they are read.

Everyone in those files is invented. Identifiers are never written there: `auto` asks the loader to draw one
from the ranges kept for testing. This module knows nothing of Django; it writes nothing anywhere.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

FAMILIES = Path(__file__).parent / "families"

Ref = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, AfterValidator(lambda text: _unwrapped(text)), Field(min_length=1)]
Section = Literal["shared", "health", "home", "safeguarding", "young_person"]
StoryPart = Literal["who_we_are", "what_matters", "going_on", "what_helps", "what_we_tried", "what_next"]
EntryKind = Literal["visit", "call", "message", "drop_in", "group", "note", "appointment", "letter"]
InFamilyAs = Literal["parent", "carer", "grandparent", "child", "expected", "other_adult"]
HowMuch = Literal["always", "mostly", "half", "sometimes", "never"]
Kin = Literal[
    "mother", "father", "parent", "step_parent", "grandparent", "great_grandparent", "aunt_or_uncle",
    "special_guardian", "partner", "former_partner", "sibling", "half_sibling", "twin", "friend",
]  # fmt: skip
Role = Literal[
    "front_of_house", "practitioner", "volunteer", "triage", "supervisor",
    "information_governance", "steward", "administrator", "feeds", "analyst",
]  # fmt: skip

FIRST_ENTRY = dt.date(2024, 1, 1)
LAST_ENTRY = dt.date(2026, 11, 20)


def _as_text(value: object) -> object:
    """YAML reads 2019-03-14 as a date and 2019 as a number; a partial date is kept as it was written."""
    return str(value) if isinstance(value, dt.date | int) else value


def _unwrapped(text: str) -> str:
    """The files are wrapped to be read there; only an empty line begins a new paragraph."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))


def _drama_number(value: str) -> str:
    """Ofcom keeps 07700 900000 to 900999 for drama: no call to one can ever reach a person."""
    if not re.fullmatch(r"07700 900\d{3}", value):
        raise ValueError(f"{value} is not in the range kept for drama, 07700 900000 to 07700 900999")
    return value


PartialDate = Annotated[str, BeforeValidator(_as_text), Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
DramaNumber = Annotated[str, AfterValidator(_drama_number)]
FactValue = bool | int | str | dt.date | tuple[str, ...]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DemoWorker(_Frozen):
    """Somebody to sign in as."""

    key: Ref
    name: Words
    email: Annotated[str, Field(pattern=r"^[a-z.]+@demo\.onestory\.example$")]
    role: Role
    job_title: Words
    organisation: Words
    team: Words
    site: str
    try_: Words = Field(alias="try")


class DemoPhone(_Frozen):
    """A number, and what may safely be done with it."""

    number: DramaNumber
    may_call: bool = True
    may_text: bool = True
    may_voicemail: bool = False
    hours: str = ""
    code_word: str = ""
    checked_on: dt.date


class DemoAddress(_Frozen):
    line: Words
    postcode: Annotated[str, Field(pattern=r"^PL\d{1,2} \d[A-Z]{2}$")]
    since: PartialDate | None = None


class DemoPerson(_Frozen):
    """A person in the family's story. `same_as` names somebody written down in another file."""

    ref: Ref
    role: InFamilyAs
    given: str = ""
    family: str = ""
    known_as: str = ""
    former: str = ""
    born: PartialDate | None = None
    due: PartialDate | None = None
    died: PartialDate | None = None
    sex: Literal["female", "male", "not_known"] = "not_known"
    lives_here: HowMuch = "always"
    in_family: bool = True  # false for somebody recorded only because of whose parent they are
    confidential: bool = False
    nhs: Literal["auto"] | None = None
    upn: Literal["auto"] | None = None
    address: DemoAddress | None = None
    phones: tuple[DemoPhone, ...] = ()
    same_as: Annotated[str, Field(pattern=r"^\d\d-[a-z-]+/[a-z0-9_]+$")] | None = None

    @model_validator(mode="after")
    def _is_somebody(self) -> DemoPerson:
        if not (self.given or self.family or self.same_as or self.role == "expected"):
            raise ValueError(f"{self.ref} needs a name")
        return self


class DemoParentalResponsibility(_Frozen):
    has: bool
    evidence: Words
    seen_on: dt.date | None = None


class DemoRelationship(_Frozen):
    """Reads as a sentence: `from` is the `kind` of `to`."""

    from_: Ref = Field(alias="from")
    kind: Kin
    to: Ref
    parental_responsibility: DemoParentalResponsibility | None = None


class DemoFact(_Frozen):
    """What somebody told us once. `about` is a person's ref, or `family`."""

    about: Ref
    key: Ref
    value: FactValue
    said_by: Ref
    said_on: dt.date


class DemoStoryVersion(_Frozen):
    ours: Words
    worker: str = ""
    said_by: Ref
    said_on: dt.date


class DemoStorySection(DemoStoryVersion):
    earlier: tuple[DemoStoryVersion, ...] = ()


class DemoEntry(_Frozen):
    """One thing that happened. `seen: false` means that somebody who was expected was not seen."""

    kind: EntryKind
    when: dt.datetime | dt.date  # `on` would be read by YAML as true
    by: Ref
    about: tuple[Ref, ...] = ()
    title: Annotated[str, Field(min_length=1, max_length=80)]
    text: Words
    section: Section = "shared"
    words_by: Ref | None = None
    seen: bool = True

    @property
    def day(self) -> dt.date:
        return self.when.date() if isinstance(self.when, dt.datetime) else self.when

    @model_validator(mode="after")
    def _happens_in_the_demonstration(self) -> DemoEntry:
        if not FIRST_ENTRY <= self.day <= LAST_ENTRY:
            raise ValueError(f"{self.title!r} falls outside the years of the demonstration")
        return self


class DemoCircleMember(_Frozen):
    """A worker, a person in the family's story, or somebody of the family's own known only by name."""

    worker: Ref | None = None
    person: Ref | None = None
    name: str = ""
    role: Words
    since: PartialDate
    until: PartialDate | None = None
    lead: bool = False

    @model_validator(mode="after")
    def _is_one_of_the_three(self) -> DemoCircleMember:
        if sum(map(bool, (self.worker, self.person, self.name))) != 1:
            raise ValueError("a member of the circle is a worker, a person or a name: exactly one")
        return self


class DemoEnding(_Frozen):
    """Support ends because people decided that it should, and they say why."""

    when: dt.date
    decided_by: tuple[Ref, ...] = Field(min_length=2)
    why: Words


class DemoFamily(_Frozen):
    key: str
    family: Words
    shows: Words
    neighbourhood: Annotated[str, Field(pattern=r"^E\d{8}$")]
    address: DemoAddress
    people: tuple[DemoPerson, ...] = Field(min_length=1)
    relationships: tuple[DemoRelationship, ...] = ()
    facts: tuple[DemoFact, ...] = ()
    story: dict[StoryPart, DemoStorySection] = {}
    entries: tuple[DemoEntry, ...] = ()
    circle: tuple[DemoCircleMember, ...] = ()
    ended: DemoEnding | None = None

    @property
    def refs(self) -> frozenset[str]:
        return frozenset(person.ref for person in self.people)


@cache
def load_families() -> tuple[DemoFamily, ...]:
    """Every demonstration family, in the order of their files."""
    files = sorted(FAMILIES.glob("[0-9][0-9]-*.yaml"))
    return tuple(DemoFamily.model_validate({"key": file.stem, **_read(file)}) for file in files)


@cache
def load_workers() -> tuple[DemoWorker, ...]:
    """Everyone to sign in as."""
    return tuple(DemoWorker.model_validate(worker) for worker in _read(FAMILIES / "workers.yaml")["workers"])


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content
