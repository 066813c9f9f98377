"""What actions on people are given: values already parsed by the one helper for each, never raw text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onestory.core.dates import PartialDate, today
from onestory.core.errors import Invalid
from onestory.people.models import Membership, Person


@dataclass(frozen=True)
class NameGiven:
    given: str = ""
    family: str = ""
    middle: str = ""
    use: str = Person.NameUse.USUAL

    def __post_init__(self) -> None:
        if not (self.given.strip() or self.family.strip()):
            raise Invalid("Enter at least a first name or a surname. “Baby” is fine until there is a name.", "given")


@dataclass(frozen=True)
class NewPerson:
    """Someone to write down in a family. Only a name is needed; an expected baby has a due date instead of a birth."""

    name: NameGiven
    role: str = Membership.Role.OTHER
    born: PartialDate | None = None
    born_estimated: bool = False
    due_on: date | None = None
    sex: str = ""
    lives_here_share: int | None = None

    def __post_init__(self) -> None:
        if self.born and self.born.earliest > today():
            raise Invalid(
                "That date has not come yet. If the baby is not born, tell us when they are due instead.", "born"
            )
        if self.born and self.due_on and self.role == Membership.Role.EXPECTED:
            raise Invalid(
                "A baby who has been born is a child of the family. Choose “Child” and keep the birth date.", "role"
            )
        if self.lives_here_share is not None and not 0 <= self.lives_here_share <= 100:
            raise Invalid("Share of time is a number from 0 to 100.", "lives_here_share")


@dataclass(frozen=True)
class NewAddress:
    lines: str
    postcode: str = ""
    uprn: str = ""

    def __post_init__(self) -> None:
        if not (self.lines.strip() or self.postcode):
            raise Invalid("Enter the house number and the street, or at least the postcode.", "lines")


@dataclass(frozen=True)
class SafeToUse:
    """How a phone, email or post may be used. What nobody has asked about is not safe."""

    call: bool = False
    text: bool = False
    voicemail: bool = False
    email: bool = False
    post: bool = False
    hours: str = ""
    code_word: str = ""
