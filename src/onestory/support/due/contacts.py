"""Appointments today and those nobody has answered about; and reaching out to whoever was not seen."""

from onestory.support.due.source import Source

_ON = "(a.at AT TIME ZONE 'Europe/London')::date"
_TODAY = "(now() AT TIME ZONE 'Europe/London')::date"
_WHAT = (
    "CASE a.kind WHEN 'visit' THEN 'A visit' WHEN 'hub' THEN 'A meeting' WHEN 'call' THEN 'A phone call'"
    " ELSE 'A video call' END"
)
_LASTS = "x.state IN ('offered', 'agreed')"


def _appointments(title: str, where: str, *, urgent: str = "false") -> str:
    return (
        f"SELECT a.id, a.family_id, {_ON} AS due_on, a.owner_id AS account_id, NULL::uuid AS team_id, {title} AS title,"
        f" {urgent} AS urgent FROM support_appointment a WHERE a.state IN ('offered', 'agreed') AND {where}"
    )


TODAY = Source(
    kind="appointment",
    words="Meeting today",
    sql=_appointments(
        f"""{_WHAT} || to_char(a.at AT TIME ZONE 'Europe/London', '" at "FMHH12:MIam')""",
        f"{_ON} = {_TODAY} AND a.at > now()",
    ),
    table="support_appointment",
    team="",
    lasts=_LASTS,
    section="x.section",
)
UNANSWERED = Source(
    kind="appointment_unanswered",
    words="Did you meet?",
    sql=_appointments(f"{_WHAT} || ': say whether you met'", "a.at <= now()"),
)
REACH_OUTS = Source(
    kind="reach_out",
    words="People who were not seen",
    sql="SELECT r.id, r.family_id, r.due_on, r.owner_id AS account_id, NULL::uuid AS team_id, CASE r.why"
    " WHEN 'changes' THEN 'Ask what would make meeting easier' ELSE 'Reach out to them' END AS title,"
    " r.why = 'not_brought' AS urgent FROM support_reachout r WHERE r.state = 'waits'",
    table="support_reachout",
    team="",
    lasts="x.state = 'waits'",
    section="x.section",
)
SOURCES = (TODAY, UNANSWERED, REACH_OUTS)
