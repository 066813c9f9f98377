"""Forms, sent empty, so that they are shown again with what is wrong, and filled in as their pages would send them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onestory.safety.canaries.driving import Drive, Said
from onestory.safety.canaries.pages import arguments, path, within
from onestory.safety.canaries.surfaces import PARTLY, surface
from onestory.safety.canaries.world import Somewhere
from onestory.safety.declared import Opening
from onestory.safety.doors import Example

# Those whose forms are accepted somewhere, and one to whom nothing is open.
SENDERS = (*PARTLY, "not_named", "information_governance")


def _sent(
    drive: Drive, *, to: Somewhere, mixed: Somewhere | None = None, filled_in: bool, who: Sequence[str] = SENDERS
) -> Iterator[Said]:
    for opening in within("workspace", "portal"):
        if "POST" not in opening.door.methods:
            continue
        for actor in who:
            filled = next(arguments(drive, opening, actor, of=to, mixed=mixed))
            sent = data(drive, opening, actor, filled, to) if filled_in else {}
            yield drive.ask(actor, path(opening, filled), method="POST", data=sent)


def data(drive: Drive, opening: Opening, actor: str, filled: Mapping[str, Any], of: Somewhere) -> Mapping[str, Any]:
    """Made as somebody who sees the family: what a form carries was on a page, or was taken from somebody's who had one."""
    if opening.door.sends is None:
        return {}
    with drive.acting("author"):
        example = Example(filled, drive.world.accounts.get(actor), {"family_id": of.family, **of.people})
        return dict(opening.door.sends(example))


@surface("forms of the protected family, sent empty")
def empty(drive: Drive) -> Iterator[Said]:
    yield from _sent(drive, to=drive.world.protected, filled_in=False)


@surface("forms of the protected family, sent filled in")
def filled_in(drive: Drive) -> Iterator[Said]:
    yield from _sent(drive, to=drive.world.protected, filled_in=True)


@surface("forms of another family, sent empty")
def empty_of_another(drive: Drive) -> Iterator[Said]:
    yield from _sent(drive, to=drive.world.ordinary, filled_in=False, who=("practitioner",))


@surface("forms of another family about things of the protected one")
def mixed(drive: Drive) -> Iterator[Said]:
    yield from _sent(
        drive, to=drive.world.ordinary, mixed=drive.world.protected, filled_in=True, who=("practitioner", "in_circle")
    )
