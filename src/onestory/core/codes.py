"""Lists of codes that every agency writes in its own way, each read into one.

A list's `parse` takes a code, its name or another agency's code for the same thing, in any case. "Not
recorded" in its many spellings is not an answer: it comes back as an empty string, so that nobody is
thought to have been asked.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from onestory.core.errors import Invalid
from onestory.core.names import fold

# Folded, as they are looked up.
_NOT_RECORDED = frozenset(
    ["", "n a", "na", "not known", "unknown", "not recorded", "not stated", "not obtained", "nobt", "99"]
)


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: the code kept, the name shown, the group it counts in, and what others write for it."""

    code: str
    name: str
    group: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """What may be said, in the order it is offered to people."""

    name: str
    codes: tuple[Code, ...]
    # What this list's senders write when nothing was recorded, beside the words everybody uses.
    blanks: tuple[str, ...] = ()
    _by_spelling: dict[str, str] = field(init=False, repr=False, compare=False)
    _by_code: dict[str, Code] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spellings = dict.fromkeys((*_NOT_RECORDED, *map(fold, self.blanks)), "")
        for code in self.codes:
            spellings |= {fold(other): code.code for other in (code.code, code.name, *code.others)}
        object.__setattr__(self, "_by_spelling", spellings)
        object.__setattr__(self, "_by_code", {code.code: code for code in self.codes})

    def parse(self, text: str) -> str:
        """The code kept for what was written; empty when nothing was recorded. Raises Invalid."""
        found = self._by_spelling.get(fold(text))
        if found is None:
            raise Invalid(f"{text.strip()[:40]} is not on the list of {self.name}. Choose one from the list.")
        return found

    def show(self, code: str) -> str:
        """Its name; a code no longer on the list is shown as it is, never hidden."""
        return self._by_code[code].name if code in self._by_code else code

    def group(self, code: str) -> str:
        """The broader group it counts in; empty for none."""
        return self._by_code[code].group if code in self._by_code else ""

    def choices(self) -> list[tuple[str, str]]:
        """Codes and names for a form."""
        return [(code.code, code.name) for code in self.codes]


WHITE, MIXED, ASIAN, BLACK, OTHER = "white", "mixed", "asian", "black", "other"
NOT_SAID = "prefers not to say"

# The 19 groups of Census 2021 (Office for National Statistics) and "prefers not to say", under the codes of
# the Department for Education's Common Basic Data Set; single letters are the NHS Data Dictionary's ethnic
# category.
ETHNICITIES = CodeList(
    "ethnic groups",
    (
        Code("WBRI", "White British", WHITE, (
            "A", "British", "English", "White English", "White - British", "WENG",
            "WSCO", "WWEL", "WCOR", "WOWB",
            "White: English, Welsh, Scottish, Northern Irish or British",
            "English, Welsh, Scottish, Northern Irish or British",
        )),
        Code("WIRI", "White Irish", WHITE, ("B", "Irish", "White: Irish")),
        Code("WIRT", "Traveller of Irish heritage", WHITE, (
            "Irish Traveller", "Gypsy or Irish Traveller", "White: Gypsy or Irish Traveller",
        )),
        Code("WROM", "Gypsy or Roma", WHITE, ("Roma", "Gypsy", "Gypsy / Roma", "White: Roma", "WROR")),
        Code("WOTH", "Any other White background", WHITE, (
            "C", "White other", "Other White", "White European", "White: Other White", "WEUR", "WEEU", "WWEU",
        )),
        Code("MWBC", "White and Black Caribbean", MIXED, ("D", "Mixed White and Black Caribbean")),
        Code("MWBA", "White and Black African", MIXED, ("E", "Mixed White and Black African")),
        Code("MWAS", "White and Asian", MIXED, ("F", "Mixed White and Asian")),
        Code("MOTH", "Any other mixed background", MIXED, (
            "G", "Other mixed", "Mixed other", "Any other mixed or multiple background", "Mixed",
        )),
        Code("AIND", "Indian", ASIAN, ("H", "Asian Indian", "Asian - Indian")),
        Code("APKN", "Pakistani", ASIAN, ("J", "Asian Pakistani", "Asian - Pakistani")),
        Code("ABAN", "Bangladeshi", ASIAN, ("K", "Asian Bangladeshi", "Asian - Bangladeshi")),
        Code("CHNE", "Chinese", ASIAN, ("R", "Asian Chinese", "Asian - Chinese")),
        Code("AOTH", "Any other Asian background", ASIAN, ("L", "Other Asian", "Asian other")),
        Code("BAFR", "Black African", BLACK, ("N", "African", "Black - African", "BSOM", "BNGN", "BGHA")),
        Code("BCRB", "Black Caribbean", BLACK, ("M", "Caribbean", "Black - Caribbean")),
        Code("BOTH", "Any other Black background", BLACK, ("P", "Other Black", "Black other")),
        Code("ARAB", "Arab", OTHER, ("OARA", "Other: Arab")),
        Code("OOTH", "Any other ethnic group", OTHER, ("S", "Other", "Other ethnic group", "Any other")),
        Code("REFU", "Prefers not to say", NOT_SAID, ("Z", "Refused", "Prefer not to say")),
    ),
)  # fmt: skip

# NHS Data Dictionary, person stated gender; Department for Education sex (M, F, U).
SEXES = CodeList(
    "sexes",
    (
        Code("F", "Female", others=("2", "Girl", "Woman", "b) Female")),
        Code("M", "Male", others=("1", "Boy", "Man", "a) Male")),
        Code("I", "Indeterminate", others=("9", "Neither", "d) Neither", "Not specified")),
    ),
    blanks=("U", "X", "0", "c) Not stated", "c) Not stated/recorded"),
)

# Department for Education, Common Basic Data Set: special educational needs provision, with codes since
# withdrawn.
SEND_PROVISIONS = CodeList(
    "kinds of special educational needs provision",
    (
        Code("N", "No special educational need", others=("No", "None", "No SEN")),
        Code("K", "SEN support", others=("A", "P", "School Action", "School Action Plus", "SEN")),
        Code("E", "Education, health and care plan", others=("S", "EHCP", "EHC plan", "Statement")),
    ),
)


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its ISO 639 code, its English name and the name its speakers use."""

    code: str
    name: str
    own_name: str


@cache
def languages() -> dict[str, Language]:
    """The languages offered, English and its neighbours first, then by name."""
    return {row["code"]: Language(row["code"], row["name"], row["own_name"]) for row in _language_rows()}


@cache
def _language_list() -> CodeList:
    codes = (
        Code(row["code"], row["name"], others=(row["own_name"], *row["others"].split())) for row in _language_rows()
    )
    return CodeList("languages", tuple(codes))


def language(text: str) -> str:
    """The ISO 639 code of a language named, in English or its own name, or coded. Raises Invalid."""
    return _language_list().parse(text)


def show_language(code: str) -> str:
    """Its English name."""
    return _language_list().show(code)


@cache
def _language_rows() -> list[dict[str, str]]:
    with resources.files("onestory.core").joinpath("languages.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(_without_comments(file)))


def _without_comments(lines: Iterable[str]) -> Iterable[str]:
    return (line for line in lines if not line.startswith("#"))
