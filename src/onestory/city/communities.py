"""Communities: their share of an ethnic group, how a family passes on its name, and what is spoken at home.

The five broad groups come from each neighbourhood's own Census 2021 counts. How a broad group divides is the city's
Census 2021 figure (Source: Office for National Statistics, OGL v3.0); how "other white" or "other Asian" divides
further is our estimate. A name never decides an ethnic group here: the group is drawn first, then a name used in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from onestory.city.chance import Weighted


@dataclass(frozen=True, slots=True)
class Community:
    """`code` is the ethnicity code of the school census. `children_take` is father's, both or patronymic."""

    key: str
    code: str
    language: str
    group: int
    weight: float
    wife_takes: float = 0.75
    children_take: str = "father"
    gendered: bool = False
    english_at_home: float = 0.2


_ALL = (
    Community("british", "WBRI", "English", 0, 236_802, english_at_home=1.0),
    Community("irish", "WIRI", "English", 0, 1_055, english_at_home=1.0),
    Community("traveller", "WIRT", "English", 0, 165, english_at_home=1.0),
    Community("roma", "WROM", "Romanian", 0, 168),
    Community("polish", "WOTH", "Polish", 0, 4_000, gendered=True),
    Community("romanian", "WOTH", "Romanian", 0, 2_300),
    Community("portuguese", "WOTH", "Portuguese", 0, 1_400, wife_takes=0.3, children_take="both"),
    Community("ukrainian", "WOTH", "Ukrainian", 0, 1_400, english_at_home=0.05),
    Community("lithuanian", "WOTH", "Lithuanian", 0, 1_437),
    Community("indian", "AIND", "Hindi", 2, 903, wife_takes=0.6),
    Community("keralan", "AIND", "Malayalam", 2, 500, wife_takes=0.5, children_take="patronymic"),
    Community("pakistani", "APKN", "Urdu", 2, 389, wife_takes=0.3),
    Community("bengali", "ABAN", "Bengali", 2, 537, wife_takes=0.1),
    Community("chinese", "CHNE", "Chinese", 2, 1_430, wife_takes=0.05),
    Community("filipino", "AOTH", "Tagalog/Filipino", 2, 1_300),
    Community("vietnamese", "AOTH", "Vietnamese", 2, 888, wife_takes=0.05),
    Community("nigerian", "BAFR", "Yoruba", 3, 900, english_at_home=0.6),
    Community("ghanaian", "BAFR", "Akan/Twi-Fante", 3, 450, english_at_home=0.6),
    Community("sudanese", "BAFR", "Arabic", 3, 450, wife_takes=0.0, children_take="patronymic", english_at_home=0.05),
    Community("eritrean", "BAFR", "Tigrinya", 3, 222, wife_takes=0.0, children_take="patronymic", english_at_home=0.05),
    Community("caribbean", "BCRB", "English", 3, 764, english_at_home=1.0),
    Community("arabic", "OOTH", "Arabic", 4, 877, wife_takes=0.1, english_at_home=0.1),
    Community("kurdish", "OOTH", "Kurdish", 4, 1_000, wife_takes=0.1, english_at_home=0.05),
    Community("persian", "OOTH", "Persian/Farsi", 4, 702, wife_takes=0.1, english_at_home=0.05),
)
COMMUNITIES = {community.key: community for community in _ALL}
BRITISH = COMMUNITIES["british"]
_WITHIN = [Weighted([(c, c.weight) for c in _ALL if c.group == group]) for group in range(5) if group != 1]
_MIXED_PARENTS = Weighted(
    # White and Asian, White and Black African, White and Black Caribbean, other mixed: Census 2021.
    [("MWAS", 1_349.0), ("MWBA", 860.0), ("MWBC", 1_108.0), ("MOTH", 1_339.0)]
)


def draw(groups: Weighted[int], rng: Random) -> tuple[Community, str]:
    """A community for a family here, and the ethnicity code of its first adult.

    A person of mixed parentage most often bears names of the country they grew up in.
    """
    group = groups.draw(rng)
    if group == 1:
        return BRITISH, _MIXED_PARENTS.draw(rng)
    community = _WITHIN[group if group == 0 else group - 1].draw(rng)
    return community, community.code


def child_of(first: str, second: str) -> str:
    """The ethnicity code of a child of parents with these two codes."""
    if first == second:
        return first
    broad = {BROAD[first], BROAD[second]}
    if len(broad) == 1 and "mixed" not in broad:
        return second
    if broad == {"white", "asian"}:
        return "MWAS"
    if broad == {"white", "black"}:
        return "MWBC" if "BCRB" in (first, second) else "MWBA"
    return "MOTH"


BROAD = {
    **{community.code: ("white", "mixed", "asian", "black", "other")[community.group] for community in _ALL},
    **dict.fromkeys(("MWAS", "MWBA", "MWBC", "MOTH"), "mixed"),
}
