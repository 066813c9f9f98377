"""Telephone numbers: read as people type them, kept as E.164 ("+447700900123"), shown as people read them.

Google's tables (the phonenumbers library) say what is a number. Numbers Ofcom keeps for drama are let in,
because training and the simulated city use nothing else; nobody can be rung on one.
"""

import re
from functools import lru_cache

import phonenumbers

from onestory.core.errors import Invalid

_HELP = "Enter a phone number such as 01752 668000 or 07700 900123, or start with + and the country code."
_SPACING = str.maketrans("", "", " -().\t\u00a0\u2013")
_UK = re.compile(r"(?:\+44\(?0?\)?|0044|0)([1-9]\d{8,9})", re.ASCII)
# https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
_DRAMA = re.compile(
    r"7700900\d{3}|1632960\d{3}|2079460\d{3}|1(?:1[3-8]|[2-69]1)4960\d{3}|28901809\d\d|2920180\d{3}"
    r"|8081570\d{3}|9098790\d{3}|3069990\d{3}"
)


def _uk_pattern() -> re.Pattern[str]:
    """Every kind of number in the library's own table, as one expression: a hundred times quicker."""
    told = phonenumbers.PhoneMetadata.metadata_for_region("GB")
    if told is None:
        raise RuntimeError("The phonenumbers library has lost its table for the United Kingdom.")
    kinds = (told.fixed_line, told.mobile, told.toll_free, told.voip, told.uan, told.shared_cost)
    return re.compile("|".join(f"(?:{kind.national_number_pattern})" for kind in kinds if kind))


_GENUINE = _uk_pattern()


def parse(text: str) -> str:
    """The number in E.164, taken as a United Kingdom one unless it says otherwise. Raises Invalid."""
    return _parse(text)


@lru_cache(maxsize=100_000)
def _parse(text: str) -> str:
    squeezed = text.translate(_SPACING)
    if not squeezed:
        raise Invalid(_HELP, "phone")
    uk = _UK.fullmatch(squeezed)
    if uk and (_GENUINE.fullmatch(uk[1]) or _DRAMA.fullmatch(uk[1])):
        return f"+44{uk[1]}"
    return _from_anywhere(text)


def _from_anywhere(text: str) -> str:
    shown = text.strip()[:40]
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        raise Invalid(f"{shown} is not a phone number. {_HELP}", "phone") from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise Invalid(f"{shown} is not a phone number that can be rung. {_HELP}", "phone")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@lru_cache(maxsize=10_000)
def show(value: str) -> str:
    """As it is read aloud here: "07700 900123"; a number abroad keeps its country code."""
    number = phonenumbers.parse(value, None)
    national = number.country_code == 44
    style = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(number, style.NATIONAL if national else style.INTERNATIONAL))


def is_mobile(value: str) -> bool:
    """Whether a text message could reach it, for a kept United Kingdom number."""
    return value.startswith("+447") and not value.startswith(("+4470", "+4476"))
