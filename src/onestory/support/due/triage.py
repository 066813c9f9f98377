"""Meetings that wait for their minutes, and words awaited from outside."""

from onestory.support.due.source import Source
from onestory.support.request_states import ENDS
from onestory.support.triage_states import ASKED, CALLED

_ENDS = ", ".join(f"'{state}'" for state in sorted(ENDS))

UNDECIDED = Source(
    kind="meeting",
    words="Meetings to decide and minute",
    sql=f"""SELECT m.id, NULL::uuid AS family_id, m.held_on AS due_on, m.owner_id AS account_id, NULL::uuid AS team_id,
      CASE WHEN EXISTS (SELECT FROM support_meetingitem i WHERE i.meeting_id = m.id AND i.decision = '')
        THEN 'Decide what is on the agenda' ELSE 'Minute the meeting' END AS title, m.held_on < current_date AS urgent
    FROM support_meeting m WHERE m.state = '{CALLED}'""",
    table="support_meeting",
    team="",
    lasts=f"x.state = '{CALLED}'",
    family="NULL::uuid",
)
AWAITED = Source(
    kind="contribution",
    words="Words you asked a school or surgery for",
    sql=f"""SELECT c.id, NULL::uuid AS family_id, (c.ends_at AT TIME ZONE 'Europe/London')::date AS due_on,
      c.owner_id AS account_id, NULL::uuid AS team_id, 'Ask again, or go on without' AS title,
      c.ends_at < now() AS urgent
    FROM support_contribution c WHERE c.state = '{ASKED}'""",
    table="support_contribution",
    team="",
    lasts=f"x.state = '{ASKED}'",
    family="NULL::uuid",
)
# Somebody is to go and meet a family of which there is no record yet: whoever has the request finds it, or begins one.
NOBODY_YET = Source(
    kind="decision_waits",
    words="Families somebody is to meet",
    sql=f"""SELECT r.id, NULL::uuid AS family_id, i.goes_on AS due_on, r.owner_id AS account_id, r.owner_team_id AS team_id,
      'Say whom it is about, so that whoever goes can be asked' AS title, i.goes_on <= current_date AS urgent
    FROM support_meetingitem i JOIN support_request r ON r.id = i.request_id
    WHERE i.decision IN ('offer', 'more') AND i.goes_on IS NOT NULL AND (i.goes_id IS NOT NULL OR i.goes_name <> '')
      AND r.family_id IS NULL AND r.state NOT IN ({_ENDS})
      AND NOT EXISTS (SELECT FROM support_meetingitem n WHERE n.request_id = r.id AND n.decided_at > i.decided_at)""",
)

SOURCES = (UNDECIDED, AWAITED, NOBODY_YET)
