"""Every noun of the work alongside a family that has states: what each may be and by which act it becomes what.

Pages, refusals, diagrams (`docs/reference/states.md`) and the tests that walk every act read these tables.
"""

from onestory.core.states import States
from onestory.support import episode_states, review_states, task_states, worry_states

ALL: tuple[States, ...] = (
    episode_states.STATES,
    review_states.STATES,
    worry_states.WORRIES,
    task_states.TASK,
)
