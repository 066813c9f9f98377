"""Which lane a doubtful pair waits in. Neither lane links anybody: that takes a checked number, or somebody who has looked.

Splink's weights, by which `matching` compares whole files, are not asked here: they belong to the file they were learnt from, and
the same pair would change lanes with whatever else arrived that day. A pair is put in its lane by what agrees, which is kept with
it; `onestory link evaluate` says from people's own judgements how often each lane was right. Knows no Django.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from onestory.core import names
from onestory.linkage.likeness import Known, Said, births, family_alike, given_alike

LIKELY: Literal["likely"] = "likely"
UNCLEAR: Literal["unclear"] = "unclear"
_SURE = frozenset(("same", "form"))


@dataclass(frozen=True)
class Agreed:
    """How far each thing agrees. Empty where one side does not say."""

    given: Literal["same", "form", "alike", "differ", ""] = ""
    family: Literal["same", "alike", "differ", ""] = ""
    born: str = ""
    home: Literal["same", "differ", ""] = ""
    number: Literal["same", "differ", ""] = ""

    def as_dict(self) -> dict[str, str]:
        return {key: value for key, value in asdict(self).items() if value}

    @property
    def band(self) -> Literal["likely", "unclear"]:
        """The lane of those who are much alike: all of name, birth and home the same, or one number and nothing against it."""
        everything = self.given in _SURE and self.family == "same" and self.born == "same" and self.home == "same"
        numbered = self.number == "same" and self.given in _SURE and self.born in ("same", "near", "")
        return LIKELY if (everything and self.number != "differ") or numbered else UNCLEAR


def agreed(said: Said, known: Known) -> Agreed:
    """Compare what a record says of somebody with whom we know."""
    return Agreed(
        given=_given(said, known),
        family=_family(said, known),
        born=births(said.born, known.born),
        home=_one_of(said.postcode, known.postcodes),
        number=_number(said, known),
    )


def _given(said: Said, known: Known) -> Literal["same", "form", "alike", "differ", ""]:
    theirs = [given for given, _ in known.called if given]
    mine = [name for name in (said.given, said.known_as) if name]
    if not theirs or not mine:
        return ""
    if set(mine) & set(theirs):
        return "same"
    if any(one in names.nicknames(other) or other in names.nicknames(one) for one in mine for other in theirs):
        return "form"
    return "alike" if any(given_alike(one, other) for one in mine for other in theirs) else "differ"


def _family(said: Said, known: Known) -> Literal["same", "alike", "differ", ""]:
    theirs = [family for _, family in known.called if family]
    if not theirs or not said.family:
        return ""
    if said.family in theirs:
        return "same"
    return "alike" if any(family_alike(said.family, family) for family in theirs) else "differ"


def _one_of(mine: str, theirs: set[str]) -> Literal["same", "differ", ""]:
    if not mine or not theirs:
        return ""
    return "same" if mine in theirs else "differ"


def _number(said: Said, known: Known) -> Literal["same", "differ", ""]:
    both = [value in known.numbers[system] for system, value in said.numbers.items() if known.numbers.get(system)]
    if not both:
        return ""
    return "same" if all(both) else "differ"
