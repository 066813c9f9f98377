"""Working days, as sources count them. Bank holidays count as working days: sooner is safer."""

from __future__ import annotations


def working_days_after(day: str, number: int) -> str:
    """SQL: the date that is so many working days after `day`, a date in SQL. From a weekend it counts as from its Friday."""
    weekday = f"extract(isodow FROM {day})::int"
    return f"({day} - (greatest({weekday}, 5) - 5) + {number} + 2 * ((least({weekday}, 5) - 1 + {number}) / 5))"
