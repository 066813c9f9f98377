"""Worries by when they are due, and calls about those of others."""

from onestory.support.due.source import Source

OWNED = Source(
    kind="worry",
    words="Worries",
    sql="SELECT w.id, w.family_id, (w.due_at AT TIME ZONE 'Europe/London')::date AS due_on, w.owner_id AS account_id,"
    " NULL::uuid AS team_id, CASE w.state WHEN 'referred' THEN 'Ask social care what they decided' ELSE 'Look into a worry' END"
    " AS title, (w.urgency <> 'soon' OR w.due_at < now()) AS urgent FROM support_worry w WHERE w.state <> 'ended'",
    table="support_worry",
    team="",
    lasts="x.state <> 'ended'",
    section="'safeguarding'",
)
CALLED = Source(
    kind="worry_call",
    words="Worries that wait for somebody",
    sql="SELECT c.call AS id, NULL::uuid AS family_id, (c.due_at AT TIME ZONE 'Europe/London')::date AS due_on,"
    " (SELECT wall.viewer()) AS account_id, NULL::uuid AS team_id, 'A worry waits, and you were called' AS title,"
    " true AS urgent FROM wall.calls_for_me() c",
)

SOURCES = (CALLED, OWNED)
