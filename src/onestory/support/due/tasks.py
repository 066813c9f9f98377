"""What somebody promised, and what a colleague would like them to take on."""

from onestory.support.due.source import Source

_OPEN = "x.state IN ('waiting', 'offered')"

TASKS = Source(
    kind="task",
    words="You promised",
    sql="SELECT x.id, x.family_id, x.due_on, x.owner_id AS account_id, x.team_id, x.title,"
    f" x.due_on < current_date AS urgent FROM support_task x WHERE {_OPEN} AND x.ended_at IS NULL",
    table="support_task",
    lasts=_OPEN,
    offered="offered_to_id",
    kept="state = 'waiting'",
)
OFFERED = Source(
    kind="task_offered",
    words="Offered to you",
    sql="SELECT x.id, x.family_id, x.due_on, x.offered_to_id AS account_id, NULL::uuid AS team_id, x.title,"
    " x.due_on < current_date AS urgent FROM support_task x WHERE x.state = 'offered' AND x.ended_at IS NULL",
)
SOURCES = (TASKS, OFFERED)
