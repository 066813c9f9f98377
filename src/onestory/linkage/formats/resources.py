"""The parts of FHIR R4's Patient and RelatedPerson that a feed reads, with the shape each must have.

Only shapes: whether a date is one is said beside its column, as for every other feed. What is not declared here is kept as it
came and not looked at.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

NHS = "https://fhir.nhs.uk/Id/nhs-number"
_Text = Annotated[str, Field(strict=True)]
_MOST = 200


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Period(_Part):
    start: _Text = ""
    end: _Text = ""


class Coding(_Part):
    system: _Text = ""
    code: _Text = ""
    display: _Text = ""


class Concept(_Part):
    coding: list[Coding] = Field(default_factory=list, max_length=_MOST)
    text: _Text = ""


class Identifier(_Part):
    system: _Text = ""
    value: _Text = ""
    use: _Text = ""
    period: Period = Period()


class HumanName(_Part):
    use: _Text = ""
    text: _Text = ""
    family: _Text = ""
    given: list[_Text] = Field(default_factory=list, max_length=_MOST)
    prefix: list[_Text] = Field(default_factory=list, max_length=_MOST)
    period: Period = Period()


class Extension(_Part):
    url: _Text = ""
    valueString: _Text = ""
    valueCode: _Text = ""
    valueBoolean: bool | None = None
    valueCodeableConcept: Concept = Concept()
    valueCoding: Coding = Coding()
    extension: list[Extension] = Field(default_factory=list, max_length=_MOST)


class Address(_Part):
    use: _Text = ""
    type: _Text = ""
    text: _Text = ""
    line: list[_Text] = Field(default_factory=list, max_length=_MOST)
    city: _Text = ""
    district: _Text = ""
    postalCode: _Text = ""
    period: Period = Period()
    extension: list[Extension] = Field(default_factory=list, max_length=_MOST)


class ContactPoint(_Part):
    system: _Text = ""
    value: _Text = ""
    use: _Text = ""
    rank: int | None = None
    period: Period = Period()


class Contact(_Part):
    relationship: list[Concept] = Field(default_factory=list, max_length=_MOST)
    name: HumanName = HumanName()
    telecom: list[ContactPoint] = Field(default_factory=list, max_length=_MOST)
    address: Address | None = None
    gender: _Text = ""
    period: Period = Period()


class Language(_Part):
    language: Concept = Concept()
    preferred: bool = False


class Reference(_Part):
    reference: _Text = ""
    display: _Text = ""
    identifier: Identifier = Identifier()


class Patient(_Part):
    resourceType: Literal["Patient"] = "Patient"
    id: _Text = ""
    identifier: list[Identifier] = Field(default_factory=list, max_length=_MOST)
    name: list[HumanName] = Field(default_factory=list, max_length=_MOST)
    telecom: list[ContactPoint] = Field(default_factory=list, max_length=_MOST)
    gender: _Text = ""
    birthDate: _Text = ""
    deceasedBoolean: bool = False
    deceasedDateTime: _Text = ""
    address: list[Address] = Field(default_factory=list, max_length=_MOST)
    contact: list[Contact] = Field(default_factory=list, max_length=_MOST)
    communication: list[Language] = Field(default_factory=list, max_length=_MOST)
    generalPractitioner: list[Reference] = Field(default_factory=list, max_length=_MOST)
    extension: list[Extension] = Field(default_factory=list, max_length=_MOST)


class RelatedPerson(_Part):
    resourceType: Literal["RelatedPerson"] = "RelatedPerson"
    active: bool = True
    identifier: list[Identifier] = Field(default_factory=list, max_length=_MOST)
    relationship: list[Concept] = Field(default_factory=list, max_length=_MOST)
    name: list[HumanName] = Field(default_factory=list, max_length=_MOST)
    telecom: list[ContactPoint] = Field(default_factory=list, max_length=_MOST)
    gender: _Text = ""
    birthDate: _Text = ""
    address: list[Address] = Field(default_factory=list, max_length=_MOST)
    period: Period = Period()


def faults(patient: Any, related: list[Any]) -> str:
    """What of a patient or of those related to them is not shaped as FHIR has it, in words; "" for nothing."""
    try:
        Patient.model_validate(patient)
        for one in related:
            RelatedPerson.model_validate(one)
    except (ValidationError, RecursionError) as error:
        if isinstance(error, RecursionError):
            return "This is nested too deeply to be a patient."
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
        return f"{error.title}: " + "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong[:3])
    return ""
