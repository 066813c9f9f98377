"""Everyone who belongs or ever belonged to a family, with all that is known of them, in one statement.

A family's page asks for so little of so many tables that asking is what costs. Each table's rows come as JSON beside the
place they belong to, and are made into the models they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.core.models import Record
from onestory.people import naming
from onestory.people.models import (
    Address,
    ContactPoint,
    Family,
    Identifier,
    Membership,
    Person,
    PersonName,
    Residence,
)  # fmt: skip

_STILL = "({t}.ends_on IS NULL OR {t}.ends_on > statement_timestamp())"
_ASKED = f"""
SELECT {_STILL.format(t="m")}, to_json(m), to_json(p),
  (SELECT json_agg(n ORDER BY n.created_at, n.id) FROM people_personname n WHERE n.person_id = p.id),
  (SELECT json_agg(i ORDER BY i.system, i.id) FROM people_identifier i
    WHERE i.person_id = p.id AND i.status <> 'wrong'
      AND CASE i.system WHEN 'nhs' THEN %(health)s ELSE %(shared)s AND wall.whereabouts_open(p.id, NULL) END),
  (SELECT json_agg(c ORDER BY c.kind, c.id) FROM people_contactpoint c
    WHERE c.person_id = p.id AND {_STILL.format(t="c")} AND %(shared)s),
  (SELECT json_agg(json_build_array(r, a) ORDER BY r.starts_on DESC, r.id)
    FROM people_residence r JOIN people_address a ON a.id = r.address_id
    WHERE r.person_id = p.id AND {_STILL.format(t="r")} AND %(shared)s
      AND (NOT r.confidential OR %(location)s AND wall.home_open(r.person_id, r.address_id)))
FROM people_membership m JOIN people_person p ON p.id = m.person_id
WHERE m.family_id = %(family)s ORDER BY m.created_at, m.id
"""
_CLASSES = (Section.SHARED, Section.HEALTH, Section.LOCATION)
"""The sections that what is known of people is in: an NHS number is health, and a confidential address a class of its own."""


@dataclass(frozen=True)
class Household:
    """`members` belong to the family now; `names` says what to call them and whoever has left, whom the story names."""

    members: list[Membership]
    names: dict[UUID, str]


def household(viewer: Viewer, family: Family) -> Household:
    """Parents and carers first, then children from the eldest. What is not open to the viewer is not there."""
    sections = family.sections_open_to(viewer)
    if not sections:
        return Household([], {})
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, {"family": family.pk, **{section.value: section in sections for section in _CLASSES}})
        places = [(still, _place(family, *told)) for still, *told in cursor.fetchall()]
    names = {place.person_id: naming.usual(place.person.all_names) for _, place in places if place.person.all_names}
    return Household(sorted((place for still, place in places if still), key=_order), names)


def _place(family: Family, place: Any, who: Any, names: Any, numbers: Any, ways: Any, homes: Any) -> Membership:
    found, person = _made(Membership, place), _made(Person, who)
    found.family, found.person = family, person
    person.all_names = [_made(PersonName, told) for told in names or ()]
    person.all_identifiers = [_made(Identifier, told) for told in numbers or ()]
    person.ways_to_reach = [_made(ContactPoint, told) for told in ways or ()]
    person.homes = list(_homes(homes or ()))
    return found


def _homes(told: Iterable[tuple[Any, Any]]) -> Iterable[Residence]:
    for residence, address in told:
        home = _made(Residence, residence)
        home.address = _made(Address, address)
        yield home


Row = TypeVar("Row", bound=Record)


def _made(model: type[Row], told: dict[str, Any]) -> Row:
    """The row that PostgreSQL told as JSON."""
    names, columns = _columns(model)
    return model.from_db("default", names, [read(told[column]) for column, read in columns])


@cache
def _columns(model: type[Record]) -> tuple[list[str], list[tuple[str, Callable[[Any], Any]]]]:
    fields = model._meta.concrete_fields
    return [field.attname for field in fields], [(str(field.column), field.to_python) for field in fields]


_FIRST = {role: place for place, role in enumerate(Membership.Role.values)}


def _order(place: Membership) -> tuple[int, str]:
    if place.role not in (Membership.Role.CHILD, Membership.Role.EXPECTED):
        return 0, f"{_FIRST[place.role]:02d}"
    return 1, place.person.born.iso if place.person.born else "9999"
