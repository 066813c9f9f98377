"""A person's page in words. Runs no query: everything it tells has been fetched, and so may be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse

from onestory.core import identifiers, phones
from onestory.core.dates import show_date, today
from onestory.core.text import join_words
from onestory.faces.workspace.people.presenters import wording
from onestory.faces.workspace.people.subject import Subject
from onestory.faces.workspace.wording import first_name, lives_here, name_of
from onestory.people.actions.contact_points import FRESH_DAYS
from onestory.people.models import (
    ContactPoint,
    Family,
    Identifier,
    Membership,
    ParentalResponsibility,
    Person,
    PersonName,
    Relationship,
    Residence,
)
from onestory.people.relations import KINDS, inverse
from onestory.ui.parts import Label, Link, SummaryRow

SAFE = {
    "may_call": "ring",
    "may_text": "send a text",
    "may_voicemail": "leave a message",
    "may_email": "send an email",
    "may_post": "send a letter",
}
FITTING = {
    "phone": ("may_call", "may_text", "may_voicemail"),
    "email": ("may_email",),
    "post": ("may_post",),
}


@dataclass(frozen=True)
class Known:
    """Everything fetched for the page."""

    subject: Subject
    places: list[Membership]
    homes: list[Residence]
    relationships: list[Relationship]
    responsibilities: list[ParentalResponsibility]
    families: list[Family]
    may_change: bool
    may_merge: bool = False


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the page: what is known, and what can be added."""

    heading: str
    rows: tuple[SummaryRow, ...]
    add: tuple[Link, ...] = ()
    nothing: str = "Nobody has asked this yet."


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    name: str
    about: str
    back: Link
    parts: tuple[Part, ...]
    earlier_homes: tuple[str, ...] = ()
    death_url: str = ""
    same_url: str = ""


def person_page(known: Known) -> PersonPage:
    subject = known.subject
    parts = (_who(known), _reach(known), _homes(known), _relations(known), _numbers(known))
    ended = [home for home in known.homes if home.ends_on and home.ends_on <= today()]
    return PersonPage(
        name=subject.name,
        about=", ".join(part for part in (_role(subject), wording.born(subject.place), _age(subject)) if part),
        back=Link(text=subject.family.name, url=reverse("workspace:family", args=[subject.family.pk])),
        parts=tuple(part if known.may_change else _only_read(part) for part in parts),
        earlier_homes=tuple(_earlier(home) for home in ended),
        death_url="" if subject.person.died or not known.may_change else _to(subject, "death"),
        same_url=_to(subject, "same_person") if known.may_merge else "",
    )


def _only_read(part: Part) -> Part:
    rows = tuple(replace(row, links=()) for row in part.rows)
    return Part(heading=part.heading, rows=rows, nothing=part.nothing)


def _age(subject: Subject) -> str:
    return f"died {subject.person.died.show()}" if subject.person.died else wording.age(subject.place)


def _role(subject: Subject) -> str:
    return str(subject.place.get_role_display())


def _to(subject: Subject, name: str, *args: UUID) -> str:
    return reverse(f"workspace:{name}", args=[subject.family.pk, subject.person.pk, *args])


# Who they are


def _who(known: Known) -> Part:
    subject = known.subject
    kept: list[PersonName] = getattr(subject.person, "all_names", [])
    ordered = sorted(kept, key=lambda name: (name.ends_on is not None, name.use != Person.NameUse.USUAL))
    rows = [_name(subject, name) for name in ordered]
    rows += [_birth(subject), *_death(subject), _membership(subject), *_elsewhere(known)]
    return Part(
        heading="Who they are",
        rows=tuple(rows),
        add=(Link(text="Add another name", url=_to(subject, "new_name")),),
    )


def _name(subject: Subject, name: PersonName) -> SummaryRow:
    note = f"Until {name.ends_on.show()}" if name.ends_on else ""
    change = Link(text="Correct", url=_to(subject, "correct_name", name.pk), about=f"the spelling of {in_full(name)}")
    return SummaryRow(key=name.get_use_display(), values=(in_full(name),), note=note, links=(change,))


def in_full(name: PersonName) -> str:
    """With middle names, as on papers."""
    return " ".join(part for part in (name.given, name.middle, name.family) if part)


def _birth(subject: Subject) -> SummaryRow:
    person = subject.person
    values = [
        person.born.show() if person.born else "",
        f"Due {show_date(person.due_on)}" if person.due_on and not person.born else "",
        f"{person.get_sex_display()} at birth" if person.sex else "",
    ]
    return SummaryRow(
        key="Born",
        values=tuple(value for value in values if value) or ("Not known",),
        note="Our best guess" if person.born_estimated else "",
        links=(Link(text="Change", url=_to(subject, "birth"), about="when they were born"),),
    )


