"""The facts of a family and its people that a viewer may read, each with who wrote it down. Asked through `queries`."""

from __future__ import annotations

from uuid import UUID

from onestory.people import catalogue
from onestory.people.models import Fact

_ASKED = """
SELECT f.*, w.name AS writer, CASE WHEN f.key = ANY (%(sites)s) THEN (
    SELECT s.name FROM network_site s WHERE f.value #>> '{}' IN (s.code, s.establishment) ORDER BY s.name LIMIT 1
  ) END AS site_name
FROM people_fact f JOIN access_account w ON w.id = f.written_by_id
WHERE (f.family_id = %(family)s OR f.person_id = ANY (ARRAY(
    SELECT m.person_id FROM people_membership m
    WHERE m.family_id = %(family)s AND (m.ends_on IS NULL OR m.ends_on > statement_timestamp()))))
  AND f.section = ANY (%(sections)s)
  AND (f.key <> ALL (%(whereabouts)s) OR wall.whereabouts_open(f.person_id, f.family_id))
"""


def live(*, family: UUID, sections: frozenset[str]) -> list[Fact]:
    return _found(
        f"{_ASKED} AND f.ended_at IS NULL ORDER BY f.key, f.created_at DESC, f.id DESC",
        family=family, sections=sections,
    )  # fmt: skip


def one(fact: UUID, *, family: UUID, sections: frozenset[str]) -> list[Fact]:
    return _found(f"{_ASKED} AND f.id = %(fact)s", family=family, sections=sections, fact=fact)


def all_of(fact: Fact, *, family: UUID, sections: frozenset[str], limit: int) -> list[Fact]:
    """Every value of the same fact, newest first."""
    return _found(
        f"{_ASKED} AND f.key = %(key)s AND f.person_id IS NOT DISTINCT FROM %(person)s"
        " ORDER BY f.created_at DESC, f.id DESC LIMIT %(limit)s",
        family=family, sections=sections, key=fact.key, person=fact.person_id, limit=limit,
    )  # fmt: skip


def _found(statement: str, *, sections: frozenset[str], **values: object) -> list[Fact]:
    kinds = catalogue.by_key().values()
    declared = {
        "sites": [kind.key for kind in kinds if kind.site],
        "whereabouts": [kind.key for kind in kinds if kind.location],
    }
    return list(Fact.objects.raw(statement, {**declared, "sections": list(sections), **values}))
