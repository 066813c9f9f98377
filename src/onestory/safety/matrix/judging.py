"""Whether what was answered is what was expected: status, the very bytes of a shut door, and no mark of what is not theirs."""

from __future__ import annotations

from dataclasses import dataclass

from onestory.safety.matrix import expecting
from onestory.safety.matrix.actors import BY_KEY
from onestory.safety.matrix.cells import Cell, Method
from onestory.safety.matrix.driving import Answered, Browsers
from onestory.safety.matrix.expecting import Answer, Expected
from onestory.safety.matrix.relations import RELATION
from onestory.safety.matrix.world import World

# An answer that must look alike for what is not theirs and what is not there, with the same for an address nobody has.
_SHUT = (Answer.NOT_THERE, Answer.SIGN_IN)


@dataclass(frozen=True)
class Surprise:
    """A cell that did not answer as declared: which, and how it differs."""

    cell: str
    expected: str
    found: str


class Judge:
    def __init__(self, world: World, browsers: Browsers) -> None:
        self._browsers = browsers
        self._visible = {key: expecting.visible(world, actor) for key, actor in BY_KEY.items()}
        self._shut: dict[tuple[str, str, Method], Answered] = {}

    def close(self) -> None:
        self._browsers.close()

    def judge(self, cell: Cell) -> Surprise | None:
        wanted, found = expecting.expected(cell), self._browsers.ask(cell)
        wrong = self._status(wanted, found) or self._marks(cell, wanted, found) or self._alike(cell, wanted, found)
        return Surprise(describe(cell), wanted.answer.value, wrong) if wrong else None

    def _status(self, wanted: Expected, found: Answered) -> str:
        if found.status in wanted.statuses and not found.broke:
            return ""
        return f"answered {found.status} instead of {wanted.statuses}. {found.broke}".strip()

    def _marks(self, cell: Cell, wanted: Expected, found: Answered) -> str:
        """What it shows of any family: nothing that is not theirs, and where it is shown, all that is."""
        leaked = found.marks - self._visible[cell.actor]
        if leaked:
            return f"showed {', '.join(sorted(leaked))}"
        if wanted.answer is not Answer.SHOWN or cell.method is not Method.GET:
            return ""
        missing = expecting.displayed(cell, BY_KEY[cell.actor]) - found.marks
        return f"did not show {', '.join(sorted(missing))}" if missing else ""

    def _alike(self, cell: Cell, wanted: Expected, found: Answered) -> str:
        if wanted.answer not in _SHUT:
            return ""
        standard = self._standard(cell, wanted.answer)
        return "" if found.same_as(standard) else _difference(found, standard)

    def _standard(self, cell: Cell, answer: Answer) -> Answered:
        """For what is not there, a mistyped address; for somebody signed out, the first answer at the same door."""
        nowhere = answer is Answer.NOT_THERE
        key = ("" if nowhere else cell.opening.address.name, cell.actor, cell.method)
        if key not in self._shut:
            self._shut[key] = self._browsers.mistype(cell.actor, cell.method) if nowhere else self._browsers.ask(cell)
        return self._shut[key]


def describe(cell: Cell) -> str:
    target = cell.target
    parts = [BY_KEY[cell.actor].says, f"{cell.method.value} {target.address}"]
    parts += [RELATION[target.relation].says] if target.relation else []
    return "; ".join([*parts, target.state])


def _difference(found: Answered, standard: Answered) -> str:
    if found.status != standard.status:
        return f"answered {found.status} where a mistyped address answers {standard.status}"
    if found.headers != standard.headers:
        return f"differs from a mistyped address in its headers: {sorted(set(found.headers) ^ set(standard.headers))}"
    place = next((n for n, (a, b) in enumerate(zip(found.body, standard.body, strict=False)) if a != b), 0)
    there = slice(max(0, place - 40), place + 60)
    return f"differs from a mistyped address at byte {place}: {found.body[there]!r} instead of {standard.body[there]!r}"
