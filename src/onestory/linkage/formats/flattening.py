"""A patient with those related to them, as the cells that a feed's columns ask for.

Of several names, homes and numbers the one that holds on the day the file came is read, by its use and its period; the others
stay in the row as they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import orjson

from onestory.linkage.formats.objects import clean
from onestory.linkage.formats.resources import (
    NHS,
    Address,
    Concept,
    Contact,
    ContactPoint,
    Extension,
    HumanName,
    Identifier,
    Language,
    Patient,
    Period,
    RelatedPerson,
)

UPN = "https://fhir.nhs.uk/Id/upn"
_ADDRESS_KEY = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AddressKey"
_ETHNIC = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory"
_INTERPRETER = "interpreterRequired"
# HL7's role codes, and what people write instead, by the place somebody has in a row. What is none of these is "other".
_ROLES = {
    "mother": ("MTH", "NMTH", "NMTHF", "ADOPTM", "GESTM", "mother", "mum", "birth mother"),
    "father": ("FTH", "NFTH", "NFTHF", "ADOPTF", "father", "dad"),
    "parent": ("PRN", "NPRN", "ADOPTP", "STPPRN", "STPMTH", "STPFTH", "PRNFOST", "MTHFOST", "FTHFOST", "parent", "step-parent"),
    "guardian": ("GUARD", "guardian", "carer"),
    "grandparent": ("GRPRN", "GRMTH", "GRFTH", "MGRMTH", "MGRFTH", "PGRMTH", "PGRFTH", "grandparent", "grandmother",
                    "grandfather"),
}  # fmt: skip
_PLACES = {code.casefold(): place for place, codes in _ROLES.items() for code in codes}
_OF_PATIENT = (
    "id", "nhs", "upn", "other_numbers", "family", "given", "middle", "title", "known_as", "born", "died", "sex", "address",
    "postcode", "uprn", "phone", "email", "ethnicity", "language", "interpreter", "gp",
)  # fmt: skip
_OF_OTHERS = (
    "family",
    "given",
    "middle",
    "title",
    "nhs",
    "born",
    "sex",
    "address",
    "postcode",
    "phone",
    "email",
    "relation",
)
_SLOTS = tuple(f"{place}{n}" for place in (*_ROLES, "other") for n in ("", "_2"))
COLUMNS = frozenset(
    (*(f"patient.{one}" for one in _OF_PATIENT), *(f"{slot}.{one}" for slot in _SLOTS for one in _OF_OTHERS))
)
"""What a feed of bundles may name as columns. A second mother is `mother_2`, since many children have two."""

_Used = TypeVar("_Used", Identifier, HumanName, Address, ContactPoint)


def cells(text: str, columns: Sequence[str]) -> list[str]:
    """One cell for each column."""
    said = orjson.loads(text)
    on = said["on"]
    patient = Patient.model_validate(said["patient"])
    found = _patient(patient, on) | _others(patient, map(RelatedPerson.model_validate, said["related"]), on)
    return [clean(found.get(column, "")) for column in columns]


def _patient(patient: Patient, on: str) -> dict[str, str]:
    name, other = _names(patient.name, on)
    home = _home(patient.address, on)
    said = {
        "id": patient.id,
        "nhs": _number(patient.identifier, NHS, on),
        "upn": _number(patient.identifier, UPN, on),
        "other_numbers": ", ".join(
            f"{one.system} {one.value}" for one in patient.identifier if one.system not in (NHS, UPN)
        ),
        "known_as": other,
        "born": patient.birthDate,
        "died": patient.deceasedDateTime[:10],
        "sex": patient.gender,
        "uprn": _uprn(home),
        "ethnicity": _ethnicity(patient.extension),
        "language": next((_worded(one.language) for one in _preferred_first(patient)), ""),
        "interpreter": _interpreter(patient.extension),
        "gp": next((one.identifier.value or one.display for one in patient.generalPractitioner), ""),
        **_person(name, home, patient.telecom, on),
    }
    return {f"patient.{key}": value for key, value in said.items()}


def _preferred_first(patient: Patient) -> list[Language]:
    return sorted(patient.communication, key=lambda one: not one.preferred)


def _person(name: HumanName | None, home: Address | None, telecom: list[ContactPoint], on: str) -> dict[str, str]:
    """What is read alike of a patient and of whoever is related to them."""
    given, family = (name.given, name.family) if name else ([], "")
    if name and not given and not family:
        given, family = _worded_name(name.text)
    return {
        "family": family,
        "given": given[0] if given else "",
        "middle": " ".join(given[1:]),
        "title": " ".join(name.prefix) if name else "",
        "address": _lines(home),
        "postcode": home.postalCode if home else "",
        "phone": _reached(telecom, ("phone", "sms"), on),
        "email": _reached(telecom, ("email",), on),
    }


def _worded_name(text: str) -> tuple[list[str], str]:
    *given, family = text.split() or [""]
    return given, family


def _others(patient: Patient, related: Iterable[RelatedPerson], on: str) -> dict[str, str]:
    """Everyone related, each in the place their relationship gives them; the third of a place stays in the row alone."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    told = [_related(one, on) for one in related if one.active and _holds(one.period, on)]
    told += [_contact(one, on) for one in patient.contact if _holds(one.period, on)]
    seen: set[tuple[str, str, str]] = set()
    for place, said in told:
        # A mother is often both a contact of the patient and a person related to them.
        who = (place, said["family"].casefold(), said["given"].casefold())
        slot = next((f"{place}{n}" for n in ("", "_2") if f"{place}{n}" not in taken), None)
        if slot is None or who in seen:
            continue
        seen.add(who)
        taken.add(slot)
        found |= {f"{slot}.{key}": value for key, value in said.items()}
    return found