def _death(subject: Subject) -> list[SummaryRow]:
    died = subject.person.died
    if not died:
        return []
    note = "Nothing is sent to them or about them by itself."
    change = Link(text="Change", url=_to(subject, "death"), about="the date they died")
    return [SummaryRow(key="Died", values=(died.show(),), note=note, links=(change,))]


def _membership(subject: Subject) -> SummaryRow:
    place = subject.place
    note = lives_here(place)
    links = (
        Link(text="Change", url=_to(subject, "place"), about="their place in the family"),
        Link(text="Has left", url=_to(subject, "leave"), about="this family"),
    )
    return SummaryRow(key="In this family", values=(place.get_role_display(),), note=note, links=links)


def _elsewhere(known: Known) -> list[SummaryRow]:
    others = [family for family in known.families if family.pk != known.subject.family.pk]
    if not others:
        return []
    links = tuple(
        Link(text="Open", url=reverse("workspace:family", args=[family.pk]), about=family.name) for family in others
    )
    return [SummaryRow(key="Also belongs to", values=tuple(family.name for family in others), links=links)]


# How to reach them


def _reach(known: Known) -> Part:
    subject = known.subject
    points: list[ContactPoint] = getattr(subject.person, "ways_to_reach", [])
    return Part(
        heading="How to reach them",
        rows=tuple(_point(subject, point) for point in points),
        add=(Link(text="Add a way to reach them", url=_to(subject, "add_contact")),),
        nothing="Nobody has asked how it is safe to reach them.",
    )


def _point(subject: Subject, point: ContactPoint) -> SummaryRow:
    links = (
        Link(text="Ask again", url=_to(subject, "check_again", point.pk), about=f"whether it is safe: {where(point)}"),
        Link(text="Stop using", url=_to(subject, "stop_using", point.pk), about=where(point)),
    )
    values = [where(point), safe_in_words(point)]
    values += [f"When: {point.hours}"] if point.hours else []
    values += [f"Code word: {point.code_word}"] if point.code_word else []
    labels = (Label(text="Ask before you use it", tone="attention"),) if is_stale(point) else ()
    return SummaryRow(
        key=point.get_kind_display(), values=tuple(values), note=checked(point), links=links, labels=labels
    )


def where(point: ContactPoint) -> str:
    if point.kind == ContactPoint.Kind.PHONE:
        return phones.show(point.value)
    return point.value or "Where they live"


def safe_in_words(point: ContactPoint) -> str:
    """ "Safe to ring and send a text. Do not leave a message." – or that nothing is."""
    fitting = FITTING[point.kind]
    safe = [SAFE[use] for use in fitting if getattr(point, use)]
    unsafe = [SAFE[use] for use in fitting if not getattr(point, use)]
    words = [f"Safe to {join_words(safe)}."] if safe else []
    return " ".join([*words, f"Do not {join_words(unsafe, 'or')}."] if unsafe else words)


def checked(point: ContactPoint) -> str:
    if not point.checked_on:
        return "Nobody has asked yet what is safe."
    when = f"What is safe was last checked on {show_date(point.checked_on)}"
    return f"{when}, more than {FRESH_DAYS} days ago." if is_stale(point) else f"{when}."


def is_stale(point: ContactPoint) -> bool:
    """What is safe was never asked, or too long ago to rely on (HZ-10)."""
    return point.checked_on is None or (today() - point.checked_on).days > FRESH_DAYS


def before(point: ContactPoint) -> str:
    """What was said last time, to ask from."""
    return f"{where(point)}. Last time: {safe_in_words(point)} {checked(point)}"


def how_to_reach(point: ContactPoint) -> dict[str, Any]:
    return {"hours": point.hours, "code_word": point.code_word}


def stop_heading(point: ContactPoint) -> str:
    return "Stop sending post to where they live?" if point.kind == "post" else f"Stop using {where(point)}?"


# Where they live


def _homes(known: Known) -> Part:
    subject = known.subject
    now: list[Residence] = getattr(subject.person, "homes", [])
    return Part(
        heading="Where they live",
        rows=tuple(_home(subject, home) for home in now),
        add=(Link(text="Write down a new address" if now else "Write down an address", url=_to(subject, "move")),),
        nothing="No address is written down here.",
    )


def _home(subject: Subject, home: Residence) -> SummaryRow:
    change = "Is it safe to show?" if home.confidential else "Keep confidential"
    near = home.address.neighbourhood
    notes = [
        f"Since {show_date(home.starts_on)}." if home.starts_on else "",
        f"In {near.name}." if near else "",
        "Do not say it aloud or send it to anyone." if home.confidential else "",
    ]
    return SummaryRow(
        key="Confidential address" if home.confidential else "Address",
        values=_lines(home),
        note=" ".join(note for note in notes if note),
        links=(Link(text=change, url=_to(subject, "confidential", home.pk), about="this address"),),
    )


