"""What may wait falls due on a day on which somebody works."""

from datetime import date

import pytest

from onestory.core import working_days


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        # Christmas Day is a Friday, and Boxing Day is kept on the Monday.
        (date(2026, 12, 25), date(2026, 12, 29)),
        (date(2027, 3, 26), date(2027, 3, 30)),
        # The Monday after Easter is none in Scotland, the second of January none here.
        (date(2029, 1, 2), date(2029, 1, 2)),
        # Proclaimed once, for a coronation.
        (date(2023, 5, 8), date(2023, 5, 9)),
    ],
)
def test_a_day_that_nobody_works_gives_way_to_the_next(day: date, then: date) -> None:
    assert working_days.from_day(day) == then