def _related(one: RelatedPerson, on: str) -> tuple[str, dict[str, str]]:
    name, _ = _names(one.name, on)
    place, relation = _place(one.relationship)
    said = _person(name, _home(one.address, on), one.telecom, on)
    nhs = _number(one.identifier, NHS, on)
    return place, {**said, "nhs": nhs, "born": one.birthDate, "sex": one.gender, "relation": relation}


def _contact(one: Contact, on: str) -> tuple[str, dict[str, str]]:
    place, relation = _place(one.relationship)
    return place, {**_person(one.name, one.address, one.telecom, on), "sex": one.gender, "relation": relation}


def _place(relationships: list[Concept]) -> tuple[str, str]:
    """The place of somebody who is so related, and the relationship in words."""
    words = next(filter(None, map(_worded, relationships)), "")
    for concept in relationships:
        for said in (*(one.code for one in concept.coding), concept.text, *(one.display for one in concept.coding)):
            if said.casefold() in _PLACES:
                return _PLACES[said.casefold()], words
    return "other", words


# --- of several, the one that holds ---------------------------------------------------------------------------------------


def _holds(period: Period, on: str) -> bool:
    """Dates of FHIR are partial and begin alike, so they compare as far as they go."""
    begun = not period.start or period.start[:10] <= on
    return begun and (not period.end or period.end[:10] >= on[: len(period.end[:10])])


def _current(several: Iterable[_Used], on: str, *, uses: Sequence[str]) -> list[_Used]:
    """Those that hold, the likeliest use first. What is old, or kept for a maiden name, never does."""
    there = [
        one for one in several if one.use not in ("old", "maiden", "anonymous", "nickname") and _holds(one.period, on)
    ]
    return sorted(there, key=lambda one: uses.index(one.use) if one.use in uses else len(uses))


def _names(several: list[HumanName], on: str) -> tuple[HumanName | None, str]:
    """The name somebody goes by, and what else they are called."""
    name = next(iter(_current(several, on, uses=("usual", "official", "", "temp"))), None)
    other = next((one for one in several if one.use == "nickname" and _holds(one.period, on)), None)
    return name, " ".join(other.given) or other.text if other else ""


def _home(several: list[Address], on: str) -> Address | None:
    there = [one for one in _current(several, on, uses=("home", "", "temp")) if one.use not in ("work", "billing")]
    return next((one for one in there if one.type != "postal"), None)


def _lines(home: Address | None) -> str:
    if home is None:
        return ""
    return ", ".join(filter(None, (*home.line, home.city, home.district))) or home.text


def _uprn(home: Address | None) -> str:
    """UK Core says which key of an address it is beside the key."""
    keys = [one for one in home.extension if one.url == _ADDRESS_KEY] if home else []
    for parts in ({part.url: part for part in key.extension} for key in keys):
        kind, value = parts.get("type"), parts.get("value")
        if kind and value and "UPRN" in {code.code for code in (*kind.valueCodeableConcept.coding, kind.valueCoding)}:
            return value.valueString
    return ""


def _number(several: list[Identifier], system: str, on: str) -> str:
    found = (one.value for one in _current(several, on, uses=("official", "usual", "")) if one.system == system)
    return next(found, "")


def _reached(several: list[ContactPoint], systems: tuple[str, ...], on: str) -> str:
    there = _current((one for one in several if one.system in systems), on, uses=("mobile", "home", "", "work"))
    ranked = sorted(there, key=lambda one: one.rank or 99)
    return ranked[0].value if ranked else ""


def _worded(concept: Concept) -> str:
    return concept.text or next((one.display or one.code for one in concept.coding), "")


def _first(extensions: list[Extension], url: str, read: Callable[[Extension], str]) -> str:
    return next((read(one) for one in extensions if one.url == url), "")


def _ethnicity(extensions: list[Extension]) -> str:
    return _first(extensions, _ETHNIC, lambda one: next((code.code for code in one.valueCodeableConcept.coding), ""))


def _interpreter(extensions: list[Extension]) -> str:
    """ "true" or "false" where the patient's language says whether an interpreter is needed."""
    for one in extensions:
        for part in (one, *one.extension):
            if part.url.endswith(_INTERPRETER) and part.valueBoolean is not None:
                return "true" if part.valueBoolean else "false"
    return ""
