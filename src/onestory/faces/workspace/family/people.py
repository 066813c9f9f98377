"""Who is in the family, as their page shows them: how they are related, how to reach them safely, where they live."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from onestory.core import identifiers, phones
from onestory.core.dates import show_date
from onestory.core.text import join_words
from onestory.faces.workspace import addresses, wording
from onestory.people import relations
from onestory.people.actions.contact_points import FRESH_DAYS
from onestory.people.models import ContactPoint, Family, Identifier, Membership, Relationship
from onestory.ui import parts

_SAYS = {"cared_for": "Cared for by", "fostered_child": "Fostered by", "guarded_child": "Under special guardianship of"}


@dataclass(frozen=True)
class Reach:
    """One way to reach somebody. `warning` is said first, and louder."""

    text: str
    safe: str
    warning: str


@dataclass(frozen=True)
class PersonShown:
    shape: parts.Person
    kin: str
    here: str
    reach: tuple[Reach, ...]
    numbers: str


@dataclass(frozen=True)
class Home:
    lines: str
    who: str
    confidential: bool


def people(
    family: Family,
    members: Sequence[Membership],
    related: Sequence[Relationship],
    *,
    names: Mapping[UUID, str],
    on: date,
) -> list[PersonShown]:
    kin = _kin(related, names)
    return [
        PersonShown(
            shape=_shape(family, member, on=on),
            kin=_sentence(join_words(kin.get(member.person_id, ()))),
            here=wording.lives_here(member),
            reach=tuple(reach(point, on=on) for point in member.person.ways_to_reach) if not member.person.died else (),
            numbers=join_words(_number(number) for number in member.person.all_identifiers),
        )
        for member in members
    ]


def homes(members: Sequence[Membership]) -> list[Home]:
    """Each address once, with who lives there. Only what the query gave: a confidential one may not be among them."""
    at: dict[UUID, list[str]] = defaultdict(list)
    lines, hidden = {}, set()
    for member in members:
        for residence in member.person.homes:
            at[residence.address_id].append(wording.first_name(wording.name_of(member)))
            lines[residence.address_id] = ", ".join(filter(None, (residence.address.lines, residence.address.postcode)))
            if residence.confidential:
                hidden.add(residence.address_id)
    return [Home(lines[address], join_words(who), address in hidden) for address, who in at.items()]


def reach(point: ContactPoint, *, on: date) -> Reach:
    """A phone, an email or post, and what may be done with it. What nobody has asked about is not safe (HZ-10)."""
    if point.checked_on is None:
        return Reach(_value(point), "", "Do not use this yet. Nobody has asked whether it is safe")
    safe, warning = _allowed(point), _forbidden(point)
    asked = f"Asked {show_date(point.checked_on)}"
    if (on - point.checked_on).days > FRESH_DAYS:
        asked = f"{asked}: ask again before you use it"
    said = ". ".join(part for part in (safe, point.hours.rstrip("."), _code_word(point), asked) if part)
    return Reach(_value(point), said, warning)


def _allowed(point: ContactPoint) -> str:
    if point.kind == ContactPoint.Kind.PHONE:
        ways = [word for may, word in ((point.may_call, "ring"), (point.may_text, "text")) if may]
        return f"Safe to {join_words(ways)}" if ways else ""
    may = point.may_email if point.kind == ContactPoint.Kind.EMAIL else point.may_post
    return "Safe to write" if may else ""


def _forbidden(point: ContactPoint) -> str:
    if point.kind == ContactPoint.Kind.EMAIL:
        return "" if point.may_email else "Do not email"
    if point.kind == ContactPoint.Kind.POST:
        return "" if point.may_post else "Do not send post"
    if not (point.may_call or point.may_text):
        return "Do not ring, text or leave a voicemail"
    no = [word for may, word in ((point.may_call, "ring"), (point.may_text, "text")) if not may]
    no += [] if point.may_voicemail else ["leave a voicemail"]
    return f"Do not {join_words(no, 'or')}" if no else ""


def _code_word(point: ContactPoint) -> str:
    return f"Say “{point.code_word}” first" if point.code_word else ""


def _value(point: ContactPoint) -> str:
    if point.kind == ContactPoint.Kind.PHONE:
        return phones.show(point.value)
    return point.value or "Post to their address"


def _shape(family: Family, member: Membership, *, on: date) -> parts.Person:
    about = ", ".join(filter(None, (str(member.get_role_display()), wording.age_of(member, on=on))))
    url = addresses.of("workspace:person", family.pk, member.person_id)
    return parts.Person(name=wording.name_of(member), about=about, kind="family", url=url)


def _kin(related: Sequence[Relationship], names: Mapping[UUID, str]) -> dict[UUID, list[str]]:
    """For each person, what they are to the others: one line for each kind, naming everyone it holds for."""
    to: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in related:
        for who, kind, whom in (
            (one.person_id, one.kind, one.other_id),
            (one.other_id, relations.inverse(one.kind), one.person_id),
        ):
            to[who][kind].append(wording.first_name(names.get(whom, "somebody")))
    return {who: [_says(kind, whom) for kind, whom in kinds.items()] for who, kinds in to.items()}


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _says(kind: str, whom: list[str]) -> str:
    says = _SAYS.get(kind, f"{relations.KINDS[kind].name} of")
    return f"{says[0].lower()}{says[1:]} {join_words(whom)}"


def _number(number: Identifier) -> str:
    if number.system == Identifier.System.LOCAL:
        return f"{number.issuer} {number.value}".strip()
    shown = f"{number.get_system_display()} {identifiers.show(number.system, number.value)}"
    return shown if number.status == Identifier.Status.VERIFIED else f"{shown} (as told)"
