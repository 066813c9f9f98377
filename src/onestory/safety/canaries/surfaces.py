"""Surfaces: every place where somebody is told something. A new one joins by one decorator.

    @surface("the register of a session", namespaces=("workspace",))
    def register(drive: Drive) -> Iterator[Said]:
        for actor in everybody():
            yield drive.ask(actor, "/sessions/1/register")

What it yields is looked through by the crawler, which knows what each actor may see; a surface only drives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from onestory.safety.canaries.driving import Drive, Said
from onestory.safety.canaries.world import ACTORS

Drives = Callable[[Drive], Iterator[Said]]
# Where surfaces are kept. What others leave behind, such as the log, is looked at last.
KEPT = ("pages", "asking", "forms", "refusals", "files", "statements", "commands", "left_behind")
_registered: list[Surface] = []


@dataclass(frozen=True)
class Surface:
    """`namespaces` are those of addresses it drives, `""` for the root's own; `commands` those of the command line."""

    says: str
    drive: Drives
    namespaces: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


def surface(
    says: str, *, namespaces: tuple[str, ...] = (), commands: tuple[str, ...] = ()
) -> Callable[[Drives], Surface]:
    """Registers a function that drives one surface as everybody it is open to."""

    def register(drive: Drives) -> Surface:
        made = Surface(says, drive, namespaces, commands)
        assert says not in {one.says for one in _registered}, f"two surfaces are called {says}"
        _registered.append(made)
        return made

    return register


def registered() -> tuple[Surface, ...]:
    """All of them, those that read what others left behind last."""
    for module in KEPT:
        import_module(f"onestory.safety.canaries.{module}")
    return tuple(_registered)


def everybody() -> list[str]:
    return [actor.key for actor in ACTORS]


# Those to whom something is open, or lately was, or who hold power: every other role is told apart by the permission matrix,
# which opens every address as each of them.
NEAREST = (
    "author", "anonymous", "practitioner", "information_governance", "administrator", "not_named", "denied", "supervising",
    "in_circle", "volunteer_in_circle", "other_home", "other_parent",
)  # fmt: skip
# Of these, the staff who may look for somebody, and those who see part of the family.
ASKING = ("practitioner", "not_named", "denied", "supervising", "in_circle", "other_home")
PARTLY = ("in_circle", "volunteer_in_circle", "other_home", "other_parent")


def nearest() -> list[str]:
    return list(NEAREST)
