"""What a column of a partner's file may mean, and how each meaning is read.

A reader takes the text of one cell and gives the value the record keeps, or "" when the cell says nothing.
It raises `Invalid` with a sentence for whoever sees to the quality of the feed. Facts carry the keys of the
fact catalogue.
"""

from collections.abc import Callable
from datetime import date

from onestory.core import codes, emails, identifiers, names, phones, postcodes
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid

Reader = Callable[[str], str]


class Unlikely(Invalid):
    """A cell that can be read, and cannot be so. It is left out and noted; the row still counts."""


# What stands in a cell when nothing is known. Null and None are also surnames, so names are spared those.
_NOTHING = frozenset(("-", ".", "n/a", "na", "nk", "null", "none", "unknown", "not known", "tbc", "?"))
_NO_NAME = frozenset(("-", ".", "n/a", "?", "unknown", "not known", "not yet named", "unnamed", "tbc", "xx", "xxx"))
# Said of a child before they have a name: true of thousands, so it names nobody.
_NOT_YET_NAMED = frozenset(
    ("baby", "babe", "infant", "newborn", "baby boy", "baby girl", "boy", "girl", "twin", "triplet")
)
_UPRN_LONGEST = 12
_TEXT_LONGEST = 500


def name(text: str) -> str:
    """A name or part of one, with its capitals put back; "" for a word that stands for having none."""
    lower = text.lower()
    if lower in _NO_NAME or lower.rstrip(" 0123456789") in _NOT_YET_NAMED:
        return ""
    tidied = names.tidy(text)
    if not any(c.isalpha() for c in tidied):
        raise Invalid(f"{text[:30]} is not a name.")
    return tidied


def text(value: str) -> str:
    """Words kept as sent, on one line."""
    if value.lower() in _NOTHING:
        return ""
    if len(value) > _TEXT_LONGEST:
        raise Invalid(f"This is longer than {_TEXT_LONGEST} characters.")
    return value if value.isprintable() else " ".join(value.split())


def uprn(value: str) -> str:
    """A unique property reference number, without the noughts some systems put before it."""
    digits = value.strip().lstrip("0")
    if not digits and value.strip("0 ") == "":
        return ""
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _UPRN_LONGEST:
        raise Invalid("A UPRN is up to 12 digits.")
    return digits


def number(value: str) -> str:
    """A whole number."""
    if value.lower() in _NOTHING:
        return ""
    if not (value.isascii() and value.lstrip("-").isdigit()):
        raise Invalid(f"{value[:30]} is not a whole number.")
    return str(int(value))


def flag(value: str) -> str:
    """ "yes", "no" or ""."""
    found = _FLAGS.get(value.lower())
    if found is None:
        raise Invalid(f"{value[:30]} is neither yes nor no.")
    return found


_FLAGS = dict.fromkeys(("y", "yes", "true", "1", "t"), "yes") | dict.fromkeys(("n", "no", "false", "0", "f"), "no")
_FLAGS |= dict.fromkeys(_NOTHING, "")


def known(read: Reader) -> Reader:
    """The same reader, taking the words for "nothing known" as nothing."""

    def reader(value: str) -> str:
        return "" if value.lower() in _NOTHING else read(value)

    return reader


def phone(value: str) -> str:
    """A telephone number; Excel's habit of dropping the first nought is undone."""
    bare = value.replace(" ", "")
    if len(bare) == 10 and bare.startswith(("7", "1", "2")) and bare.isdigit():
        value = f"0{bare}"
    return phones.parse(value)


def date_reader(*, month_first: bool) -> Reader:
    """Dates as this feed writes them. What is read stays partial: "2019" is not 1 January 2019.

    Words for "not known" are refused too: who keeps a date in words has to be asked.
    """

    def read(value: str) -> str:
        if month_first and value.count("/") == 2:
            month, day, year = value.split("/")
            value = f"{day}/{month}/{year}"
        return PartialDate.parse(value).iso

    return read


def birth_reader(read: Reader, *, on: date, placeholders: frozenset[str]) -> Reader:
    """Dates of birth: not after the file came, and never the date a system fills in when nobody knows."""
    latest = on.isoformat()

    def reader(value: str) -> str:
        iso = read(value)
        if iso in placeholders:
            return ""
        if iso > latest:
            raise Unlikely(f"{PartialDate(iso).show()} is after the day the file came, so nobody was born on it.")
        if iso and on.year - int(iso[:4]) > 120:
            raise Unlikely(f"{PartialDate(iso).show()} would make this person more than 120 years old.")
        return iso

    return reader


# What leads to a door. Of these, whoever looks after feeds is told that a cell is wrong, and never what stands in it (HZ-22).
LEADING_SOMEWHERE = frozenset(("address", "postcode", "uprn", "phone", "email", "school", "gp_practice"))
# What is known of a person. Dates are added by the feed, since each feed writes them its own way.
PERSON: dict[str, Reader] = {
    "given": name,
    "forenames": name,
    "middle": name,
    "family": name,
    "known_as": name,
    "full_name": name,
    "title": text,
    "born_estimated": flag,
    "sex": codes.SEXES.parse,
    "nhs": known(identifiers.nhs_number),
    "upn": known(identifiers.upn),
    "phone": known(phone),
    "email": known(emails.parse),
    "address": text,
    "postcode": known(postcodes.parse),
    "uprn": uprn,
    "role": text,
}
PERSON_DATES = frozenset(("born", "due", "died"))
FACTS: dict[str, Reader] = {
    "ethnicity": codes.ETHNICITIES.parse,
    "main_language": codes.language,
    "interpreter": text,
    "gp_practice": text,
    "school": text,
    "send_provision": codes.SEND_PROVISIONS.parse,
    "free_school_meals": text,
}
KINDS: dict[str, Reader] = {"text": text, "number": number, "flag": flag, "reference": text}
