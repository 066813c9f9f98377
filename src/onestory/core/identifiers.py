"""Numbers and references that name one person in one system, with the arithmetic that catches a slip.

A check digit says a number was copied rightly; it never says whose it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from operator import mul

from onestory.core.errors import Invalid

NHS = "nhs"
UPN = "upn"
TENANCY = "tenancy"
EARLY_HELP = "early_help"

_SPACING = str.maketrans("", "", " -.\t\u00a0\u2013")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_NHS_WEIGHTS = range(10, 1, -1)
_UPN_WEIGHTS = range(2, 14)
_UPN_VALUES = {digit: int(digit) for digit in "0123456789"} | {letter: n for n, letter in enumerate(_UPN_LETTERS)}
_UPN_SHAPE = re.compile(rf"[{_UPN_LETTERS}]\d{{11}}[\d{_UPN_LETTERS}]", re.ASCII)
_REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9 /._-]{0,39}", re.ASCII)


def nhs_number(text: str) -> str:
    """Ten digits whose last is the check digit (NHS Data Dictionary). Raises Invalid."""
    digits = text.translate(_SPACING)
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        raise Invalid("An NHS number has 10 digits, such as 943 476 5919. Check it and type it again.", "nhs_number")
    if len(set(digits)) == 1 or not _check_digit_agrees(digits):
        shown = _in_threes(digits)
        raise Invalid(f"{shown} is not an NHS number: one of its digits is wrong. Check it again.", "nhs_number")
    return digits


def _check_digit_agrees(digits: str) -> bool:
    total: int = sum(map(mul, map(int, digits), _NHS_WEIGHTS))
    return (11 - total % 11) % 11 == int(digits[9])


def _in_threes(digits: str) -> str:
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def upn(text: str) -> str:
    """A unique pupil number: a check letter and twelve digits, the last a letter when temporary."""
    squeezed = text.translate(_SPACING).upper()
    if not _UPN_SHAPE.fullmatch(squeezed):
        raise Invalid("A UPN is a letter and 12 digits, such as H801200001001. Check it and type it again.", "upn")
    if squeezed[0] != _upn_letter(squeezed[1:]):
        raise Invalid(f"{squeezed} is not a UPN: one of its characters is wrong. Check it again.", "upn")
    return squeezed


def _upn_letter(rest: str) -> str:
    """Weights 2 to 13, modulo 23; a letter that ends a temporary number counts as its place among them."""
    return _UPN_LETTERS[sum(map(mul, map(_UPN_VALUES.__getitem__, rest), _UPN_WEIGHTS)) % 23]


def is_temporary_upn(value: str) -> bool:
    """A school gives one until it knows the real one: it never proves that two records are one child."""
    return not value[-1].isdigit()


def reference(text: str) -> str:
    """A partner's own reference, which only that partner can check."""
    tidy = " ".join(text.upper().split())
    if not _REFERENCE.fullmatch(tidy):
        raise Invalid("A reference is up to 40 letters and digits. Check it and type it again.", "reference")
    return tidy


def _as_kept(value: str) -> str:
    return value


@dataclass(frozen=True, slots=True)
class System:
    """Who gives the number out, what it is called, and how it is read and shown."""

    key: str
    name: str
    parse: Callable[[str], str]
    show: Callable[[str], str] = _as_kept
    # It says where somebody lives or goes to school, so it is hidden wherever their address is.
    location_bearing: bool = False
    # One number is one person for life, so it can carry a link between records.
    national: bool = False
    # The identifier system a FHIR server would expect; empty where none is published.
    url: str = ""


SYSTEMS = {
    system.key: system
    for system in (
        System(
            NHS,
            "NHS number",
            nhs_number,
            _in_threes,
            national=True,
            url="https://fhir.nhs.uk/Id/nhs-number",
        ),
        System(UPN, "Unique pupil number", upn, location_bearing=True, national=True),
        System(TENANCY, "Tenancy reference", reference, location_bearing=True),
        System(EARLY_HELP, "Early help reference", reference),
    )
}


def parse(system: str, text: str) -> str:
    """The number as it is kept. Raises Invalid."""
    return SYSTEMS[system].parse(text)


def show(system: str, value: str) -> str:
    """The number as it is written for people: "943 476 5919"."""
    return SYSTEMS[system].show(value)
