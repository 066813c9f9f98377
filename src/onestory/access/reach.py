"""Which grants count for the viewer, said once in SQL: for the functions that stand outside row-level security.

A grant counts that is held by the viewer, by a team whose families their role opens to them, or by somebody they supervise; that
is live; and whose family is not closed to them. Everything inside the walls asks the same of the wall of `Grant`.
"""

from __future__ import annotations

from onestory.access.models.grants import LIVE
from onestory.access.sections import Section

LIVE_G = LIVE.format(g="g")
_VIEWER = {
    "me": ("uuid", "wall.viewer()"), "accounts": ("uuid[]", "wall.accounts()"), "mine": ("uuid[]", "wall.teams()"),
    "closed": ("uuid[]", "wall.closed()"), "ceiling": ("text[]", "wall.ceiling()"),
}  # fmt: skip
DECLARE = " ".join(f"{name} {kind} := {value};" for name, (kind, value) in _VIEWER.items())
"""What the sentences below speak of, for the DECLARE of a function that needs it whatever it finds."""
DECLARE_HELD = " ".join(f"{name} {kind} := {value};" for name, (kind, value) in _VIEWER.items() if name != "ceiling")
"""The same without sections, for one that asks only whether a family is open at all."""
LATER = " ".join(f"{name} {kind};" for name, (kind, _) in _VIEWER.items())
ASSIGN = " ".join(f"{name} := {value};" for name, (_, value) in _VIEWER.items())
"""The same in two steps, for one that seldom needs it."""
HELD = "(g.account_id = ANY (accounts) OR g.team_id = ANY (mine))"
MINE = f"{HELD} AND g.family_id <> ALL (closed) AND {LIVE_G}"

LASTS = "g.reason NOT IN ('break_glass', 'called')"
"""An hour in an emergency, or looking into a worry, must not become a way in without an end."""


def opens(section: str, *, ceiling: str = "ceiling", me: str = "me") -> str:
    """SQL: the grant `g` opens this section (a column or a literal) to the viewer.

    What is between a young person and their helper is opened by the helper's own grant alone: not to a team, nor to whoever
    supervises them.
    """
    own = f"({section} <> '{Section.YOUNG_PERSON}' OR g.account_id IS NOT DISTINCT FROM {me})"
    return f"({section} = ANY (g.sections) AND {section} = ANY ({ceiling}) AND {own})"


# What grants open to the viewer among these, as `opens` has it, each section a row of `opened (s)`.
SECTIONS = f"""LATERAL (SELECT o.s FROM unnest(g.sections) o (s) WHERE o.s = ANY (ceiling)
  AND (o.s <> '{Section.YOUNG_PERSON}' OR g.account_id IS NOT DISTINCT FROM me)) opened"""
