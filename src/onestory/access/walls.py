"""The walls most tables need: rows of a family, rows of a person, and rows of one's own.

Written so that they hold twice over: the sub-query on grants is itself under row-level security and so sees only the
viewer's own grants, and the sub-query on memberships only memberships of families so granted.
"""

from __future__ import annotations

from dataclasses import replace

from onestory.access.models.grants import LIVE
from onestory.access.reach import opens
from onestory.access.sections import Section
from onestory.core.care import Wall

_LIVE = LIVE.format(g="g")
LINKAGE = "(SELECT wall.has_role('linkage'))"
SHARED = f"'{Section.SHARED}'"
SIGNED_IN = "(SELECT wall.viewer()) IS NOT NULL"


def _opens(section: str) -> str:
    return opens(section, ceiling="(SELECT wall.ceiling())::text[]", me="(SELECT wall.viewer())")


def family_condition(column: str = "family_id", *, section: str = "") -> str:
    """SQL: the row's family is open to the viewer; with `section`, its section (a column or a literal) too."""
    within = f" AND {_opens(section)}" if section else ""
    return f"EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = {{t}}.{column} AND {_LIVE}{within})"


def person_condition(
    column: str = "person_id", *, living_there: bool = True, section: str = "", or_left_with: bool = False
) -> str:
    """SQL: the row's person belongs to a family open to the viewer; with `living_there`, still belongs to it.

    With `or_left_with`, rows written before somebody left are seen by the family they left, and later ones are not.
    """
    # People who have left a family stay in its history by name; where they are now is no longer its business (HZ-24).
    before = " OR {t}.created_at::date <= greatest(m.ends_on, m.created_at::date)" if or_left_with else ""
    still = f" AND (m.ends_on IS NULL OR m.ends_on >= current_date{before})" if living_there else ""
    join, within = "", ""
    if section:
        join = " JOIN access_grant g ON g.family_id = m.family_id"
        within = f" AND {_LIVE} AND {_opens(section)}"
    return f"EXISTS (SELECT 1 FROM people_membership m{join} WHERE m.person_id = {{t}}.{column}{still}{within})"


def or_linkage(condition: str) -> str:
    """SQL: the condition holds, or the viewer is the program that brings partners' records in."""
    # The same either way. People open pages, so what holds for them is asked first, and the program's role of almost no
    # row; but where the condition calls a function for each row it writes, the program is spared that.
    return f"{LINKAGE} OR {condition}" if "wall.may_" in condition else f"{condition} OR {LINKAGE}"


def in_own_name(condition: str, author: str = "written_by_id") -> str:
    """SQL: as `condition`, and the row says it was written by the viewer."""
    return f"({{t}}.{author} = (SELECT wall.viewer()) AND ({condition}))"


def family_wall(column: str = "family_id", *, section: str = "", written: bool = False) -> Wall:
    """Rows that belong to one family; `written` ones carry their writer and are never changed."""
    seen = or_linkage(family_condition(column, section=section))
    wall = Wall(select=seen, insert=seen, update=seen)
    return replace(wall, insert=in_own_name(seen), update=None, append_only=True) if written else wall


def person_wall(column: str = "person_id", *, section: str = "") -> Wall:
    """Rows that belong to one person, seen through the families they belong to; with `section`, where it is open."""
    seen = or_linkage(person_condition(column, section=section))
    return Wall(select=seen, insert=or_linkage(f"wall.may_join({{t}}.{column})"), update=seen)


def own_wall(column: str = "account_id") -> Wall:
    """Rows that are nobody's business but the account's own."""
    mine = f"{{t}}.{column} = (SELECT wall.viewer())"
    return Wall(select=mine, insert=mine, update=mine, delete=mine)
