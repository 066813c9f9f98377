"""Meetings that wait for their minutes, and words awaited from outside."""

from onestory.support.due.source import Source
from onestory.support.triage_states import ASKED, CALLED

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

SOURCES = (UNDECIDED, AWAITED)
