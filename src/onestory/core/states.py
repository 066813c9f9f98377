"""States as data: what a thing may be, by which act it becomes what, and what that act needs.

One table a noun (`support/states.py`). Refusals, the buttons a page shows, the diagrams in the docs and the tests that walk every
act are made from it, so they cannot disagree. It decides nothing about who may act: that is `permissions.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onestory.core.errors import Invalid


@dataclass(frozen=True)
class Step:
    """`act` is the name of the action (`requests.accept`); `said` what a person reads of it afterwards ("Accepted").

    `before` are the states it may begin in; none, and it brings the thing about. `needs_reason`: nobody does
    it without saying why.
    """

    act: str
    before: tuple[str, ...]
    after: str
    said: str
    needs_reason: bool = False


@dataclass(frozen=True)
class States:
    """Of one noun. `names`: each state with its words. `ends`: those after which nothing is waited for."""

    noun: str
    names: dict[str, str]
    steps: tuple[Step, ...]
    ends: frozenset[str] = frozenset()

    def can(self, state: str, act: str) -> bool:
        return any(state in step.before for step in self._called(act))

    def after(self, state: str, act: str, *, reason: str = "") -> str:
        """The state it comes to. Raises Invalid, in words, where it is too late or too early, or a reason is missing."""
        for step in self._called(act):
            if state in step.before:
                if step.needs_reason and not reason.strip():
                    raise Invalid("Say why, in a sentence the family could read.", "reason")
                return step.after
        raise Invalid(f"This {self.noun} is now: {self.names[state].lower()}. Look at it again before you go on.")

    def acts_from(self, state: str) -> list[Step]:
        return [step for step in self.steps if state in step.before]

    def diagram(self) -> str:
        """As Mermaid's stateDiagram-v2, for the docs."""
        return "\n".join(["stateDiagram-v2", *self._named(), *self._drawn()])

    def _called(self, act: str) -> Iterable[Step]:
        found = [step for step in self.steps if step.act == act]
        if not found:
            raise LookupError(f"no act of a {self.noun} is called {act}")
        return found

    def _named(self) -> list[str]:
        return [f'    state "{words}" as {state}' for state, words in self.names.items()]

    def _drawn(self) -> list[str]:
        lines = []
        for step in self.steps:
            words = f"{step.said.lower()}{', with a reason' if step.needs_reason else ''}"
            lines += [f"    {before} --> {step.after}: {words}" for before in step.before or ("[*]",)]
        return lines + [f"    {state} --> [*]" for state in self.names if state in self.ends]
