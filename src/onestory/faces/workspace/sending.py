"""Forms as their pages send them, for what doors declare: each carries the seal of whom its page was opened for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onestory.faces.workspace.bound import seal
from onestory.safety.doors import Example, Sends


def about(argument: str, **typed: Any) -> Sends:
    """A form about the thing that this argument of the address names."""

    def send(example: Example) -> Mapping[str, Any]:
        return {"opened_for": seal(example[argument]), **typed}

    return send


def person(**typed: Any) -> Sends:
    return about("person_id", **typed)


def family(**typed: Any) -> Sends:
    return about("family_id", **typed)
