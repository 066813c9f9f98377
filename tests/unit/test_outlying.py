"""Who stands out among those who open records in an emergency: the rule itself."""

from __future__ import annotations

import pytest

from onestory.access.outlying import stands_out


@pytest.mark.hazard("HZ-36")
@pytest.mark.parametrize(
    ("opened", "people", "by_others", "others", "does"),
    [
        (2, 1, 0, 40, False),
        (3, 1, 0, 40, True),
        (3, 1, 40, 40, False),
        (4, 1, 40, 40, False),
        (5, 1, 40, 40, True),
        (6, 6, 40, 40, False),
        (14, 6, 40, 40, True),
        (9, 1, 0, 0, False),
    ],
)
def test_what_others_did_says_what_is_far_more(
    opened: int, people: int, by_others: int, others: int, does: bool
) -> None:
    assert stands_out(opened=opened, people=people, by_others=by_others, others=others) is does
