"""The permission matrix in words, for docs/reference/permissions.md: one line a door, in tables by whom it opens to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from onestory.access.roles import ROLES, May
from onestory.access.sections import Section
from onestory.safety import declared
from onestory.safety.declared import Opening
from onestory.safety.doors import Audience, To

_HEADINGS: dict[str, Callable[[Audience], bool]] = {
    "A family’s record": lambda who: who.to is To.STAFF and who.family,
    "Staff, whichever family": lambda who: who.to is To.STAFF and not who.family,
    "Families’ own space": lambda who: who.to is To.PORTAL,
    "Anyone signed in": lambda who: who.to is To.SIGNED_IN,
    "Anyone at all": lambda who: who.to is To.ANYONE,
}


def tables() -> str:
    """Every opening in exactly one table, in the order of the addresses."""
    openings = declared.openings()
    parts = [_roles(), _relations()]
    for heading, fits in _HEADINGS.items():
        these = [opening for opening in openings if fits(opening.door.opens_to)]
        if these:
            parts.append(f"## {heading}\n" + _table(these))
    return "\n".join(parts)


def _roles() -> str:
    lines = [
        "## What each role allows",
        "| role | may | may ever see of a family that is open to them |",
        "|---|---|---|",
    ]
    for role in ROLES.values():
        may = "; ".join(may.value for may in May if may in role.allows) or "nothing"
        seen = ", ".join(Section(section).label for section in role.ceiling) or "no family at all"
        lines.append(
            f"| {role.name} | {may} | {seen}{'' if role.by_team or not role.ceiling else '; never by their team'} |"
        )
    return "\n".join([*lines, ""])


def _relations() -> str:
    """What each way of standing to a family opens, to somebody whose roles would let them see all of it."""
    from onestory.safety.matrix.relations import RELATIONS

    lines = [
        "## What each relation to a family opens",
        "| somebody who is, or has | sees, under their role's ceiling |",
        "|---|---|",
    ]
    for relation in RELATIONS:
        opened = ", ".join(Section(section).label for section in relation.opens)
        portal = "staff nothing; a parent or a young person their own space" if relation.portal else ""
        lines.append(f"| {relation.says} | {opened or portal or 'nothing: the answer of a mistyped address'} |")
    return "\n".join([*lines, ""])


def _table(openings: Iterable[Opening]) -> str:
    lines = ["| here somebody can | address | methods | who |", "|---|---|---|---|"]
    for opening in openings:
        door, route = opening.door, opening.address.route.replace("|", "\\|")
        lines.append(f"| {door.says} | `/{route}` | {', '.join(door.methods)} | {who(door.opens_to)} |")
    return "\n".join([*lines, ""])


def who(audience: Audience) -> str:
    """An audience in words: “staff to whom the family is open, whose role may write in the record of those families”."""
    named = ", ".join(Section(section).label for section in sorted(audience.sections))
    open_to = f" to whom the family is open{f', with {named}' if named else ''}" if audience.family else ""
    said = [audience.to.value + open_to]
    held = _held(audience)
    said += [held] if held else []
    said += ["their own alone"] if audience.own else []
    said += ["not by an emergency alone"] if audience.lasting else []
    said += ["to send, not by an emergency alone"] if audience.lasting_to_send else []
    said += ["to send, where the record is not restricted"] if audience.unrestricted else []
    said += ["to send, with access that has no last day"] if audience.passes_on else []
    return "; ".join(said)


def _held(audience: Audience) -> str:
    parts = [f"as {' or '.join(ROLES[role].name for role in sorted(audience.roles))}"] if audience.roles else []
    parts += [f"whose role may {audience.may.value}"] if audience.may else []
    parts += [f"to send, whose role may {audience.to_send.value}"] if audience.to_send else []
    return ", and ".join(parts)
