"""Leaving a detail as it is for now, and counting each night how good the record is."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction

from onestory.access.models import Account
from onestory.access.viewer import Viewer, acting_as
from onestory.audit.actions import events
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.linkage import details
from onestory.linkage.models import DetailSetAside, QualityReading
from onestory.linkage.permissions import check_can_run_feeds
from onestory.people import queries as people
from onestory.people.permissions import can_write

LONGEST = timedelta(days=366)


@transaction.atomic
def set_aside(*, by: Viewer, family: UUID, person: UUID, rule: str, why: str, until: date) -> DetailSetAside:
    """Raises NotThere for what is not the viewer's to see, and Invalid where no reason or no near day is given."""
    if not can_write(by):
        raise NotThere("detail")
    opened = people.family(by, family)
    section = details.rule(rule).section
    if section not in opened.sections_open_to(by) or person not in {
        one.person_id for one in people.members(by, opened)
    }:
        raise NotThere("detail")
    if not why.strip():
        raise Invalid("Say why it can be left as it is.", "why")
    if not today() < until <= today() + LONGEST:
        raise Invalid("Choose a day within the next year, when it is looked at again.", "until")
    made = DetailSetAside(
        family=opened, person_id=person, rule=rule, section=section, why=why.strip()[:500], until=until,
        written_by_id=by.account_id,
    )  # fmt: skip
    made.save(force_insert=True)
    events.record(by=by, action="details.set_aside", family=family, people=[person], subject=made, rule=rule)
    return made


# --- how good the record is, each night -------------------------------------------------------------------------------

# Of people up to 19 who belong to a family, as nobody does who was merged into another: each with whether a detail is known,
# whether it contradicts itself, where it came from, and whose they are: the team of whoever leads their circle. Where several
# told the same, each is a source of it.
_DETAILS = {
    "born": ("p.born IS NOT NULL AND length(p.born) = 10", "false", "NULL::text"),
    "nhs": (
        "EXISTS (SELECT 1 FROM people_identifier i WHERE i.person_id = p.id AND i.system = 'nhs' AND i.status <> 'wrong')",
        "(SELECT count(DISTINCT i.value) FROM people_identifier i WHERE i.person_id = p.id AND i.system = 'nhs'"
        " AND i.status <> 'wrong') > 1",
        "SELECT DISTINCT coalesce(nullif(i.source, ''), 'Told to us') FROM people_identifier i WHERE i.person_id = p.id"
        " AND i.system = 'nhs' AND i.status <> 'wrong'",
    ),
    **{
        key: (
            f"EXISTS (SELECT 1 FROM people_fact f WHERE f.person_id = p.id AND f.key = '{key}' AND f.ended_at IS NULL)",
            f"(SELECT count(DISTINCT f.value) FROM people_fact f WHERE f.person_id = p.id AND f.key = '{key}'"
            " AND f.ended_at IS NULL) > 1",
            "SELECT DISTINCT coalesce(r.feed, 'Told to us') FROM people_fact f LEFT JOIN linkage_sourcerecord r"
            f" ON r.id = f.source_record_id WHERE f.person_id = p.id AND f.key = '{key}' AND f.ended_at IS NULL",
        )
        for key in ("ethnicity", "main_language", "gp_practice")
    },
}
_COUNT = """
WITH child AS MATERIALIZED (
  SELECT p.id, ({known}) AS known, ({contradictory}) AS contradictory,
    coalesce((SELECT t.name FROM people_membership m JOIN support_circlemember c ON c.family_id = m.family_id AND c.lead
        AND c.ends_on IS NULL JOIN access_teammembership w ON w.account_id = c.account_id AND w.ends_at IS NULL
        JOIN access_team t ON t.id = w.team_id WHERE m.person_id = p.id AND m.ends_on IS NULL ORDER BY t.name LIMIT 1),
      'Nobody leads their circle') AS owner
  FROM people_person p WHERE p.died IS NULL
    AND EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = p.id AND (p.born IS NOT NULL OR m.role = 'child'))
    AND (p.born IS NULL OR left(p.born, 4)::int >= extract(year FROM current_date) - 19)
)
INSERT INTO linkage_qualityreading (day, detail, source, owner, people, known, contradictory)
SELECT %(day)s, %(detail)s, '', '', count(*), count(*) FILTER (WHERE known), count(*) FILTER (WHERE contradictory) FROM child
  HAVING count(*) > 0
UNION ALL SELECT %(day)s, %(detail)s, '', owner, count(*), count(*) FILTER (WHERE known), count(*) FILTER (WHERE contradictory)
  FROM child GROUP BY owner
UNION ALL SELECT %(day)s, %(detail)s, s.source, '', (SELECT count(*) FROM child), count(*),
    count(*) FILTER (WHERE c.contradictory)
  FROM child c JOIN people_person p ON p.id = c.id CROSS JOIN LATERAL ({sources}) AS s (source) WHERE s.source IS NOT NULL
  GROUP BY s.source
"""


def count_quality(*, by: Account, on: date | None = None) -> int:
    """One night's readings; a night that was counted is not counted again. Returns how many there are."""
    day = on or today()
    with acting_as(by) as viewer:
        check_can_run_feeds(viewer)
        if QualityReading.objects.filter(day=day).exists():
            return 0
        made = 0
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10min'")
            for detail, (known, contradictory, sources) in _DETAILS.items():
                statement = _COUNT.format(known=known, contradictory=contradictory, sources=_select(sources))
                cursor.execute(statement, {"day": day, "detail": detail})
                made += cursor.rowcount
        events.record(by=viewer, action="details.count", readings=made)
        return made


def _select(sources: str) -> str:
    return sources if sources.startswith("SELECT") else f"SELECT {sources}"
