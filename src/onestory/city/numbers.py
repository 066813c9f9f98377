"""Identifiers and telephone numbers that can never be a real person's, with check digits that hold.

- NHS numbers: only from the range kept for testing, 999 000 0000 to 999 999 9999 (909,091 of them are valid).
- UPNs: Plymouth's own code 879, then an establishment from 9000 up: the Department for Education gives out none there.
- UPRNs: twelve digits from 999 000 000 000; no authority has been given a block that high.
- Telephones: only numbers Ofcom keeps for drama, which nobody can ring. There are 15,000 here, so in a city of 60,000
  each is shared by about three adults who have nothing to do with each other, and in one of a million by fifty. That
  makes an equal phone weaker evidence than in life: linkage measured on this city is made harder, never easier.
"""

from __future__ import annotations

from collections.abc import Iterator

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_SPREAD = 617_293  # shares no factor with a million, so stepping by it visits every stem once, in no visible order
NHS_NUMBERS = 909_091
_DRAMA = (
    # https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
    *("07700 900", "01632 960", "020 7946 0", "029 2018 0", "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0"),
    *("0117 496 0", "0118 496 0", "0121 496 0", "0131 496 0", "0141 496 0", "0151 496 0", "0161 496 0"),
)


def nhs_check_digit(stem: str) -> str:
    """The tenth digit for nine, or nothing where no digit would be valid."""
    digit = (11 - sum(int(d) * weight for d, weight in zip(stem, range(10, 1, -1), strict=True)) % 11) % 11
    return "" if digit == 10 else str(digit)


def nhs_numbers(seed: int) -> Iterator[str]:
    """Every valid number of the test range once, in a scattered order; then nothing, when they have run out."""
    for place in range(1_000_000):
        stem = f"999{(place * _SPREAD + seed * 7919) % 1_000_000:06d}"
        digit = nhs_check_digit(stem)
        if digit and stem != "999999999":
            yield stem + digit
    while True:
        yield ""


def upn(establishment: int, year: int, serial: int) -> str:
    """A pupil number as a school gives it on entry: authority, school, year, serial, and the check letter in front."""
    digits = f"879{9000 + establishment:04d}{year % 100:02d}{serial:03d}"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return _UPN_LETTERS[total % 23] + digits


class PupilNumbers:
    """Gives out pupil numbers; when a school's thousand for a year are used, the next school's are begun."""

    def __init__(self) -> None:
        self._given: dict[int, int] = {}

    def next(self, year: int) -> str:
        count = self._given.get(year, 0)
        self._given[year] = count + 1
        establishment = count * 37 % 1000
        # Within one establishment the serial moves on by one each time round, from a start of its own.
        return upn(establishment, year, (count // 1000 + establishment * 13) % 1000)


def uprn(count: int) -> str:
    return str(999_000_000_000 + count)


def phone(number: int) -> str:
    """One of the drama numbers, each as likely as any other."""
    block, last = divmod(number % 15_000, 1000)
    return f"{_DRAMA[block]}{last:03d}"
