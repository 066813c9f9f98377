"""Steps of the plan that are due, plans in which something is not right, and needs to look at again: what came back, and what was
met half a year ago."""

from onestory.support.due.source import Source

STEPS = Source(
    kind="plan_step",
    words="Steps of a plan",
    sql="""SELECT s.id, s.family_id, s.due_on, s.owner_id AS account_id, NULL::uuid AS team_id,
      CASE WHEN s.person_id IS NULL AND s.member_id IS NULL THEN 'A step you said you would take'
        ELSE 'A step of theirs to ask after' END AS title,
      false AS urgent
    FROM support_planstep s JOIN support_goal g ON g.id = s.goal_id WHERE s.state = 'to_do' AND g.state = 'wanted'""",
    table="support_planstep",
    team="",
    lasts="x.state = 'to_do'",
)
NOT_RIGHT = Source(
    kind="plan_not_right",
    words="Plans in which something is not right",
    sql="""SELECT s.id, s.family_id, s.answered_on AS due_on, s.owner_id AS account_id, NULL::uuid AS team_id,
      'They say that something in the plan is not right' AS title, false AS urgent
    FROM support_planshown s WHERE s.state = 'not_right'""",
    table="support_planshown",
    team="",
    lasts="x.state = 'not_right'",
)
NEEDS_BACK = Source(
    kind="need_back",
    words="Needs that came back",
    sql="""SELECT n.id, n.family_id, n.since AS due_on, n.owner_id AS account_id, NULL::uuid AS team_id,
      'Something came back' AS title, false AS urgent
    FROM support_need n WHERE n.state = 'back'""",
    table="support_need",
    team="",
    lasts="x.state <> 'sustained'",
    section="x.section",
)
NEEDS_LASTING = Source(
    kind="need_lasting",
    words="Needs to ask after",
    sql="""SELECT n.id, n.family_id, n.achieved_on + 182 AS due_on, n.owner_id AS account_id, NULL::uuid AS team_id,
      'Half a year on: has it lasted?' AS title, false AS urgent
    FROM support_need n WHERE n.state = 'achieved'""",
    table="support_need",
    team="",
    lasts="x.state <> 'sustained'",
    section="x.section",
)
SOURCES = (STEPS, NOT_RIGHT, NEEDS_BACK, NEEDS_LASTING)
