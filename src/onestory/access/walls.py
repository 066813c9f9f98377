"""The walls most tables need: rows of a family, rows of a person, and rows of one's own.

Written so that they hold twice over: the sub-query on grants is itself under row-level security and so sees only the
viewer's own grants, and the sub-query on memberships only memberships of families so granted.
"""

from __future__ import annotations

from dataclasses import replace

from onestory.access.models.grants import LIVE
from onestory.core.care import Wall

_LIVE = LIVE.format(g="g")
LINKAGE = "(SELECT wall.has_role('linkage'))"
SIGNED_IN = "(SELECT wall.viewer()) IS NOT NULL"


def family_condition(column: str = "family_id", *, section: str = "") -> str:
    """SQL: the row's family is open to the viewer; with `section`, its section (a column or a literal) too."""
    within = f" AND {section} = ANY (g.sections)" if section else ""
    return f"EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = {{t}}.{column} AND {_LIVE}{within})"


def person_condition(column: str = "person_id", *, living_there: bool = True, section: str = "") -> str:
    """SQL: the row's person belongs to a family open to the viewer; with `living_there`, still belongs to it."""
    # People who have left a family stay in its history by name; where they are now is no longer its business (HZ-24).
    still = " AND (m.ends_on IS NULL OR m.ends_on >= current_date)" if living_there else ""
    join, within = "", ""
    if section:
        join = " JOIN access_grant g ON g.family_id = m.family_id"
        within = f" AND {_LIVE} AND {section} = ANY (g.sections)"
    return f"EXISTS (SELECT 1 FROM people_membership m{join} WHERE m.person_id = {{t}}.{column}{still}{within})"


def or_linkage(condition: str) -> str:
    return f"{LINKAGE} OR {condition}"


def family_wall(column: str = "family_id", *, section: str = "", append_only: bool = False) -> Wall:
    """Rows that belong to one family."""
    seen = or_linkage(family_condition(column, section=section))
    wall = Wall(select=seen, insert=seen, update=seen)
    return replace(wall, update=None, append_only=True) if append_only else wall


def person_wall(column: str = "person_id", *, living_there: bool = True, section: str = "") -> Wall:
    """Rows that belong to one person, seen through the families they belong to."""
    seen = or_linkage(person_condition(column, living_there=living_there, section=section))
    return Wall(select=seen, insert=or_linkage(f"wall.may_join({{t}}.{column})"), update=seen)


def own_wall(column: str = "account_id") -> Wall:
    """Rows that are nobody's business but the account's own."""
    mine = f"{{t}}.{column} = (SELECT wall.viewer())"
    return Wall(select=mine, insert=mine, update=mine, delete=mine)
