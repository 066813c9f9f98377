"""Families nobody has written about for long: their lead hears of it, so that no silence goes unnoticed."""

from onestory.support.due.source import Source

LONG_DAYS = 28
"""Days without a word after which the lead is asked how the family is."""

# What the work wrote by itself, such as a change of circle, is no word of the family.
_LAST = (
    "SELECT e.happened_at FROM story_entry e WHERE e.family_id = m.family_id AND e.kind <> 'record'"
    " ORDER BY e.happened_at DESC LIMIT 1"
)

QUIET = Source(
    kind="quiet",
    words="Nobody has written for a while",
    sql="SELECT m.id, m.family_id, (coalesce(w.happened_at, m.created_at) AT TIME ZONE 'Europe/London')::date"
    f" + {LONG_DAYS} AS due_on, m.account_id, NULL::uuid AS team_id,"
    " CASE WHEN w.happened_at IS NULL THEN 'Nothing has been written yet' ELSE 'How are they?' END AS title,"
    f" false AS urgent FROM support_circlemember m LEFT JOIN LATERAL ({_LAST}) w ON true"
    " WHERE m.lead AND m.ends_on IS NULL AND m.account_id IS NOT NULL"
    f" AND coalesce(w.happened_at, m.created_at) < now() - interval '{LONG_DAYS} days'",
)
SOURCES = (QUIET,)
