"""`onestory find`: the one box, at the command line, as somebody who may."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from onestory.core.text import join_words

if TYPE_CHECKING:
    from onestory.people.finding.queries import Found

SUMMARY = "Find people by what is known of them, in any order."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", help="a name, date of birth, postcode, phone, NHS number...")
    parser.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="whose eyes to look with")
    parser.add_argument("--limit", type=int, default=10)
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(options: Namespace) -> int:
    """Print who was found, why, and their families. Returns the exit code."""
    from onestory.access import knocking
    from onestory.access.viewer import acting_as
    from onestory.people.actions import finds

    account = knocking.by_email(options.email)
    if account is None or not account.is_active:
        print(f"Nobody signs in as {options.email}.")  # noqa: T201
        return 1
    with acting_as(account) as viewer:
        found = finds.find(by=viewer, typed=" ".join(options.words), limit=options.limit)
    print(_as_json(found) if options.json else _as_text(found))  # noqa: T201
    return 0


def _as_text(found: list[Found]) -> str:
    if not found:
        return "Nobody you may see fits that."
    return "\n".join(in_words(each) for each in found)


def in_words(each: Found) -> str:
    """One line: who, of which families, and why they were found."""
    born = f", born {each.born.show()}" if each.born else ""
    families = join_words(family.name for family in each.families)
    sure = " This is them." if each.certain else ""
    return f"{each.name}{born}. {families}. Found by {join_words(each.reasons)}.{sure}"


def _as_json(found: list[Found]) -> str:
    return json.dumps({"found": [show(each) for each in found]}, ensure_ascii=False)


def show(each: Found) -> dict[str, Any]:
    """Somebody found, as another program reads it."""
    return {
        "person": str(each.person),
        "name": each.name,
        "born": each.born.iso if each.born else None,
        "families": [{"id": str(family.id), "name": family.name} for family in each.families],
        "reasons": list(each.reasons),
        "certain": each.certain,
    }
