"""Civil dates in London, partial dates and the ages they give (hazard HZ-50)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestory.core import dates
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid

DAYS = st.dates(date(1850, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("14/3/2019", "2019-03-14"),
        ("14.03.2019", "2019-03-14"),
        ("14-MAR-2019", "2019-03-14"),
        ("14th of March 2019", "2019-03-14"),
        ("Thursday 14 March 2019", "2019-03-14"),
        ("March 14, 2019", "2019-03-14"),
        ("2019/3/14", "2019-03-14"),
        ("20190314", "2019-03-14"),
        ("14032019", "2019-03-14"),
        ("2019-03-14T00:00:00", "2019-03-14"),
        ("March 2019", "2019-03"),
        ("3/2019", "2019-03"),
        ("2019", "2019"),
    ],
)
def test_dates_are_read_as_they_are_written_here(typed: str, iso: str) -> None:
    assert PartialDate.parse(typed).iso == iso


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("14 Mar 19", "2019-03-14"),
        ("5/7/24", "2024-07-05"),
        ("6/7/24", "1924-07-06"),
        ("1/1/30", "1930-01-01"),
    ],
)
def test_a_year_of_two_digits_is_the_latest_already_past(typed: str, iso: str) -> None:
    assert PartialDate.parse(typed, on=date(2024, 7, 5)).iso == iso


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31 February 2019", "31 February 2019 is not a date. Check the day and month."),
        ("29/2/2019", "29 February 2019 is not a date. Check the day and month."),
        ("3/14/2019", "There is no month 14. Write the day first, then the month, as in 14/3/2019."),
        ("1066", "The year 1066 cannot be right. Check the year."),
        ("3/19", "3/19 leaves the year in doubt. Write the year with four digits."),
        ("", "Enter a date such as 14 March 2019, 14/3/2019, March 2019 or 2019."),
    ],
)
def test_what_is_not_a_date_is_refused_with_what_to_do(typed: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        PartialDate.parse(typed)
    assert refused.value.message == said


def test_a_partial_date_covers_every_day_it_may_be() -> None:
    february = PartialDate("2024-02")
    assert (february.earliest, february.latest) == (date(2024, 2, 1), date(2024, 2, 29))
    assert february.exact is None
    assert february.show() == "February 2024"
    assert PartialDate("2019") < PartialDate("2019-03") < PartialDate("2019-03-14")


def test_a_child_of_29_february_is_a_year_older_on_1_march() -> None:
    born = PartialDate("2020-02-29")
    assert born.age_on(date(2021, 2, 28)) == 0
    assert born.age_on(date(2021, 3, 1)) == 1
    assert born.age_on(date(2024, 2, 29)) == 4


@pytest.mark.parametrize(
    ("born", "words"),
    [
        ("2024-07-05", "born today"),
        ("2024-06-23", "12 days"),
        ("2023-12-01", "7 months"),
        ("2022-08-01", "23 months"),
        ("2021-01-02", "3 years"),
        ("2021-01", "about 3 years"),
        ("2019", "about 5 years"),
        ("2024", "under 1 year"),
        ("2027-05-04", "due 4 May 2027"),
    ],
)
def test_an_age_is_said_as_people_say_it(born: str, words: str) -> None:
    assert PartialDate(born).age_words(date(2024, 7, 5)) == words


def test_an_unborn_child_has_no_age() -> None:
    assert PartialDate("2027-05-04").age_on(date(2027, 5, 3)) is None


def test_moments_are_shown_in_london_through_the_hour_that_happens_twice() -> None:
    before = datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    assert dates.show_moment(before) == "27 October 2024 at 1:30am"
    assert dates.show_moment(before + timedelta(hours=1)) == "27 October 2024 at 1:30am"
    assert dates.show_moment(datetime(2024, 7, 4, 23, 30, tzinfo=UTC)) == "5 July 2024 at 12:30am"


@pytest.mark.parametrize(("hour", "said"), [(0, "midnight"), (9, "9am"), (12, "midday"), (14, "2pm")])
def test_whole_hours_are_said_briefly(hour: int, said: str) -> None:
    assert dates.show_time(datetime(2024, 1, 5, hour, tzinfo=UTC)) == said


def test_a_moment_without_a_time_zone_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="time zone"):
        dates.show_time(datetime(2024, 7, 5, 14, 30))  # noqa: DTZ001


def test_near_days_are_named() -> None:
    today = date(2024, 7, 5)
    shown = [dates.show_day(today + timedelta(days=n), on=today) for n in (-2, -1, 0, 1)]
    assert shown == ["3 July 2024", "yesterday", "today", "tomorrow"]


@given(DAYS)
def test_every_day_shown_is_read_back(day: date) -> None:
    shown = PartialDate(day.isoformat())
    assert PartialDate.parse(shown.show()) == shown
    assert PartialDate.parse(f"{day:%d/%m/%Y}") == shown
    assert PartialDate.parse(f"{day:%Y%m%d}") == PartialDate.parse(f"{day:%d%m%Y}") == shown


@given(DAYS, DAYS)
def test_age_grows_by_one_a_year_at_most(born: date, day: date) -> None:
    age = PartialDate(born.isoformat()).age_on(day)
    assert (age is None) == (day < born)
    assert age is None or day.year - born.year - 1 <= age <= day.year - born.year


@given(st.one_of(st.text(max_size=50), st.from_regex(r"[0-9a-z /.,-]{1,14}", fullmatch=True)))
def test_no_text_breaks_a_date(text: str) -> None:
    try:
        read = PartialDate.parse(text)
    except Invalid:
        return
    assert PartialDate(read.iso) == read


@pytest.mark.parametrize(
    ("typed", "ahead", "day"),
    [
        ("today", True, date(2026, 11, 23)),
        (" Tomorrow ", True, date(2026, 11, 24)),
        ("yesterday", False, date(2026, 11, 22)),
        ("Friday", True, date(2026, 11, 27)),
        ("fri", False, date(2026, 11, 20)),
        ("Monday", True, date(2026, 11, 30)),
        ("Monday", False, date(2026, 11, 16)),
        ("soon", True, None),
        ("", True, None),
    ],
)
def test_a_word_for_a_day_is_read_beside_a_monday(typed: str, ahead: bool, day: date | None) -> None:
    assert dates.near(typed, on=date(2026, 11, 23), ahead=ahead) == day
