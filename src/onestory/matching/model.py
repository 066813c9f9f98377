"""What has been learnt of how records of one person, and of two, agree: a file that both engines read."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from onestory.core.errors import Invalid
from onestory.matching.compare import ALL, Comparison
from onestory.matching.population import Population

FORMAT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """How often a level is reached by two records of one person, and by those of two."""

    same: float
    other: float

    @property
    def weight(self) -> float:
        """In bits: each makes one person twice as likely; below nought, half."""
        return math.log2(self.same / self.other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """`odds` by comparison and level; `prior` that any two records are one person; the weight from which a pair is linked.

    `population`: whom it was learnt of.
    """

    odds: Mapping[str, Mapping[str, Odds]]
    prior: float
    threshold: float
    population: Population = field(default_factory=Population)

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return tuple(ALL[key] for key in self.odds)

    def said_in_words(self) -> Iterator[str]:
        """One line for each level: what it is, and how much it speaks for or against."""
        for comparison in self.comparisons:
            yield f"{comparison.words[0].upper()}{comparison.words[1:]}"
            for level in comparison.levels:
                yield f"  {level.words}: {speaks(self.odds[comparison.key][level.key].weight)}"


def speaks(weight: float) -> str:
    """ "1,000 times likelier of one person" or "20 times likelier of two"."""
    times = 2 ** abs(weight)
    if times < 1.15:
        return "says nothing"
    shown = f"{times:.1f}" if times < 10 else f"{float(f'{times:.2g}'):,.0f}"
    return f"{shown} times likelier of {'one person' if weight > 0 else 'two people'}"


def start(comparisons: Sequence[Comparison], *, prior: float) -> Model:
    """Before anything is learnt."""
    odds = {
        one.key: {level.key: Odds(same=level.same, other=level.other) for level in one.levels} for one in comparisons
    }
    return Model(odds=odds, prior=prior, threshold=0.0)


def save(model: Model, path: Path) -> None:
    path.write_text(as_text(model) + "\n", encoding="utf-8")


def as_text(model: Model) -> str:
    odds = {key: {name: [one.same, one.other] for name, one in levels.items()} for key, levels in model.odds.items()}
    told = {"onestory_model": FORMAT, "prior": model.prior, "threshold": model.threshold, "odds": odds}
    return json.dumps(told | {"population": asdict(model.population)}, indent=1)


def load(path: Path) -> Model:
    """Raises Invalid for a file that is no model, or one of another format."""
    try:
        return from_text(path.read_text(encoding="utf-8"), called=str(path))
    except (OSError, UnicodeDecodeError):
        raise Invalid(f"{path} is not a model that Onestory saved.") from None


def from_text(text: str, *, called: str) -> Model:
    """Raises Invalid for what is no model, or one of another format."""
    try:
        told = json.loads(text)
        if told["onestory_model"] != FORMAT:
            raise Invalid(f"{called} is a model of another version of Onestory. Learn it again from the records.")
        odds = {
            key: {level.key: Odds(same=told["odds"][key][level.key][0], other=told["odds"][key][level.key][1])
                  for level in ALL[key].levels}
            for key in told["odds"]
        }  # fmt: skip
        return Model(
            odds=odds,
            prior=float(told["prior"]),
            threshold=float(told["threshold"]),
            population=Population(**told["population"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, Invalid):
            raise
        raise Invalid(f"{called} is not a model that Onestory saved.") from None