def _lines(home: Residence) -> tuple[str, ...]:
    return tuple(line for line in (home.address.lines, home.address.postcode) if line)


def _earlier(home: Residence) -> str:
    until = f"until {show_date(home.ends_on)}" if home.ends_on else ""
    since = f"from {show_date(home.starts_on)} " if home.starts_on else ""
    return f"{', '.join(_lines(home))}, {since}{until}"


# Their people


def _relations(known: Known) -> Part:
    subject = known.subject
    called = {place.person_id: name_of(place) for place in known.places}
    mine = [one for one in known.relationships if subject.person.pk in (one.person_id, one.other_id)]
    rows = [_relationship(subject, one, called) for one in mine]
    rows += [_held(subject, held, called) for held in known.responsibilities if held.child_id == subject.person.pk]
    rows += [_holds(held, called) for held in known.responsibilities if held.adult_id == subject.person.pk]
    add = [Link(text="Say how they are related", url=_to(subject, "relate"))]
    if subject.place.role in (Membership.Role.CHILD, Membership.Role.EXPECTED):
        add.append(Link(text="Add parental responsibility", url=_to(subject, "record_responsibility")))
    return Part(heading="Their people", rows=tuple(rows), add=tuple(add) if len(known.places) > 1 else ())


def _relationship(subject: Subject, one: Relationship, called: dict[UUID, str]) -> SummaryRow:
    kind, other = read_from(subject.person, one)
    name = called.get(other, "Somebody who has left this family")
    note = f"Since {one.starts_on.show()}" if one.starts_on else ""
    end = Link(text="No longer so", url=_to(subject, "end_relationship", one.pk), about=f"{kind} of {name}")
    return SummaryRow(key=f"{kind} of", values=(name,), note=note, links=(end,))


def read_from(person: Person, one: Relationship) -> tuple[str, UUID]:
    """What this person is to the other, and who that is: one row reads both ways."""
    if one.person_id == person.pk:
        return KINDS[one.kind].name, one.other_id
    return KINDS[inverse(one.kind)].name, one.person_id


def relationship_heading(subject: Subject, one: Relationship, places: Sequence[Membership]) -> str:
    kind, other = read_from(subject.person, one)
    name = next((first_name(name_of(place)) for place in places if place.person_id == other), "somebody")
    return f"Is {subject.given} no longer the {kind.lower()} of {name}?"


def _held(subject: Subject, held: ParentalResponsibility, called: dict[UUID, str]) -> SummaryRow:
    name = called.get(held.adult_id, "Somebody not in this family")
    note = ". ".join(part for part in (held.get_evidence_display(), held.evidence_note) if part)
    end = Link(text="No longer holds", url=_to(subject, "end_responsibility", held.pk), about=f"for {name}")
    return SummaryRow(key="Parental responsibility", values=(name,), note=note, links=(end,))


def _holds(held: ParentalResponsibility, called: dict[UUID, str]) -> SummaryRow:
    name = called.get(held.child_id, "a child not in this family")
    return SummaryRow(key="Holds parental responsibility for", values=(name,), note=held.get_evidence_display())


# Numbers


def _numbers(known: Known) -> Part:
    subject = known.subject
    kept: list[Identifier] = getattr(subject.person, "all_identifiers", [])
    return Part(
        heading="Numbers",
        rows=tuple(_number(subject, number) for number in kept),
        add=(Link(text="Add a number", url=_to(subject, "add_number")),),
        nothing="No numbers are written down.",
    )


def _number(subject: Subject, number: Identifier) -> SummaryRow:
    verified = number.status == Identifier.Status.VERIFIED
    when = f" on {show_date(number.verified_at)}" if number.verified_at else ""
    note = f"Checked against {number.source}{when}" if verified else number.get_status_display()
    check = Link(text="Check", url=_to(subject, "check_number", number.pk), about=f"the {number_name(number)}")
    return SummaryRow(key=number_name(number), values=(number_shown(number),), note=note, links=(check,))


def number_name(number: Identifier) -> str:
    return number.issuer or str(number.get_system_display())


def number_shown(number: Identifier) -> str:
    known = number.system in identifiers.SYSTEMS
    return identifiers.show(number.system, number.value) if known else number.value


def number_in_words(number: Identifier) -> str:
    return f"{number_name(number)}: {number_shown(number)}. {number.get_status_display()}."


# Shared


def choices(places: Sequence[Membership]) -> list[tuple[str, str]]:
    """People to choose from; two with one name are told apart by their birth."""
    return [(str(place.person_id), wording.who(place)) for place in places]
