"""The roles a person can hold in a team: what each is called, and what it allows.

The staff page and the code read the same lines, so they cannot disagree. No role opens a family: only a grant does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class May(Enum):
    """What a role allows, as a practitioner would say it."""

    FIND_FAMILIES = "find families they stand alongside"
    WRITE = "write in the record of those families"
    CREATE_FAMILIES = "start a record for a family"
    MANAGE_ACCOUNTS = "open and close accounts"
    READ_AUDIT = "read who did what"
    RUN_FEEDS = "load partner files and see their quality"


@dataclass(frozen=True)
class Role:
    key: str
    name: str
    description: str
    allows: frozenset[May]


_CASEWORK = frozenset({May.FIND_FAMILIES, May.WRITE, May.CREATE_FAMILIES})

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role("front_of_house", "Front of house", "Welcomes families at a hub and makes introductions.", _CASEWORK),
        Role("practitioner", "Practitioner", "Walks alongside families.", _CASEWORK),
        Role("volunteer", "Volunteer", "Walks alongside the people they are introduced to.",
             frozenset({May.FIND_FAMILIES, May.WRITE})),
        Role("triage", "Front door", "Takes requests for support and decides with partners.", _CASEWORK),
        Role("supervisor", "Supervisor", "Supports a team and the families it walks alongside.", _CASEWORK),
        Role("information_governance", "Information governance", "Agreements, audit and the rights of families.",
             frozenset({May.READ_AUDIT})),
        Role("administrator", "Administrator", "Accounts and configuration; sees no family.",
             frozenset({May.MANAGE_ACCOUNTS})),
        Role("analyst", "Analyst", "Needs, reach and outcomes in numbers; never a name.", frozenset()),
        Role("linkage", "Linkage service", "The program that loads partner files; nobody signs in as it.",
             frozenset({May.RUN_FEEDS})),
    )
}  # fmt: skip


def choices() -> list[tuple[str, str]]:
    return [(role.key, role.name) for role in ROLES.values()]
