"""Introductions to make and to ask after, for whoever offered them; and those offered to somebody, for their answer."""

from onestory.support.due.source import Source

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
SOURCES = (INTRODUCTIONS, OFFERED, CONSULTATIONS)
