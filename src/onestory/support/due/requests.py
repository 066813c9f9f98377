"""What waits of requests: those whose day has come, those offered to somebody, and whoever has not been told.

An offer that nobody answers changes nothing by itself: it comes to stand with the team that made it, and with a supervisor.
"""

from onestory.support.due.days import working_days_after
from onestory.support.due.source import SUPERVISES, Source
from onestory.support.request_states import ENDS

_ENDS = ", ".join(f"'{state}'" for state in sorted(ENDS))

DUE = Source(
    kind="request",
    words="Requests for support",
    sql=f"""SELECT r.id, r.family_id, r.next_on AS due_on, r.owner_id AS account_id, r.owner_team_id AS team_id,
      CASE r.state WHEN 'received' THEN 'A request that nobody has looked at' WHEN 'begun' THEN 'A request that was begun'
        WHEN 'offered' THEN 'Ask whether they want what was offered' WHEN 'triage' THEN 'A request that waits for a meeting'
        ELSE 'A request being looked at' END AS title, r.urgency = 'now' AS urgent
    FROM support_request r WHERE r.state NOT IN ({_ENDS}) AND r.next_on <= current_date""",
)
OFFERED = Source(
    kind="request_offered",
    words="Requests offered to you",
    sql="""SELECT p.id, NULL::uuid AS family_id, p.answer_by AS due_on, p.to_account_id AS account_id, p.to_team_id AS team_id,
      'A request from ' || t.name AS title, p.urgency = 'now' AS urgent
    FROM support_passing p JOIN access_team t ON t.id = p.from_team_id WHERE p.state = 'offered'
      AND (p.to_account_id = (SELECT wall.viewer()) OR p.to_team_id = ANY ((SELECT wall.teams())::uuid[]))""",
)
TO_TELL = Source(
    kind="request_to_tell",
    words="People to tell what became of what they asked",
    sql="""SELECT l.id, r.family_id, l.due_on, r.owner_id AS account_id, r.owner_team_id AS team_id,
      'Tell whoever asked' AS title, false AS urgent
    FROM support_telling l JOIN support_request r ON r.id = l.request_id WHERE l.told_at IS NULL""",
)
TOLD_HOME = Source(
    kind="told_home",
    words="Postcodes to check",
    sql=f"""SELECT h.id, r.family_id, (h.created_at AT TIME ZONE 'Europe/London')::date + 7 AS due_on,
      r.owner_id AS account_id, r.owner_team_id AS team_id, 'They told us another postcode' AS title, false AS urgent
    FROM support_toldhome h JOIN support_request r ON r.id = h.request_id
    WHERE h.answer = '' AND r.state NOT IN ({_ENDS})""",
)

UNANSWERED_DAYS = 2
"""Working days after the day by which an answer was hoped for."""
_LATE = working_days_after("p.answer_by", UNANSWERED_DAYS)


def _unanswered(account: str, team: str, whose: str) -> str:
    return f"""SELECT r.id, r.family_id, {_LATE} AS due_on, {account} AS account_id, {team} AS team_id,
      'Offered to ' || coalesce(a.name, t.name) || ', who has not answered' AS title, p.urgency = 'now' AS urgent
    FROM support_passing p JOIN support_request r ON r.id = p.request_id LEFT JOIN access_account a ON a.id = p.to_account_id
      LEFT JOIN access_team t ON t.id = p.to_team_id
    WHERE p.state = 'offered' AND {_LATE} <= current_date AND {whose}"""


UNANSWERED = Source(
    kind="request_unanswered",
    words="Requests that were offered, and nobody has answered",
    sql=_unanswered("NULL::uuid", "p.from_team_id", "p.from_team_id = ANY ((SELECT wall.teams())::uuid[])")
    + " UNION ALL "
    + _unanswered(
        "(SELECT wall.viewer())", "NULL::uuid", SUPERVISES.format(who="p.offered_by_id", team="p.from_team_id")
    ),
)

# A request that a team has is nobody's in particular: then the team's supervisor hears.
_ITS_OWNER = "coalesce(r.owner_id, '00000000-0000-0000-0000-000000000000'::uuid)"
UNSEEN_HOURS = 1
"""As for a worry that somebody must look at now (`actions.worries.WITHIN`)."""
UNSEEN = Source(
    kind="request_unseen",
    words="Somebody may not be safe, and nobody has looked at what they asked",
    sql=f"""SELECT r.id, r.family_id, (r.created_at AT TIME ZONE 'Europe/London')::date AS due_on,
      (SELECT wall.viewer()) AS account_id, NULL::uuid AS team_id, 'Nobody has looked at a request yet' AS title, true AS urgent
    FROM support_request r WHERE r.urgency = 'now' AND r.state IN ('begun', 'received')
      AND r.created_at < now() - interval '{UNSEEN_HOURS} hour'
      AND {SUPERVISES.format(who=_ITS_OWNER, team="coalesce(r.owner_team_id, r.team_id)")}""",
)

_UNTOLD = working_days_after("l.due_on", UNANSWERED_DAYS)
UNTOLD = Source(
    kind="request_untold",
    words="People whom nobody has told what became of what they asked",
    sql=f"""SELECT l.id, r.family_id, {_UNTOLD} AS due_on, (SELECT wall.viewer()) AS account_id, NULL::uuid AS team_id,
      'Nobody has told whoever asked' AS title, false AS urgent
    FROM support_telling l JOIN support_request r ON r.id = l.request_id
    WHERE l.told_at IS NULL AND {_UNTOLD} <= current_date
      AND {SUPERVISES.format(who=_ITS_OWNER, team="coalesce(r.owner_team_id, r.team_id)")}""",
)

SOURCES = (DUE, OFFERED, TO_TELL, TOLD_HOME, UNANSWERED, UNSEEN, UNTOLD)
