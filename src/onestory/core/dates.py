"""Dates as people know them: a year, a month or a day, typed the way they are typed in the United Kingdom.

A day of the calendar here is a civil date in London; a moment is shown in London time. Nothing is guessed:
the day comes first, and what is not a date is refused with what to do.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from onestory.core.errors import Invalid

LONDON = ZoneInfo("Europe/London")
EARLIEST_YEAR, LATEST_YEAR = 1850, 2150

_MONTHS = list(calendar.month_name)
_MONTH_NUMBERS = {
    **{name.lower(): number for number, name in enumerate(_MONTHS) if name},
    **{name[:3].lower(): number for number, name in enumerate(_MONTHS) if name},
    "sept": 9,
}
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?Z?$", re.ASCII)
_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b[ ,]*", re.IGNORECASE)
_PIECE = re.compile(r"\d+|[a-z]+", re.ASCII)
_ORDINAL = re.compile(r"(\d)(st|nd|rd|th)\b", re.ASCII)
_ALLOWED = re.compile(r"[0-9a-z /.,\-]+", re.ASCII)
_HELP = "Enter a date such as 14 March 2019, 14/3/2019, March 2019 or 2019."
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_WEEKDAYS |= {name[:3]: number for name, number in _WEEKDAYS.items()}


def today() -> date:
    """The day it is in London."""
    return datetime.now(LONDON).date()


def noon(day: date) -> datetime:
    """The middle of a day in London, for something of which only the day is known."""
    return datetime.combine(day, time(12), tzinfo=LONDON)


def quarter_of(day: date) -> date:
    """The day its quarter began."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def next_quarter(day: date) -> date:
    """The day the one after it begins."""
    began = quarter_of(day)
    return date(began.year + began.month // 10, (began.month + 2) % 12 + 1, 1)


def near(text: str, *, on: date, ahead: bool) -> date | None:
    """The day that a word means beside `on`: yesterday, today, tomorrow, or a day of the week, the next or the last one. None
    for any other words.
    """
    word = text.strip().lower()
    if word in _NEAR:
        return on + timedelta(days=_NEAR[word])
    if (weekday := _WEEKDAYS.get(word)) is None:
        return None
    return on + timedelta(
        days=(weekday - on.weekday() - 1) % 7 + 1 if ahead else -((on.weekday() - weekday - 1) % 7 + 1)
    )


def end_of(day: date) -> datetime:
    """The moment a day in London is over, for what holds until then."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)


class NotADate(Invalid):
    """What cannot be read as a date at all."""

    def __init__(self, typed: str) -> None:
        self.said = f"{typed[:30]} is not a date. " if typed else ""
        super().__init__(self.said + _HELP)


@dataclass(frozen=True, order=True, slots=True)
class PartialDate:
    """A year, a month or a day, held as FHIR writes it: "2019", "2019-03" or "2019-03-14"."""

    iso: str

    def __post_init__(self) -> None:
        match = _ISO.fullmatch(self.iso)
        if match is None or not _exists(*(int(part or 1) for part in match.groups())):
            raise NotADate(self.iso)

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> "PartialDate":
        """From numbers already known to be a year, a month and a day."""
        parts = (f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None))
        return cls("-".join(parts))

    @classmethod
    def parse(cls, text: str, *, on: date | None = None) -> "PartialDate":
        """What somebody typed or a partner sent. A year of two digits is the latest one that is not
        after `on`.
        """
        read = _read(text)
        return read if isinstance(read, PartialDate) else _in_the_past(*read, on or today())

    @property
    def year(self) -> int:
        return int(self.iso[:4])

    @property
    def month(self) -> int | None:
        return int(self.iso[5:7]) if len(self.iso) > 4 else None

    @property
    def day(self) -> int | None:
        return int(self.iso[8:]) if len(self.iso) > 7 else None

    @property
    def exact(self) -> date | None:
        """The day itself, when it is known."""
        return self.earliest if self.day else None

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def show(self) -> str:
        """ "14 March 2019", "March 2019" or "2019"."""
        parts = (self.day, self.month and _MONTHS[self.month], self.year)
        return " ".join(str(part) for part in parts if part)

    def age_on(self, day: date) -> int | None:
        """Whole years lived, never overstated when the birthday is not known; None before birth.

        Somebody born on 29 February is a year older on 1 March in a common year.
        """
        if day < self.earliest:
            return None
        born = self.latest
        return max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))

    def age_words(self, day: date) -> str:
        """As a practitioner says it: "12 days", "7 months", "3 years", "about 3 years", "due 4 May 2027"."""
        if day < self.earliest:
            return f"due {self.show()}"
        if self.month is None:
            years = day.year - self.year
            return f"about {_some(years, 'year')}" if years else "under 1 year"
        months = _months_between(self.earliest, day)
        about = "" if self.day else "about "
        if months >= 24:
            return about + _some(months // 12, "year")
        if months or not self.day:
            return about + _some(months, "month")
        return _some((day - self.earliest).days, "day") if day > self.earliest else "born today"


def _some(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _exists(year: int, month: int, day: int) -> bool:
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


# A year of two digits is still open when it is read: what it means depends on the day it is asked.
_TwoDigitYear = tuple[int, int, int]


@lru_cache(maxsize=100_000)
def _read(text: str) -> "PartialDate | _TwoDigitYear":
    if match := _SLASHED.fullmatch(text):
        return _whole(int(match[3]), int(match[2]), int(match[1]))
    trimmed = _MIDNIGHT.sub("", text.strip())
    if match := _ISO.fullmatch(trimmed):
        year, month, day = (int(part) if part else None for part in match.groups())
        return _whole(year or 0, month, day)
    return _in_words(trimmed)


def _in_words(trimmed: str) -> "PartialDate | _TwoDigitYear":
    """Every other order of day, month and year that means one thing only."""
    lower = _ORDINAL.sub(r"\1", _WEEKDAY.sub("", trimmed.lower()))
    if not trimmed or len(trimmed) > 40 or not _ALLOWED.fullmatch(lower):
        raise NotADate(trimmed)
    pieces = [piece for piece in _PIECE.findall(lower) if piece != "of"]
    if len(pieces) == 1 and len(pieces[0]) == 8 and pieces[0].isdigit():
        pieces = _eight_digits(pieces[0])
    if len(pieces) == 3 and pieces[0] in _MONTH_NUMBERS:
        pieces[:2] = pieces[1], pieces[0]
    if len(pieces) == 3 and len(pieces[0]) == 4:
        pieces.reverse()
    numbers = [_MONTH_NUMBERS.get(piece) or _number(piece, trimmed) for piece in pieces]
    _check_order(pieces, trimmed)
    if len(pieces[-1]) == 2:
        day, month, year = numbers
        _check_calendar(2000, month, day)
        return year, month, day
    return _whole(*reversed(numbers))


def _eight_digits(digits: str) -> list[str]:
    """20190314 or 14032019: years run from 1850, so the middle two digits say which it is."""
    if int(digits[4:6]) > 12:
        return [digits[:2], digits[2:4], digits[4:]]
    return [digits[6:], digits[4:6], digits[:4]]


def _number(piece: str, typed: str) -> int:
    if not piece.isdigit() or len(piece) > 4:
        raise NotADate(typed)
    return int(piece)


def _check_order(pieces: list[str], typed: str) -> None:
    """Day, month, year, with the month alone allowed to be a word; a year alone must have four digits."""
    named = [piece in _MONTH_NUMBERS for piece in pieces]
    sensible = {1: ([False],), 2: ([False, False], [True, False]), 3: ([False] * 3, [False, True, False])}
    lengths_fit = all(len(piece) <= 2 or word for piece, word in zip(pieces[:-1], named[:-1], strict=True))
    year_fits = bool(pieces) and len(pieces[-1]) in ({4} if len(pieces) == 1 else {2, 4})
    if named not in sensible.get(len(pieces), ()) or not lengths_fit or not year_fits:
        raise NotADate(typed)
    if len(pieces) == 2 and len(pieces[-1]) == 2:
        raise Invalid(f"{typed} leaves the year in doubt. Write the year with four digits.")


def _whole(year: int, month: int | None = None, day: int | None = None) -> PartialDate:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Invalid(f"The year {year} cannot be right. Check the year.")
    _check_calendar(year, month, day)
    return PartialDate.of(year, month, day)


def _check_calendar(year: int, month: int | None, day: int | None) -> None:
    if month is not None and not 1 <= month <= 12:
        raise Invalid(f"There is no month {month}. Write the day first, then the month, as in 14/3/2019.")
    if month is not None and day is not None and not _exists(year, month, day):
        raise Invalid(f"{day} {_MONTHS[month]} {year} is not a date. Check the day and month.")


def _in_the_past(year: int, month: int, day: int, on: date) -> PartialDate:
    """The latest century in which the day has already come."""
    this = on.year // 100 * 100 + year
    return _whole(this if (this, month, day) <= (on.year, on.month, on.day) else this - 100, month, day)


def show_date(day: date) -> str:
    """ "14 March 2019"; a moment is taken on its London day."""
    if isinstance(day, datetime):
        day = _in_london(day).date()
    return f"{day.day} {_MONTHS[day.month]} {day.year}"


def show_time(moment: datetime) -> str:
    """ "2:30pm", "2pm", "midday" or "midnight", in London."""
    local = _in_london(moment)
    if local.minute == 0 and local.hour % 12 == 0:
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'pm' if local.hour >= 12 else 'am'}"


def show_moment(moment: datetime) -> str:
    """ "5 July 2024 at 2:30pm"."""
    return f"{show_date(moment)} at {show_time(moment)}"


def show_day(day: date, *, on: date) -> str:
    """ "today", "yesterday" or "tomorrow" as seen from `on`; any other day in full."""
    if isinstance(day, datetime):
        day = _in_london(day).date()
    near = {on: "today", on - timedelta(days=1): "yesterday", on + timedelta(days=1): "tomorrow"}
    return near.get(day) or show_date(day)


def _in_london(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment must know its time zone before it can be shown.")
    return moment.astimezone(LONDON)
