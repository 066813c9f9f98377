"""Form fields that read what people type with core's parsers, and keep what was typed when it will not do."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy

from onestory.core import identifiers, phones, postcodes
from onestory.core.dates import NotADate, PartialDate, near, show_date, today
from onestory.core.errors import Invalid


class ReadField(forms.CharField):
    """One box of text, read into a value by a parser of core's that says in a sentence what is wrong."""

    width = ""
    hints: dict[str, str] = {}

    def __init__(self, **kwargs: Any) -> None:
        # One way only to say "nothing", for whoever uses the cleaned value.
        super().__init__(**{"empty_value": None, **kwargs})

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def show(self, value: Any) -> str:
        return str(value)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return None if text is None else in_form(lambda: self.read(text))

    def prepare_value(self, value: Any) -> Any:
        """A kept value is shown as people read it; what was typed is shown as it was typed."""
        return self.show(value) if value and self._is_kept(value) else value

    def _is_kept(self, value: Any) -> bool:
        """Only what is kept is what reading it gives."""
        try:
            return not isinstance(value, str) or bool(self.read(value) == value)
        except Invalid:
            return False

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return attrs | self.hints | ({"class": f"govuk-input--width-{self.width}"} if self.width else {})


class PartialDateField(ReadField):
    """A date as far as it is known, in one box."""

    width = "20"
    hints = {"autocomplete": "off"}
    EXAMPLE = "For example 14 3 2019, March 2019 or just 2019"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", self.EXAMPLE)
        super().__init__(**kwargs)

    def read(self, text: str) -> PartialDate:
        return PartialDate.parse(text)

    def show(self, value: PartialDate) -> str:
        return value.show()


class DayField(ReadField):
    """A whole date: one day of the calendar, and one that has come. With `ahead` it may be still to come."""

    width = "20"
    hints = {"autocomplete": "off"}

    def __init__(self, *, ahead: bool = False, **kwargs: Any) -> None:
        self.ahead = ahead
        kwargs.setdefault("help_text", _example_ahead() if ahead else "For example 14 3 2024, or yesterday")
        super().__init__(**kwargs)

    def read(self, text: str) -> date:
        day = near(text, on=today(), ahead=self.ahead) or self._read(text)
        if self.ahead and day > _furthest():
            raise Invalid("That is more than two years away. Check the date.")
        if not self.ahead and day > today():
            raise Invalid("That day has not come yet. Check the date.")
        return day

    def _read(self, text: str) -> date:
        try:
            day = PartialDate.parse(text, on=_furthest() if self.ahead else today()).exact
        except NotADate as refusal:
            raise Invalid(f"{refusal.said}Enter a day such as {self._such_as()}.") from refusal
        if day is None:
            raise Invalid(f"Enter the day, the month and the year, such as {self._such_as()}.")
        return day

    def _such_as(self) -> str:
        return _some_day_ahead() if self.ahead else "14 3 2024"

    def show(self, value: date) -> str:
        return show_date(value)


def _furthest() -> date:
    return today() + timedelta(days=366 * 2)


def _some_day_ahead() -> str:
    """As somebody would type one: 14 March of a year in which it is still to come."""
    return f"14 3 {today().year + 1}"


# Said when it is read: forms are made once, and a server runs into the next year.
_example_ahead: Callable[[], str] = lazy(lambda: f"For example {_some_day_ahead()}, tomorrow or Friday", str)


class LastDayField(DayField):
    """The last day of something: today, or still to come."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(ahead=True, **kwargs)

    def read(self, text: str) -> date:
        day = super().read(text)
        if day < today():
            raise Invalid("That day has passed. Check the date.")
        return day


class PostcodeField(ReadField):
    width = "10"
    hints = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}

    def read(self, text: str) -> str:
        return postcodes.parse(text)


class PhoneField(ReadField):
    """A telephone number; kept as +447700900123, shown as 07700 900123."""

    width = "20"
    hints = {"inputmode": "tel", "autocomplete": "off"}

    def read(self, text: str) -> str:
        return phones.parse(text)

    def show(self, value: str) -> str:
        return phones.show(value)


class NhsNumberField(ReadField):
    width = "20"
    hints = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}

    def read(self, text: str) -> str:
        return identifiers.nhs_number(text)

    def show(self, value: str) -> str:
        return identifiers.show(identifiers.NHS, value)


class UpnField(ReadField):
    """A school's number for a pupil."""

    width = "20"
    hints = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}

    def read(self, text: str) -> str:
        return identifiers.upn(text)


class NameField(forms.CharField):
    """Part of somebody's name, as they write it. Nothing is put in capitals or called wrong."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 120)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return " ".join((super().to_python(value) or "").split())

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "off", "spellcheck": "false"}


class WordsField(forms.CharField):
    """Something told at length."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def in_form(read: Callable[[], Any]) -> Any:
    """What `read` returns; a refusal of core's becomes the form's error, word for word."""
    try:
        return read()
    except Invalid as refusal:
        raise ValidationError(refusal.message) from refusal
