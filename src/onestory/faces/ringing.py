"""Whom to ring when a child may not be safe, for every face that says so."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from onestory.core.errors import Invalid
from onestory.core.phones import parse, show


@dataclass(frozen=True)
class Ring:
    """A number as it is read, and as a telephone dials it."""

    who: str
    number: str
    dial: str
    when: str = ""


def numbers() -> list[Ring]:
    """As the authority's settings say; none where none is set."""
    care = settings.SOCIAL_CARE
    night = "at night and at weekends"
    found = [(care.name, care.phone, care.hours), (care.name, care.phone_at_night, night)]
    return [Ring(who, _shown(phone), _dialled(phone), when) for who, phone, when in found if phone]


def _shown(phone: str) -> str:
    try:
        return show(parse(phone))
    except Invalid:
        return phone


def _dialled(phone: str) -> str:
    return "".join(one for one in phone if one.isdigit() or one == "+")
