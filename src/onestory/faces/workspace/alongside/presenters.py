"""How the answer is worded: a colleague to ring, or nobody we can tell of. There is no third answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.text import plural
from onestory.faces.workspace.guarding.token import token_for
from onestory.people.actions.alongside import Alongside
from onestory.ui import parts


@dataclass(frozen=True)
class Card:
    """Somebody alongside. `token` stands for the family, for this account and a few minutes; it says nothing by itself."""

    shape: parts.Person
    email: str
    token: str


def cards(viewer: Viewer, found: Sequence[Alongside]) -> list[Card]:
    may_break = viewer.may(May.BREAK_GLASS)
    return [
        Card(
            shape=parts.Person(
                name=one.name, about=", ".join(filter(None, (one.job_title, one.teams))), kind="worker"
            ),
            email=one.email,
            token=token_for(viewer, one.family) if may_break else "",
        )
        for one in found
    ]  # fmt: skip


def heading(found: Sequence[Alongside]) -> str:
    return "Somebody is alongside them" if len(found) == 1 else f"{plural(len(found), 'person')} are alongside them"
