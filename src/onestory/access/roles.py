"""The roles a person can hold in a team: what each is called, and what it allows.

The staff page and the code read the same lines, so they cannot disagree. No role opens a family: only a grant does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from onestory.access.sections import EVERYTHING, Section


class May(Enum):
    """What a role allows, as a practitioner would say it."""

    FIND_FAMILIES = "find families they stand alongside"
    WRITE = "write in the record of those families"
    CREATE_FAMILIES = "start a record for a family"
    ASK_WHO_IS_ALONGSIDE = "ask, with a reason, whether somebody is alongside a family"
    ASK_FOR_HELP = "ask for help for a family, and see what became of it"
    TAKE_REQUESTS = "take requests for support, and see those their team is on duty for"
    BREAK_GLASS = "open a record in an emergency, for an hour, which others then look at"
    GUARD = "restrict a record to named people, and keep somebody out of it"
    MANAGE_ACCOUNTS = "open and close accounts"
    READ_AUDIT = "read who did what"
    GOVERN = "agreements, alerts and emergencies"
    REVIEW_TEAM = "review each quarter who is in their team"
    MERGE = "say that two records they see whole are of one person or family, and take that back"
    RUN_FEEDS = "load partner files and see their quality"
    KEEP_FEEDS = "look after partner files: how they come in, and what their columns mean"
    JUDGE_PAIRS = "say whether two records are of one person"


@dataclass(frozen=True)
class Role:
    """`ceiling`: the sections somebody in this role may ever read, whatever was granted; none, and they see no family at
    all. `by_team`: whether a grant to their team opens families to them, or only one to themselves.
    """

    key: str
    name: str
    description: str
    allows: frozenset[May]
    ceiling: tuple[Section, ...] = ()
    by_team: bool = False


_CASEWORK = frozenset({
    May.FIND_FAMILIES, May.WRITE, May.CREATE_FAMILIES, May.ASK_WHO_IS_ALONGSIDE, May.ASK_FOR_HELP, May.TAKE_REQUESTS,
})  # fmt: skip
_EMERGENCY = _CASEWORK | {May.BREAK_GLASS}

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role("front_of_house", "Front of house", "Welcomes families at a hub and makes introductions.", _CASEWORK,
             ceiling=(Section.SHARED,), by_team=True),
        Role("practitioner", "Practitioner", "Walks alongside families.", _EMERGENCY, ceiling=EVERYTHING, by_team=True),
        Role("volunteer", "Volunteer", "Walks alongside the people they are introduced to, and sees nobody else.",
             frozenset({May.FIND_FAMILIES, May.WRITE, May.ASK_FOR_HELP}), ceiling=(Section.SHARED,)),
        Role("triage", "Front door", "Takes requests for support and decides with partners.", _EMERGENCY | {May.MERGE},
             ceiling=EVERYTHING, by_team=True),
        Role("supervisor", "Supervisor", "Supports a team and the families it walks alongside.",
             _EMERGENCY | {May.GUARD, May.REVIEW_TEAM, May.MERGE}, ceiling=EVERYTHING, by_team=True),
        Role("information_governance", "Information governance", "Agreements, audit and the rights of families.",
             frozenset({May.READ_AUDIT, May.GOVERN, May.GUARD})),
        Role("steward", "Records steward", "Says whether two records are of one person; sees those two, and no family.",
             frozenset({May.JUDGE_PAIRS})),
        Role("administrator", "Administrator", "Accounts and configuration; sees no family.",
             frozenset({May.MANAGE_ACCOUNTS, May.REVIEW_TEAM})),
        Role("feeds", "Feeds", "Looks after partners’ files: what came, what could not be read, what is late; sees no family.",
             frozenset({May.KEEP_FEEDS})),
        Role("analyst", "Analyst", "Needs, reach and outcomes in numbers; never a name.", frozenset()),
        Role("linkage", "Linkage service", "The program that loads partner files; nobody signs in as it.",
             frozenset({May.RUN_FEEDS})),
    )
}  # fmt: skip


def choices() -> list[tuple[str, str]]:
    return [(role.key, role.name) for role in ROLES.values()]


def seeing() -> list[str]:
    """Roles in which somebody sees the families that are opened to them."""
    return [role.key for role in ROLES.values() if role.ceiling]


def by_team() -> list[str]:
    """Roles in which somebody sees the families that are opened to their team."""
    return [role.key for role in ROLES.values() if role.by_team]
