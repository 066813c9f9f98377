"""Why two records are taken for one person, or are not: what each comparison says, and what forbids it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from onestory.core.errors import Invalid
from onestory.matching import guards
from onestory.matching.columns import STANDARD
from onestory.matching.dedupe import connect, dedupe
from onestory.matching.engine import DuckEngine
from onestory.matching.model import Model, speaks
from onestory.matching.threshold import probability_of
from onestory.matching.weighing import weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that was compared: what it found, what each record says, and its weight in bits."""

    found: str
    one: str
    other: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`forbidden` says why they cannot be one person, or is empty. `together`: whether they came into one cluster."""

    reasons: tuple[Reason, ...]
    weight: float
    threshold: float
    forbidden: str
    together: bool

    @property
    def probability(self) -> float:
        return probability_of(self.weight)

    def in_words(self) -> Iterator[str]:
        yield "They are taken for one person." if self.together else "They are not taken for one person."
        if self.forbidden:
            yield self.forbidden
        for reason in self.reasons:
            yield f"  {reason.found[0].upper()}{reason.found[1:]} ({reason.one} and {reason.other}): {speaks(reason.weight)}."
        linked_from = probability_of(self.threshold)
        yield f"Together that is a probability of {self.probability:.4f}; pairs are linked from {linked_from:.4f}."
        if not self.forbidden and self.together != (self.weight >= self.threshold):
            yield ("Other records bring them together." if self.together else
                   "Others that they would be joined with do not fit, so they are left for a person to decide.")  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        return {
            "together": self.together,
            "probability": round(self.probability, 6),
            "threshold": round(probability_of(self.threshold), 6),
            "forbidden": self.forbidden,
            "reasons": [
                {"found": one.found, "one": one.one, "other": one.other, "weight": round(one.weight, 2)}
                for one in self.reasons
            ],
        }


def explain(
    *, files: Sequence[Path], columns: Mapping[str, tuple[str, ...]], one: str, other: str, using: Model | None = None
) -> Explanation:
    """Match the files whole and say what was made of these two. Raises Invalid when an id is not among them."""
    connection = connect()
    found = dedupe(connection, files=files, columns=columns, using=using)
    left, right = sorted((_record(connection, one), _record(connection, other)))
    if left == right:
        raise Invalid("These are the same record.")
    connection.execute(
        f"CREATE TABLE these AS SELECT {left}::BIGINT AS join_key_l, {right}::BIGINT AS join_key_r, 0 AS match_key"
    )
    comparisons = found.model.comparisons
    DuckEngine(connection).compare(people="people", pairs="these", comparisons=comparisons, into="compared")
    weigh(connection, found.model, lowest=None)
    names = [column[0] for column in connection.execute("SELECT * FROM judged").description or ()]
    pair = dict(zip(names, connection.fetchall()[0], strict=True))
    return Explanation(
        reasons=tuple(_reasons(connection, found.model, pair, _record(connection, one), _record(connection, other))),
        weight=float(pair["weight"]),
        threshold=found.model.threshold,
        forbidden=guards.REASONS.get(pair["guard"], ""),
        together=bool(found.clusters[left] == found.clusters[right]),
    )


def _record(connection: duckdb.DuckDBPyConnection, key: str) -> int:
    """By "id", or by "source:id" where several files have it."""
    rows = connection.execute(
        "SELECT record, source FROM delivered WHERE id = ? OR concat(source, ':', id) = ? ORDER BY record", [key, key]
    ).fetchall()
    if not rows:
        raise Invalid(f"No record has the id {key}.")
    if len(rows) > 1:
        raise Invalid(
            f"{len(rows)} records have the id {key}. Write the file's name before it, as in {rows[0][1]}:{key}."
        )
    return int(rows[0][0])


def _reasons(
    connection: duckdb.DuckDBPyConnection, model: Model, pair: Mapping[str, Any], one: int, other: int
) -> Iterator[Reason]:
    """What was compared, the weightiest first; without what rarer names add, which the sum holds."""
    said = {record: _said(connection, record) for record in (one, other)}
    found = []
    for comparison in model.comparisons:
        if (value := pair[comparison.key]) < 0:
            continue
        level = next(level for level in comparison.levels if comparison.value(level.key) == value)
        shown = _SHOWN[comparison.key]
        weight = model.odds[comparison.key][level.key].weight
        found.append(
            Reason(found=level.words, one=_cells(said[one], shown), other=_cells(said[other], shown), weight=weight)
        )
    yield from sorted(found, key=lambda reason: -abs(reason.weight))


_SHOWN = {
    "given": ("given_name",), "family": ("family_name",), "born": ("date_of_birth",), "sex": ("sex",),
    "home": ("address", "postcode"), "phone": ("phone",), "email": ("email",),
    "nhs": ("nhs_number",), "upn": ("upn",),
    "reference": ("reference", "nhs_number"),
    "other": ("other_name",), "mother": ("mother_name",),
}  # fmt: skip


def _said(connection: duckdb.DuckDBPyConnection, record: int) -> dict[str, str]:
    told = connection.execute(f"SELECT {', '.join(STANDARD)} FROM delivered WHERE record = ?", [record]).fetchall()
    return {name: value or "" for name, value in zip(STANDARD, told[0], strict=True)}


def _cells(said: Mapping[str, str], names: Sequence[str]) -> str:
    return ", ".join(filter(None, (said[name] for name in names))) or "nothing"
