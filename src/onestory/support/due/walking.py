"""Reviews that are due while somebody walks alongside a family."""

from onestory.support.due.source import Source

REVIEWS = Source(
    kind="review",
    words="Reviews to hold",
    sql="""SELECT r.id, r.family_id, r.due_on, r.owner_id AS account_id, NULL::uuid AS team_id,
      CASE r.kind WHEN 'start' THEN 'First review' WHEN 'end' THEN 'Review towards the end' ELSE 'Review' END AS title,
      false AS urgent
    FROM support_review r JOIN support_episode e ON e.id = r.episode_id
    WHERE r.state = 'due' AND e.state = 'walking'""",
    table="support_review",
    team="",
    lasts="x.state = 'due'",
)
# There is always a next review; were there none, whoever answers for the help would hear of it today.
UNREVIEWED = Source(
    kind="episode",
    words="Families without a day to look at it together",
    sql="""SELECT e.id, e.family_id, e.started_on AS due_on, e.owner_id AS account_id, NULL::uuid AS team_id,
      'No review is set' AS title, false AS urgent
    FROM support_episode e WHERE e.state = 'walking'
      AND NOT EXISTS (SELECT FROM support_review r WHERE r.episode_id = e.id AND r.state = 'due')""",
    table="support_episode",
    team="",
    lasts="x.state = 'walking'",
)
SOURCES = (REVIEWS, UNREVIEWED)
