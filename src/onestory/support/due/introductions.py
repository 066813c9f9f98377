"""Introductions to make and to ask after, for whoever offered them; and those offered to somebody, for their answer."""

from onestory.support.due.days import working_days_after
from onestory.support.due.source import SUPERVISES, Source

INTRODUCTIONS = Source(
    kind="introduction",
    words="Introductions to make, and to ask after",
    sql="""SELECT i.id, i.family_id,
      CASE i.state WHEN 'offered' THEN least(coalesce(o.answered_on, i.they_agreed_on, i.offered_on + 7), i.meet_on)
        WHEN 'made' THEN i.meet_on WHEN 'met' THEN i.check_on ELSE i.meet_on END AS due_on,
      i.owner_id AS account_id, NULL::uuid AS team_id,
      CASE i.state WHEN 'offered' THEN 'An introduction is offered: is there an answer?' WHEN 'made' THEN 'Did they meet?'
        WHEN 'met' THEN 'How is it between them?' ELSE 'They have not met: another day?' END AS title,
      false AS urgent
    FROM support_introduction i LEFT JOIN support_introductionoffer o ON o.introduction_id = i.id
    WHERE i.state IN ('offered', 'made', 'not_met') OR i.state = 'met' AND i.check_on IS NOT NULL""",
    table="support_introduction",
    team="",
    lasts="x.state IN ('offered', 'made', 'met', 'not_met')",
)
OFFERED = Source(
    kind="introduction_offer",
    words="Introductions offered to you",
    sql="""SELECT o.id, NULL::uuid AS family_id, o.offered_on AS due_on, o.to_account_id AS account_id, NULL::uuid AS team_id,
      'Somebody would like to introduce a family to you' AS title, false AS urgent
    FROM support_introductionoffer o WHERE o.state = 'offered'""",
    left="UPDATE support_introductionoffer x SET state = 'refused', answer = 'They have left.', answered_on = current_date"
    " WHERE x.to_account_id = who AND x.state = 'offered'",
)
UNANSWERED_DAYS = 5
"""Working days after which an introduction that nobody has answered is the team's to look at, and a supervisor's."""
_LATE = working_days_after("i.offered_on", UNANSWERED_DAYS)
# The team of whoever offered it, where the family is open to that team.
_THEIR_TEAM = """SELECT m.team_id FROM access_teammembership m JOIN access_grant g ON g.team_id = m.team_id
      AND g.family_id = i.family_id WHERE m.account_id = i.owner_id AND (m.ends_at IS NULL OR m.ends_at > now())
      AND m.team_id = ANY ((SELECT wall.teams())::uuid[]) ORDER BY m.team_id LIMIT 1"""


def _unanswered(account: str, team: str, whose: str) -> str:
    return f"""SELECT i.id, i.family_id, {_LATE} AS due_on, {account} AS account_id, {team} AS team_id,
      coalesce(a.name, i.to_name) || ' has not said whether they would meet them' AS title, false AS urgent
    FROM support_introduction i LEFT JOIN support_introductionoffer o ON o.introduction_id = i.id
      LEFT JOIN access_account a ON a.id = i.to_account_id
    WHERE i.state = 'offered' AND {_LATE} <= current_date AND {whose}
      AND CASE WHEN i.to_account_id IS NULL THEN i.they_agreed_on IS NULL ELSE o.state = 'offered' END"""


UNANSWERED = Source(
    kind="introduction_unanswered",
    words="Introductions that nobody has answered",
    sql=f"SELECT s.* FROM ({_unanswered('NULL::uuid', f'({_THEIR_TEAM})', 'true')}) s WHERE s.team_id IS NOT NULL UNION ALL "
    + _unanswered("(SELECT wall.viewer())", "NULL::uuid", SUPERVISES.format(who="i.owner_id", team=f"({_THEIR_TEAM})")),
)
CONSULTATIONS = Source(
    kind="consultation",
    words="Questions you asked somebody who knows more",
    sql="""SELECT c.id, c.family_id, c.asked_on + 7 AS due_on, c.owner_id AS account_id, NULL::uuid AS team_id,
      'Has there been an answer?' AS title, false AS urgent
    FROM support_consultation c WHERE c.state = 'asked'""",
    table="support_consultation",
    team="",
    lasts="x.state = 'asked'",
)
SOURCES = (INTRODUCTIONS, OFFERED, UNANSWERED, CONSULTATIONS)
