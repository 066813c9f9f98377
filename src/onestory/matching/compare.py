"""How two records are compared: for each thing they say, levels from the most alike to the least.

Each level has a key, which guards and the model's file use; words, which a person reads; a condition in SQL over both
sides; and how often it would be expected of one person and of two before anything is learnt. Addresses and phones are
compared because homes say something; that they say it of families is what `guards.py` is for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# What the two engines call the same functions.
FUNCTIONS = {
    "duckdb": {"alike": "jaro_winkler_similarity", "slips": "damerau_levenshtein", "holds": "list_contains"},
    "spark": {"alike": "jaro_winkler", "slips": "damerau_levenshtein", "holds": "array_contains"},
}


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of likeness: `same` and `other` are where learning starts."""

    key: str
    words: str
    condition: str
    same: float
    other: float
    # The column whose common values count for less than its rare ones.
    rarity: str = ""
    # Not more or less alike than its neighbours, but alike in another way: it may weigh more or less than they do.
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing both records say; `unsaid` is when either says nothing of it."""

    key: str
    words: str
    columns: tuple[str, ...]
    unsaid: str
    levels: tuple[Level, ...]

    def value(self, level: str) -> int:
        """The number that stands for a level: 0 is the least alike."""
        keys = [one.key for one in reversed(self.levels)]
        return keys.index(level)


_SWAPPED = "(given_l = family_r AND family_l = given_r AND given_l <> given_r)"
_MONTH_DAY = "substr({0}, 5, 2)", "substr({0}, 7, 2)"


def _missing(*columns: str) -> str:
    return " OR ".join(f"{column}_{side} IS NULL" for column in columns for side in "lr")


def _slip(column: str) -> str:
    """One letter lost, added, changed, or exchanged with the next. A quarter of the time: few pairs are near enough to look."""
    return f"(levenshtein({column}_l, {column}_r) <= 2 AND {{slips}}({column}_l, {column}_r) <= 1)"


def _said_alike(column: str, words: str, *, rarity: bool = False, close: float = 0.9) -> tuple[Level, ...]:
    return (
        Level("same", f"the same {words}", f"{column}_l = {column}_r", 0.9, 0.001, column if rarity else ""),
        Level("near", f"nearly the same {words}", f"{{alike}}({column}_l, {column}_r) >= {close}", 0.06, 0.002),
        Level("apart", f"a different {words}", "ELSE", 0.04, 0.997),
    )


GIVEN = Comparison("given", "first name", ("given", "forms", "given_sound", "family"), _missing("given"), (
    Level("same", "the same first name", "given_l = given_r", 0.8, 0.008, "given"),
    Level("form", "another form of the first name",
          "{holds}(forms_l, given_r) OR {holds}(forms_r, given_l)", 0.04, 0.004, aside=True),
    Level("swapped", "first name and family name exchanged", _SWAPPED, 0.01, 0.00002, aside=True),
    Level("near", "nearly the same first name",
          f"{{alike}}(given_l, given_r) >= 0.9 OR {_slip('given')}", 0.08, 0.006),
    Level("alike", "first names a little alike",
          "{alike}(given_l, given_r) >= 0.8 OR given_sound_l = given_sound_r"
          " OR (length(given_l) = 1 AND substr(given_r, 1, 1) = given_l)"
          " OR (length(given_r) = 1 AND substr(given_l, 1, 1) = given_r)", 0.03, 0.02),
    Level("apart", "different first names", "ELSE", 0.04, 0.962),
))  # fmt: skip
FAMILY = Comparison("family", "family name", ("family", "family_sound", "given"), f"{_missing('family')} OR {_SWAPPED}", (
    Level("same", "the same family name", "family_l = family_r", 0.8, 0.003, "family"),
    Level("near", "nearly the same family name",
          f"{{alike}}(family_l, family_r) >= 0.92 OR {_slip('family')}", 0.08, 0.002),
    Level("part", "half of a double family name",
          "(family_l LIKE '% %' AND concat(' ', family_l, ' ') LIKE concat('% ', family_r, ' %'))"
          " OR (family_r LIKE '% %' AND concat(' ', family_r, ' ') LIKE concat('% ', family_l, ' %'))", 0.02, 0.0005, aside=True),
    Level("alike", "family names a little alike",
          "{alike}(family_l, family_r) >= 0.82 OR family_sound_l = family_sound_r", 0.03, 0.008),
    Level("apart", "different family names", "ELSE", 0.07, 0.987),
))  # fmt: skip
BORN = Comparison("born", "date of birth", ("born",), _missing("born"), (
    Level("same", "born on the same day", "born_l = born_r", 0.88, 0.0001, "born"),
    Level("exchanged", "born on dates with day and month exchanged",
          "substr(born_l, 1, 4) = substr(born_r, 1, 4) AND substr(born_l, 5, 2) = substr(born_r, 7, 2)"
          " AND substr(born_l, 7, 2) = substr(born_r, 5, 2)", 0.02, 0.00008),
    Level("slip", "born on dates one slip apart", _slip("born"), 0.05, 0.0012),
    Level("parts", "born on dates that share two of day, month and year",
          "(CASE WHEN substr(born_l, 1, 4) = substr(born_r, 1, 4) THEN 1 ELSE 0 END"
          " + CASE WHEN substr(born_l, 5, 2) = substr(born_r, 5, 2) THEN 1 ELSE 0 END"
          " + CASE WHEN substr(born_l, 7, 2) = substr(born_r, 7, 2) THEN 1 ELSE 0 END) >= 2", 0.02, 0.005),
    Level("year", "born in the same year", "substr(born_l, 1, 4) = substr(born_r, 1, 4)", 0.01, 0.02),
    Level("apart", "born on different dates", "ELSE", 0.02, 0.9737),
))  # fmt: skip
SEX = Comparison("sex", "sex", ("sex",), _missing("sex"), (
    Level("same", "the same sex", "sex_l = sex_r", 0.98, 0.5),
    Level("apart", "a different sex", "ELSE", 0.02, 0.5),
))  # fmt: skip
# "Flat 3" is an address in a thousand streets: only with a postcode that does not speak against it is it one home.
_ONE_STREET = f"(postcode_l = postcode_r OR postcode_l IS NULL OR postcode_r IS NULL OR {_slip('postcode')})"
HOME = Comparison("home", "home", ("address", "postcode", "sector"),
    f"({_missing('address')}) AND ({_missing('postcode')})", (
    Level("same", "the same address", f"address_l = address_r AND {_ONE_STREET}", 0.55, 0.0001),
    Level("near", "nearly the same address", f"{{alike}}(address_l, address_r) >= 0.92 AND {_ONE_STREET}", 0.15, 0.0002),
    Level("postcode", "the same postcode", "postcode_l = postcode_r", 0.1, 0.001),
    Level("alike", "addresses alike", "{alike}(address_l, address_r) >= 0.9 AND length(address_l) >= 12", 0.03, 0.003),
    Level("close", "postcodes close by or a slip apart",
          f"sector_l = sector_r OR {_slip('postcode')}", 0.07, 0.02),
    Level("apart", "a different home", "ELSE", 0.1, 0.9757),
))  # fmt: skip
PHONE = Comparison("phone", "phone", ("phone",), _missing("phone"), (
    Level("same", "the same phone", "phone_l = phone_r", 0.6, 0.0001, ),
    Level("slip", "phones one slip apart", _slip("phone"), 0.05, 0.0001),
    Level("apart", "a different phone", "ELSE", 0.35, 0.9998),
))  # fmt: skip
EMAIL = Comparison("email", "email", ("email",), _missing("email"), (
    Level("same", "the same email", "email_l = email_r", 0.7, 0.0001),
    Level("name", "the same name before the @ of the email",
          "split_part(email_l, '@', 1) = split_part(email_r, '@', 1) AND length(split_part(email_l, '@', 1)) > 3", 0.05, 0.0003),
    Level("near", "nearly the same email", "{alike}(email_l, email_r) >= 0.9", 0.1, 0.001),
    Level("apart", "a different email", "ELSE", 0.15, 0.9986),
))  # fmt: skip
NHS = Comparison("nhs", "NHS number", ("nhs_digits",), _missing("nhs_digits"), (
    Level("same", "the same NHS number", "nhs_digits_l = nhs_digits_r", 0.97, 0.000002),
    Level("slip", "NHS numbers one slip apart", _slip("nhs_digits"), 0.02, 0.000002),
    Level("apart", "a different NHS number", "ELSE", 0.01, 0.999996),
))  # fmt: skip
UPN = Comparison("upn", "pupil number", ("upn",), _missing("upn"), (
    Level("same", "the same pupil number", "upn_l = upn_r", 0.98, 0.000002),
    Level("apart", "a different pupil number", "ELSE", 0.02, 0.999998),
))  # fmt: skip
REFERENCE = Comparison("reference", "reference", ("reference",), _missing("reference"), (
    Level("same", "the same reference", "reference_l = reference_r", 0.9, 0.00001),
    Level("slip", "references one slip apart", _slip("reference"), 0.06, 0.00005),
    Level("apart", "a different reference", "ELSE", 0.04, 0.99994),
))  # fmt: skip
OTHER = Comparison(
    "other", "other name", ("other",), _missing("other"), _said_alike("other", "other name", rarity=True)
)
MOTHER = Comparison("mother", "mother's name", ("mother",), _missing("mother"), _said_alike("mother", "mother's name"))

ALL = {one.key: one for one in (GIVEN, FAMILY, BORN, SEX, HOME, PHONE, EMAIL, NHS, UPN, REFERENCE, OTHER, MOTHER)}
# What each needs, where it is not the first of its columns alone.
_NEEDS = {HOME.key: ("address", "postcode")}


def for_columns(filled: Sequence[str]) -> tuple[Comparison, ...]:
    """The comparisons that these columns of people allow."""
    return tuple(one for one in ALL.values() if set(_NEEDS.get(one.key, one.columns[:1])) & set(filled))


def rarities(comparisons: Sequence[Comparison]) -> set[str]:
    """The columns whose common values say less than their rare ones."""
    return {level.rarity for one in comparisons for level in one.levels if level.rarity}
