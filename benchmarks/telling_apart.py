"""Could somebody with a watch tell two kinds of answer apart? The statistics of it, and the rule by which it is decided.

Three figures of each pair. The difference of the medians, as an effect somebody could feel. How often one answer of each kind,
held side by side, would be put the right way round by whoever bets on the slower (Mann and Whitney's statistic: half is
chance). And Welch's t over what is left when the slowest tenth is cut off, which is what the field looks at (dudect).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median, variance

PART_OF_MEDIAN = 0.05
GUESSED = 0.55
KEPT = 0.9


@dataclass(frozen=True)
class Told:
    """Microseconds; `guessed` is between a half, which is chance, and one; `error` is one standard error of it."""

    median_us: float
    difference_us: float
    part_of_median: float
    guessed: float
    error: float
    t: float
    alike: bool


def apart(one: list[float], other: list[float]) -> Told:
    """`one` is what nobody has; both in microseconds. Alike: under 5 % of the median apart, and guessed no better than 55 %."""
    usual, difference = median(one), median(other) - median(one)
    guessed = _guessed(one, other)
    error = sqrt((len(one) + len(other) + 1) / (12 * len(one) * len(other)))
    part = abs(difference) / usual
    return Told(
        round(usual, 1), round(difference, 1), round(part, 4), round(guessed, 3), round(error, 3), round(_t(one, other), 2),
        part < PART_OF_MEDIAN and guessed <= GUESSED,
    )  # fmt: skip


def _guessed(one: list[float], other: list[float]) -> float:
    ordered = sorted(one)
    before = sum((bisect_left(ordered, value) + bisect_right(ordered, value)) / 2 for value in other)
    slower = before / (len(one) * len(other))
    return max(slower, 1 - slower)


def _t(one: list[float], other: list[float]) -> float:
    limit = sorted(one + other)[int(KEPT * (len(one) + len(other))) - 1]
    a, b = ([value for value in values if value <= limit] for values in (one, other))
    return (fmean(b) - fmean(a)) / sqrt(variance(a) / len(a) + variance(b) / len(b))
