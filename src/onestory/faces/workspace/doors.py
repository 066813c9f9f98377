"""What the identifiers in the workspace's addresses stand for: one thing of each kind, and of some several in other states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from onestory.access.models import Account
from onestory.access.sections import Section
from onestory.core.dates import today
from onestory.core.ids import uuid7
from onestory.people.actions import contact_points, facts, people, relationships, residences
from onestory.people.inputs import NewAddress, SafeToUse
from onestory.people.models import ContactPoint, Identifier
from onestory.safety.doors import Of, Thing
from onestory.safety.making import UNBOUND, Making
from onestory.story.actions import drafts, entries
from onestory.support.actions import circle

PERSON = "person_id"


def _person(name: str) -> Callable[[Making], UUID]:
    return lambda making: making.person(name).pk


def _entry(section: str) -> Callable[[Making], UUID]:
    def make(making: Making) -> UUID:
        new = entries.NewEntry(title=f"A word {making.mark(section)}", section=section)
        return entries.write(by=making.viewer, family=making.its_family, new=new).pk

    return make


def _fact(key: str, value: str = "", *, section: str = "") -> Callable[[Making], UUID]:
    """About the family; with its mark, where anything at all may be said."""

    def make(making: Making) -> UUID:
        said, told = facts.Said(by="worker", on=today()), value or f"Told {making.mark(section)}"
        return facts.tell(by=making.viewer, about=making.its_family, key=key, value=told, said=said).pk

    return make


def _name(making: Making) -> UUID:
    return making.person("mother").names.all()[0].pk


def _number(making: Making) -> UUID:
    return people.add_identifier(
        by=making.viewer, person=making.person("mother"), system=Identifier.System.LOCAL, typed=f"H{making.number}",
        issuer="housing",
    ).pk  # fmt: skip


def _point(making: Making) -> UUID:
    return contact_points.add(
        by=making.viewer, person=making.person("mother"), kind=ContactPoint.Kind.PHONE,
        typed=f"01752 3001{making.number:02d}", safe=SafeToUse(call=True), checked_on=today(),
    ).pk  # fmt: skip


def _home(who: str, *, confidential: bool) -> Callable[[Making], UUID]:
    def make(making: Making) -> UUID:
        person, section = making.person(who), Section.LOCATION if confidential else ""
        to = NewAddress(lines=f"{making.number} {making.mark(section)} Street", postcode="PL5 2TL")
        residences.move(
            by=making.viewer, family=making.its_family, people=[person], to=to, confidential=confidential,
            since=date(2024, 1, 8),
        )  # fmt: skip
        return person.residences.filter(ends_on__isnull=True).get().pk

    return make


def _relationship(making: Making) -> UUID:
    mother, child = making.person("mother"), making.person("child")
    return relationships.relate(by=making.viewer, person=mother, other=child, kind="parent").pk


def _responsibility(making: Making) -> UUID:
    mother, child = making.person("mother"), making.person("child")
    return relationships.record_responsibility(by=making.viewer, child=child, adult=mother, evidence="told").pk


def _member(making: Making) -> UUID:
    """One of the family's own people, so that letting them go takes nobody's access away."""
    return circle.add_own_person(by=making.viewer, family=making.its_family, name="Nana Bea", role="Grandmother").pk


def _draft(making: Making) -> UUID:
    number = uuid7()
    content = {"people-0-given": "Zed", "people-0-family": "Quixwell"}
    drafts.keep(by=making.viewer, draft_id=number, form="start", family=None, content=content)
    return number


def _colleague(making: Making) -> UUID:
    return Account.objects.using(UNBOUND).get(email="colleague@matrix.example").pk


THINGS: dict[str, Thing | tuple[Thing, ...]] = {
    PERSON: (
        Thing(_person("mother")),
        Thing(_person("child"), state="somebody else of the family"),
        Thing(_person("left"), state="has left the family", there=False),
    ),
    "entry_id": (
        Thing(_entry(Section.SHARED), section=Section.SHARED),
        Thing(_entry(Section.HEALTH), section=Section.HEALTH, state="about health"),
        Thing(_entry(Section.HOME), section=Section.HOME, state="about money and home"),
        Thing(_entry(Section.SAFEGUARDING), section=Section.SAFEGUARDING, state="about safeguarding"),
        Thing(_entry(Section.YOUNG_PERSON), section=Section.YOUNG_PERSON, state="between a young person and their helper"),
    ),
    "fact_id": (
        Thing(_fact("dog_at_home", section=Section.SHARED), section=Section.SHARED),
        Thing(_fact("smoking_at_home", "nobody"), section=Section.HEALTH, state="about health"),
        Thing(_fact("parents_apart", "get_on"), section=Section.SAFEGUARDING, state="about safeguarding"),
        Thing(
            _fact("who_to_call", section=Section.LOCATION), section=Section.SHARED, also=(Section.LOCATION,),
            state="saying where somebody hidden may be found",
        ),
    ),
    "name_id": Thing(_name, within=PERSON),
    "number_id": Thing(_number, within=PERSON),
    "point_id": Thing(_point, within=PERSON),
    "home_id": (
        Thing(_home("mother", confidential=False), within=PERSON),
        Thing(
            _home("child", confidential=True), within=PERSON, whose="child", section=Section.LOCATION,
            state="a confidential address",
        ),
    ),
    "relationship_id": Thing(_relationship),
    "held_id": Thing(_responsibility),
    "member_id": Thing(_member),
    "account_id": Thing(_colleague, of=Of.NETWORK),
    "draft_id": Thing(_draft, of=Of.ACCOUNT),
}  # fmt: skip
