"""The days on which people can be expected to be at work: no Saturday, no Sunday, and no bank holiday of England.

For what may wait. Nothing that somebody's safety may rest on is put off by a holiday (`support.actions.worries`).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays


def is_worked(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays()


def from_day(day: date) -> date:
    """That day, or the first after it on which people work."""
    while not is_worked(day):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=1)
def _bank_holidays() -> holidays.HolidayBase:
    """Worked out a year at a time, as days are asked of; those proclaimed once, such as a coronation's, come with the library."""
    return holidays.country_holidays("GB", subdiv="ENG")
