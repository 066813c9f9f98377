"""`onestory known`: is this person already known, as far as somebody may see? Asked by forms and by other programs."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onestory.core import identifiers, phones, postcodes
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid
from onestory.core.names import PersonName
from onestory.core.text import join_words
from onestory.people.finding.command import in_words, show
from onestory.people.finding.said import Said

if TYPE_CHECKING:
    from onestory.people.finding.queries import Found

_READ: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "date_of_birth": ("born", PartialDate.parse),
    "postcode": ("postcode", postcodes.parse),
    "phone": ("phone", phones.parse),
    "nhs_number": ("nhs_number", identifiers.nhs_number),
    "upn": ("upn", identifiers.upn),
}
_NAMES = ("given_name", "family_name", "other_name")
# What records also say, and people are not found by: taken without complaint, and said to be unused.
_UNUSED = ("sex", "address", "email", "reference", "mother_name")


@dataclass
class Asked:
    """What was said, as far as it could be read; and what could not, with the reason in words."""

    said: Said
    unread: dict[str, str] = field(default_factory=dict)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "person",
        metavar="JSON",
        help='what is known of them, such as \'{"given_name": "Chidi", "family_name": "Okafor"}\'',
    )
    parser.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="whose eyes to look with")
    parser.add_argument("--limit", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(options: Namespace) -> int:
    """Print who it might be, best first, and how sure that is. Returns the exit code."""
    from onestory.access import knocking
    from onestory.access.viewer import acting_as
    from onestory.people.actions import starting

    asked = read(options.person)
    account = knocking.by_email(options.email)
    if account is None or not account.is_active:
        raise Invalid(f"Nobody signs in as {options.email}.")
    with acting_as(account) as viewer:
        found = starting.might_be(by=viewer, said=asked.said, limit=options.limit)
    print(_as_json(found, asked) if options.json else _as_text(found, asked))  # noqa: T201
    return 0


def read(text: str) -> Asked:
    """Read one person in JSON. What cannot be read is left out, with its reason; raises Invalid where nothing is left."""
    told = _object(text)
    unread = {name: "nobody is found by it" for name in _UNUSED if told.get(name)}
    read = readable(told, unread)
    given, family, other = (told.get(name, "") for name in _NAMES)
    if not (given or family or other or read):
        raise Invalid("Say at least a name, a date of birth or a number.")
    return Asked(Said(name=PersonName(given=given, family=family), other_name=other, **read), unread)


def readable(told: Mapping[str, str], unread: dict[str, str] | None = None) -> dict[str, Any]:
    """Each thing as it is kept; what cannot be read goes to `unread`, with the reason."""
    read: dict[str, Any] = {}
    for name, (into, parse) in _READ.items():
        try:
            read |= {into: parse(told[name])} if told.get(name) else {}
        except Invalid as refusal:
            if unread is not None:
                unread[name] = refusal.message
    return read


def _object(text: str) -> dict[str, str]:
    try:
        told = json.loads(text)
    except ValueError as error:
        raise Invalid(f"That is not JSON: {error}.") from None
    if not isinstance(told, dict):
        raise Invalid("Give one person as a JSON object: names and values between { and }.")
    names = (*_NAMES, *_READ, *_UNUSED)
    strange = sorted(set(told) - set(names))
    if strange:
        raise Invalid(f"There is no {join_words(strange)} here. These may be given: {join_words(names)}.")
    return {name: str(value).strip() for name, value in told.items() if value is not None}


def sureness(found: list[Found]) -> str:
    """`known` where the first is certain, `perhaps` where some might be meant, `unknown` where nobody is."""
    if not found:
        return "unknown"
    return "known" if found[0].certain else "perhaps"


_IN_WORDS = {
    "known": "This person is known.",
    "perhaps": "Perhaps one of these, and nobody for certain:",
    "unknown": "Nobody you may see fits.",
}


def _as_text(found: list[Found], asked: Asked) -> str:
    unread = [f"Not used: {name.replace('_', ' ')}. {why}" for name, why in asked.unread.items()]
    return "\n".join([_IN_WORDS[sureness(found)], *map(in_words, found), *unread])


def _as_json(found: list[Found], asked: Asked) -> str:
    answer = {"answer": sureness(found), "found": [show(each) for each in found], "not_used": asked.unread}
    return json.dumps(answer, ensure_ascii=False)
