"""What is missing or contradictory in the record of the families somebody walks alongside: a list that can be finished.

Nothing is kept of it: each line is worked out when it is asked for, so it goes by itself once it is mended. No line is about
where anybody lives: where an address is hidden nobody may be sent to look for it (HZ-22).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people import catalogue
from onestory.people import queries as people
from onestory.support.models import CircleMember
from onestory.support.queries import still_in

MOST_FAMILIES, MOST_SHOWN = 500, 100


@dataclass(frozen=True)
class Rule:
    """What may be wrong, in words; `section` must be open to whoever is told of it."""

    words: str
    section: str = Section.SHARED


RULES: dict[str, Rule] = {
    "born": Rule("Date of birth is not known"),
    "born_in_part": Rule("Only a part of the date of birth is known"),
    "overdue": Rule("Was expected four weeks ago or more, and no birth is written down"),
    "nhs": Rule("NHS number is not known", Section.HEALTH),
    "two_nhs": Rule("Two NHS numbers are written down", Section.HEALTH),
    "reach": Rule("No telephone or email is known for any adult of the family"),
    "generations": Rule("Is written down as born less than eleven years after a parent"),
    "facts": Rule("Two different answers stand side by side"),
}


@dataclass(frozen=True)
class Detail:
    """One line. `owner` leads the circle of the family; empty where nobody does."""

    rule: str
    about: str
    key: str
    family: UUID
    family_name: str
    person: UUID
    person_name: str
    owner: str
    mine: bool

    @property
    def words(self) -> str:
        return f"{RULES[self.rule].words}: {self.about}" if self.about else RULES[self.rule].words


_HERE = "(m.ends_on IS NULL OR m.ends_on > statement_timestamp())"
# Each family with each section that is open to the viewer there. Row-level security asks the same again of every table.
_FOUND = f"""
WITH opened AS (SELECT * FROM unnest(%(families)s::uuid[], %(sections)s::text[]) AS t (family, section)),
here AS (SELECT m.family_id, m.person_id, m.role, p.born, p.due_on FROM people_membership m
  JOIN people_person p ON p.id = m.person_id
  WHERE m.family_id IN (SELECT family FROM opened WHERE section = 'shared') AND {_HERE} AND p.died IS NULL),
health AS (SELECT h.* FROM here h JOIN opened o ON o.family = h.family_id AND o.section = 'health' WHERE h.role = 'child'),
found (rule, about, family_id, person_id) AS (
  SELECT 'born', '', family_id, person_id FROM here WHERE role <> 'expected' AND born IS NULL
  UNION ALL SELECT 'born_in_part', '', family_id, person_id FROM here WHERE role = 'child' AND length(born) < 10
  UNION ALL SELECT 'overdue', '', family_id, person_id FROM here WHERE role = 'expected' AND due_on < current_date - 28
  UNION ALL SELECT 'nhs', '', h.family_id, h.person_id FROM health h WHERE NOT EXISTS (SELECT 1 FROM people_identifier i
    WHERE i.person_id = h.person_id AND i.system = 'nhs' AND i.status <> 'wrong')
  UNION ALL SELECT 'two_nhs', '', h.family_id, h.person_id FROM health h WHERE (SELECT count(DISTINCT i.value)
    FROM people_identifier i WHERE i.person_id = h.person_id AND i.system = 'nhs' AND i.status <> 'wrong') > 1
  UNION ALL (SELECT DISTINCT ON (h.family_id) 'reach', '', h.family_id, h.person_id FROM here h
    WHERE h.role IN ('parent', 'carer') AND NOT EXISTS (SELECT 1 FROM here o JOIN people_contactpoint c
      ON c.person_id = o.person_id AND (c.ends_on IS NULL OR c.ends_on > current_date)
      WHERE o.family_id = h.family_id AND o.role <> 'child')
    ORDER BY h.family_id, h.role DESC, h.person_id)
  UNION ALL SELECT DISTINCT 'generations', '', c.family_id, c.person_id FROM here c JOIN people_relationship r
    ON r.other_id = c.person_id AND r.kind = 'parent' AND r.ends_on IS NULL
    JOIN here a ON a.person_id = r.person_id AND a.family_id = c.family_id
    WHERE c.born IS NOT NULL AND a.born IS NOT NULL AND left(c.born, 4)::int - left(a.born, 4)::int < 11
  UNION ALL SELECT 'facts', f.key, h.family_id, h.person_id FROM here h JOIN people_fact f ON f.person_id = h.person_id
    JOIN opened o ON o.family = h.family_id AND o.section = f.section
    WHERE f.ended_at IS NULL AND f.key <> ALL (%(whereabouts)s) GROUP BY f.key, h.family_id, h.person_id
    HAVING count(DISTINCT f.value) > 1)
SELECT d.rule, d.about, d.family_id, y.name, d.person_id, (SELECT trim(n.given || ' ' || n.family) FROM people_personname n
    WHERE n.person_id = d.person_id ORDER BY n.use = 'usual' DESC, n.created_at DESC LIMIT 1),
  l.name, coalesce(l.id = %(me)s, false)
FROM found d JOIN people_family y ON y.id = d.family_id
LEFT JOIN support_circlemember c ON c.family_id = d.family_id AND c.lead AND c.ends_on IS NULL
LEFT JOIN access_account l ON l.id = c.account_id
WHERE NOT EXISTS (SELECT 1 FROM linkage_detailsetaside s WHERE s.person_id = d.person_id AND s.rule = d.rule || d.about
  AND s.until >= current_date)
ORDER BY coalesce(l.id = %(me)s, false) DESC, y.name, d.family_id, 6, d.rule, d.about
LIMIT %(most)s
"""


def to_put_right(viewer: Viewer) -> list[Detail]:
    """Of the families in whose circle the viewer is: those they lead first, then by family."""
    opened = _opened(viewer)
    if not opened:
        return []
    families, sections = zip(*opened, strict=True)
    kinds = catalogue.by_key()
    values: dict[str, Any] = {
        "families": list(families), "sections": list(sections), "me": viewer.account_id, "most": MOST_SHOWN,
        "whereabouts": [kind.key for kind in kinds.values() if kind.location],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, values)
        found = cursor.fetchall()
    return [_line(*one) for one in found]


def _line(
    rule: str, about: str, family: UUID, name: str, person: UUID, called: str | None, owner: str | None, mine: bool
) -> Detail:
    kind = catalogue.by_key().get(about)
    return Detail(
        rule,
        kind.short if kind else "",
        f"{rule}{about}",
        family,
        name,
        person,
        called or "Somebody",
        owner or "",
        mine,
    )


def _opened(viewer: Viewer) -> list[tuple[UUID, str]]:
    """Each family of theirs with each section open to them there."""
    circle = still_in(CircleMember.objects.filter(account_id=viewer.account_id))
    mine = list(circle.order_by("family_id").values_list("family_id", flat=True)[:MOST_FAMILIES])
    grants = defaultdict(list)
    for grant in people.grants_of(viewer).filter(family_id__in=mine):
        grants[grant.family_id].append(grant)
    return [(family, str(section)) for family in grants for section in sorted(viewer.sections_of(grants[family]))]


def rule(key: str) -> Rule:
    """By the key of a line: that of the rule, and for answers that differ that of the fact after it. Raises NotThere."""
    kind = catalogue.by_key().get(key.removeprefix("facts"))
    if key.startswith("facts") and kind and not kind.location:
        return Rule(f"{RULES['facts'].words}: {kind.short}", kind.section)
    if key not in RULES or key == "facts":
        raise NotThere("detail")
    return RULES[key]
