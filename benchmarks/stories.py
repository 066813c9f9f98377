"""Stories for a simulated city: a little about every family, and long stories for some of those one practitioner sees.

Written by the database itself, since it is only their number and length that is measured.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

LENGTHS = {"short": 5, "long": 200, "very long": 5_000}
"""Entries in the story of a family, by how we call them here."""
FAMILIES = {"short": 60, "long": 60, "very long": 20}
WORDS = "We talked about how the mornings go and what would make them easier. " * 6
NEW = "gen_random_uuid(), %(on)s::timestamptz"


def write(cursor: Any, *, author: UUID, reader: UUID, on: str) -> None:
    """Every family is given two entries and two facts; those the reader has a grant for, a whole page."""
    values = {"author": author, "reader": reader, "on": on, "words": WORDS}
    for statement in (*_everybody(), *_chosen()):
        cursor.execute(statement, values)
    for kind, entries in LENGTHS.items():
        cursor.execute(_ENTRIES, values | {"kind": kind, "entries": entries})
    cursor.execute(_ABOUT, values)


def of_kind(cursor: Any, kind: str) -> list[UUID]:
    cursor.execute("SELECT family_id FROM bench_chosen WHERE kind = %s ORDER BY family_id", [kind])
    return [row[0] for row in cursor.fetchall()]


_FACT = (
    "id, created_at, family_id, person_id, key, value, section, said_by, said_on, written_by_id, last_confirmed_on,"
    " ended_because"
)
_ENTRY = (
    "id, created_at, family_id, kind, happened_at, time_known, title, text, section, written_by_id, written_at, act"
)


def _everybody() -> tuple[str, ...]:
    return (
        f"INSERT INTO story_entry ({_ENTRY}) SELECT {NEW}, f.id, 'note', %(on)s::timestamptz - n * interval '9 days', true,"
        " 'A word at the hub', %(words)s, 'shared', %(author)s, %(on)s, '' FROM people_family f, generate_series(1, 2) n",
        f"INSERT INTO people_fact ({_FACT}) SELECT {NEW}, f.id, null, key, to_jsonb('Sundays'::text), 'shared', 'family',"
        " current_date, %(author)s, current_date, ''"
        " FROM people_family f, unnest(ARRAY['important_days', 'who_helps']) key",
    )


def _chosen() -> tuple[str, ...]:
    """The families that are opened in the benchmarks, by how long their story is; all else of a page is alike."""
    short, long = FAMILIES["short"], FAMILIES["short"] + FAMILIES["long"]
    return (
        "CREATE TABLE bench_chosen AS SELECT family_id, CASE WHEN n <= "
        f"{short} THEN 'short' WHEN n <= {long} THEN 'long' ELSE 'very long' END AS kind FROM (SELECT g.family_id,"
        " row_number() OVER (ORDER BY g.family_id) AS n FROM access_grant g WHERE g.account_id = %(reader)s"
        " AND (SELECT count(*) FROM people_membership m WHERE m.family_id = g.family_id) BETWEEN 3 AND 6) t"
        f" WHERE n <= {long + FAMILIES['very long']}",
        # Six parts, in both voices, the second time each was written.
        "INSERT INTO story_storysection (id, created_at, family_id, part, voice, version, text, section, written_by_id,"
        f" written_at) SELECT {NEW}, c.family_id, part, voice, version, %(words)s, 'shared', %(author)s, %(on)s"
        " FROM bench_chosen c,"
        " unnest(ARRAY['who_we_are', 'what_matters', 'going_on', 'what_helps', 'what_we_tried', 'what_next']) part,"
        " unnest(ARRAY['ours', 'worker']) voice, generate_series(1, 2) version",
        # Three facts of each person, beside the two of their family.
        f"INSERT INTO people_fact ({_FACT}) SELECT {NEW}, null, m.person_id, key, to_jsonb('As they said it'::text), 'shared',"
        " 'self', current_date, %(author)s, current_date, '' FROM bench_chosen c JOIN people_membership m USING (family_id),"
        " unnest(ARRAY['what_to_call_you', 'a_good_day', 'school']) key",
        "INSERT INTO support_circlemember (id, created_at, family_id, account_id, name, role, purpose, lead, starts_on)"
        f" SELECT {NEW}, c.family_id, CASE n WHEN 1 THEN %(reader)s::uuid END, CASE n WHEN 1 THEN '' ELSE 'Gran ' || n END,"
        " 'Walks alongside', 'Mornings', n = 1, current_date FROM bench_chosen c, generate_series(1, 4) n",
        f"INSERT INTO people_relationship (id, created_at, person_id, other_id, kind) SELECT {NEW}, p.person_id, k.person_id,"
        " 'parent' FROM bench_chosen c JOIN people_membership p ON p.family_id = c.family_id AND p.role = 'parent'"
        " JOIN people_membership k ON k.family_id = c.family_id AND k.role = 'child' AND k.person_id <> p.person_id"
        " ON CONFLICT DO NOTHING",
    )


_ENTRIES = (
    f"INSERT INTO story_entry ({_ENTRY}) SELECT {NEW}, c.family_id, (ARRAY['visit', 'call', 'note', 'message'])[1 + n %% 4],"
    " %(on)s::timestamptz - n * interval '7 hours', true, 'Visit at home, number ' || n, %(words)s, 'shared', %(author)s,"
    " %(on)s, '' FROM bench_chosen c, generate_series(1, %(entries)s) n WHERE c.kind = %(kind)s"
)
_ABOUT = (
    "INSERT INTO story_entryabout (entry_id, person_id) SELECT e.id, m.person_id FROM bench_chosen c"
    " JOIN story_entry e ON e.family_id = c.family_id AND e.title LIKE 'Visit%%'"
    " JOIN people_membership m ON m.family_id = c.family_id"
)
